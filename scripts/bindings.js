"use strict";
/**
 * Generates the CDKTF bindings of the Terraform providers in providers/ into providers/<name>/lib, as
 * JavaScript with declarations, from the schemas pinned beside their package.json. Needs neither
 * network nor Terraform; does nothing when the bindings are up to date.
 */
const { execFile } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { promisify } = require("node:util");
const { pins } = require("./pins.js");

const root = path.resolve(__dirname, "..");
const modules = path.join(root, "node_modules");

function fingerprint(schema) {
  const inputs = [schema, __filename, path.join(modules, "cdktf-cli/package.json")];
  return inputs
    .reduce((hash, f) => hash.update(fs.readFileSync(f)), createHash("sha256"))
    .digest("hex");
}

const isStale = ({ schema, lib }) => {
  const stamp = path.join(lib, ".stamp");
  return !fs.existsSync(stamp) || fs.readFileSync(stamp, "utf8") !== fingerprint(schema);
};

const remove = (folder) => fs.rmSync(folder, { recursive: true, force: true });

let child;
let interruption;

async function run(program, args, options) {
  if (interruption !== undefined) throw new Error(interruption);
  const script = require.resolve(program, { paths: [root] });
  const running = promisify(execFile)(process.execPath, [script, ...args], {
    maxBuffer: 2 ** 26,
    ...options,
  });
  child = running.child;
  try {
    await running;
  } catch (error) {
    if (interruption === undefined) process.stderr.write(`${error.stdout}${error.stderr}`);
    throw error;
  }
}

async function generate(stale, work) {
  const schemas = path.join(work, "schemas");
  fs.mkdirSync(schemas, { recursive: true });
  for (const { schema } of stale)
    fs.copyFileSync(schema, path.join(schemas, path.basename(schema)));
  fs.writeFileSync(
    path.join(work, "cdktf.json"),
    JSON.stringify({
      language: "typescript",
      app: "true",
      sendCrashReports: "false",
      terraformProviders: stale.map(({ pin }) => pin),
    }),
  );
  await run("cdktf-cli/bundle/bin/cdktf", ["get", "--output", "generated"], {
    cwd: work,
    env: {
      ...process.env,
      CHECKPOINT_DISABLE: "1",
      CDKTF_EXPERIMENTAL_PROVIDER_SCHEMA_CACHE_PATH: schemas,
    },
  });
}

async function compile({ name, schema, lib }, work) {
  remove(lib);
  const source = path.join(work, "generated/providers", name);
  const sources = fs.readdirSync(source, { recursive: true }).filter((f) => f.endsWith(".ts"));
  await run(
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

async function main(stale) {
  if (stale.length === 0) return;
  console.error(`Generating bindings: ${stale.map(({ pin }) => pin).join(", ")}`);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      interruption = signal;
      child?.kill();
    });
  }
  for (const name of fs.readdirSync(modules)) {
    if (name.startsWith(".bindings-")) remove(path.join(modules, name)); // Somebody was killed.
  }
  // There, because the compiler finds cdktf from there.
  const work = fs.mkdtempSync(path.join(modules, ".bindings-"));
  try {
    await generate(stale, work);
    for (const provider of stale) await compile(provider, work);
  } catch (error) {
    if (interruption === undefined) throw error;
  } finally {
    remove(work);
  }
  if (interruption !== undefined) process.exit(128 + os.constants.signals[interruption]);
}

void main(pins().filter(isStale));
