"use strict";
/**
 * Pins another version of a Terraform provider: `npm run refresh-schema -- authentik 2026.8.0`.
 * Fetches the provider with `terraform init`, so it needs Terraform and its registry (or a mirror in
 * Terraform's CLI configuration), and keeps of its schema the types that are in use, without prose.
 */
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { pins } = require("./pins.js");

const root = path.resolve(__dirname, "..");
const terraform = process.env.TERRAFORM_BINARY_NAME || "terraform";
const readJson = (file) => JSON.parse(fs.readFileSync(file, "utf8"));
const writeJson = (file, value) => fs.writeFileSync(file, `${JSON.stringify(value, null, 1)}\n`);

const [name, version] = process.argv.slice(2);
const pinned = pins().find((pin) => pin.name === name);
if (pinned === undefined || !/^\d+\.\d+\.\d+$/.test(version ?? "")) {
  console.error(
    "npm run refresh-schema -- authentik|restapi VERSION      for example: restapi 3.1.0",
  );
  process.exit(2);
}

/** The whole schema of the provider, from Terraform. */
function fetchSchema() {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "provider-schema-"));
  try {
    writeJson(path.join(work, "main.tf.json"), {
      terraform: { required_providers: { [name]: { source: pinned.source, version } } },
    });
    const run = (...args) =>
      execFileSync(terraform, args, {
        cwd: work,
        env: { ...process.env, CHECKPOINT_DISABLE: "1" },
        stdio: ["ignore", "pipe", "inherit"],
        maxBuffer: 2 ** 28,
      });
    run("init", "-backend=false", "-input=false");
    return JSON.parse(run("providers", "schema", "-json").toString("utf8"));
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

const PROSE = ["description", "description_kind", "deprecation_message"];

/** A schema without its prose. */
function withoutProse(value) {
  if (Array.isArray(value)) return value.map(withoutProse);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !(PROSE.includes(key) && typeof inner === "string"))
      .map(([key, inner]) => [key, withoutProse(inner)]),
  );
}

/** Only the types that the pinned schema has; one that is gone ends it all. */
function inUse(schemas, used = {}) {
  const missing = Object.keys(used).filter((type) => schemas[type] === undefined);
  if (missing.length > 0) throw new Error(`${name} ${version} has no ${missing.join(", ")}`);
  return Object.fromEntries(Object.keys(used).map((type) => [type, schemas[type]]));
}

const [[address, schema]] = Object.entries(fetchSchema().provider_schemas);
const old = Object.values(readJson(pinned.schema).provider_schemas)[0];
const trimmed = {
  format_version: "1.0",
  provider_schemas: {
    [address]: withoutProse({
      provider: schema.provider,
      resource_schemas: inUse(schema.resource_schemas, old.resource_schemas),
      ...(old.data_source_schemas && {
        data_source_schemas: inUse(schema.data_source_schemas, old.data_source_schemas),
      }),
    }),
  },
  provider_versions: { [address]: version },
};

fs.rmSync(pinned.schema);
writeJson(path.join(path.dirname(pinned.schema), `${name}@${version}.json`), trimmed);
for (const [file, key] of [
  ["package.json", `@cdktf/provider-${name}`],
  [`providers/${name}/package.json`, "version"],
]) {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  const after = text.replace(`"${key}": "${pinned.version}"`, `"${key}": "${version}"`);
  fs.writeFileSync(path.join(root, file), after);
}
console.log(
  `${name} ${pinned.version} -> ${version}. Next: npm install, npm test, and read the schema's diff.`,
);
