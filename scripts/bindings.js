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
/** What `cdktf get` generates with: all of cdktf-cli is eight times as large, and has to be compiled. */
const PACKAGE = "@cdktf/provider-generator";
const GENERATOR = path.join(__dirname, "generate-bindings.js");

function fingerprint(schema) {
  const inputs = [schema, __filename, GENERATOR, path.join(modules, `${PACKAGE}/package.json`)];
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

async function run(script, args, options) {
  if (interruption !== undefined) throw new Error(interruption);
  const running = promisify(execFile)(process.execPath, [script, ...args], {
    maxBuffer: 2 ** 26,
    cwd: root,
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

const generate = (stale, work) =>
  run(GENERATOR, [work, ...stale.flatMap(({ source, schema }) => [source, schema])], {
    // It asks this program for its version as soon as it is loaded; where there is none, it says so.
    env: { ...process.env, TERRAFORM_BINARY_NAME: process.execPath },
  });

async function compile({ name, schema, lib }, work) {
  remove(lib);
  const source = path.join(work, "providers", name);
  const sources = fs.readdirSync(source, { recursive: true }).filter((f) => f.endsWith(".ts"));
  await run(require.resolve("typescript/bin/tsc", { paths: [root] }), [
    ...sources.map((f) => path.join(source, f)),
    ...["--outDir", lib, "--rootDir", source, "--declaration", "--skipLibCheck"],
    ...["--target", "es2022", "--module", "commonjs", "--moduleResolution", "node10"],
  ]);
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
