"use strict";
/**
 * Generates the CDKTF bindings of the two Terraform providers into providers/<name>/lib, as
 * JavaScript with declarations, from the schemas pinned beside their package.json. Needs neither
 * network nor Terraform; does nothing when the bindings are up to date.
 */
const { execFileSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const root = path.resolve(__dirname, "..");
const pins = JSON.parse(fs.readFileSync(path.join(root, "cdktf.json"), "utf8")).terraformProviders;

/** `goauthentik/authentik@2026.5.0` -> its folder, its schema and where the bindings go. */
const providers = pins.map((pin) => {
  const file = `${pin.split("/").pop()}.json`;
  const name = file.split("@")[0];
  const folder = path.join(root, "providers", name);
  return { pin, name, file, schema: path.join(folder, file), lib: path.join(folder, "lib") };
});

function fingerprint(schema) {
  const inputs = [schema, __filename, path.join(root, "node_modules/cdktf-cli/package.json")];
  return inputs
    .reduce((hash, f) => hash.update(fs.readFileSync(f)), createHash("sha256"))
    .digest("hex");
}

const isStale = ({ schema, lib }) => {
  const stamp = path.join(lib, ".stamp");
  return !fs.existsSync(stamp) || fs.readFileSync(stamp, "utf8") !== fingerprint(schema);
};

function run(program, args, options) {
  try {
    execFileSync(process.execPath, [require.resolve(program, { paths: [root] }), ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      ...options,
    });
  } catch (error) {
    process.stderr.write(`${error.stdout ?? ""}${error.stderr ?? ""}`);
    throw error;
  }
}

function generate(stale, folder) {
  const schemas = path.join(folder, "schemas");
  fs.mkdirSync(schemas);
  for (const { schema, file } of stale) fs.copyFileSync(schema, path.join(schemas, file));
  fs.writeFileSync(
    path.join(folder, "cdktf.json"),
    JSON.stringify({
      language: "typescript",
      app: "true",
      sendCrashReports: "false",
      terraformProviders: stale.map(({ pin }) => pin),
    }),
  );
  run("cdktf-cli/bundle/bin/cdktf", ["get", "--output", "generated"], {
    cwd: folder,
    env: {
      ...process.env,
      CHECKPOINT_DISABLE: "1",
      CDKTF_EXPERIMENTAL_PROVIDER_SCHEMA_CACHE_PATH: schemas,
    },
  });
}

function compile({ name, schema, lib }, folder) {
  fs.rmSync(lib, { recursive: true, force: true });
  const source = path.join(folder, "generated/providers", name);
  const sources = fs.readdirSync(source, { recursive: true }).filter((f) => f.endsWith(".ts"));
  run(
    "typescript/bin/tsc",
    [
      ...sources.map((f) => path.join(source, f)),
      ...["--outDir", lib, "--rootDir", source, "--declaration", "--skipLibCheck"],
      ...["--target", "es2022", "--module", "commonjs", "--moduleResolution", "node10"],
    ],
    { cwd: root },
  );
  fs.writeFileSync(path.join(lib, ".stamp"), fingerprint(schema));
}

const stale = providers.filter(isStale);
if (stale.length > 0) {
  console.error(`Generating bindings: ${stale.map(({ pin }) => pin).join(", ")}`);
  const folder = fs.mkdtempSync(path.join(root, "node_modules/.bindings-"));
  try {
    generate(stale, folder);
    for (const provider of stale) compile(provider, folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
