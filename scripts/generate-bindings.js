"use strict";
/**
 * Writes the sources of bindings, as `cdktf get` does, without Terraform and without cdktf-cli:
 * `node generate-bindings.js FOLDER SOURCE SCHEMA [SOURCE SCHEMA]…`, for example with the source
 * goauthentik/authentik. The sources are in FOLDER/providers/<name> afterwards.
 */
const fs = require("node:fs");
const {
  TerraformProviderGenerator,
} = require("@cdktf/provider-generator/lib/get/generator/provider-generator");
const {
  ConstructsMakerProviderTarget,
  LANGUAGES,
  TerraformProviderConstraint,
} = require("@cdktf/commons");
const { CodeMaker } = require("codemaker");

async function main([folder, ...providers]) {
  const parent = process.ppid;
  const code = new CodeMaker();
  for (let at = 0; at < providers.length; at += 2) {
    const [source, file] = providers.slice(at, at + 2);
    const schema = JSON.parse(fs.readFileSync(file, "utf8"));
    const [version] = Object.values(schema.provider_versions);
    const constraint = new TerraformProviderConstraint(`${source}@${version}`);
    const target = new ConstructsMakerProviderTarget(constraint, LANGUAGES[0]);
    new TerraformProviderGenerator(code, schema).generate(target);
  }
  // Whoever asked for them was killed: nobody would take them away again.
  if (process.ppid !== parent || !fs.existsSync(folder)) return;
  await code.save(folder);
}

void main(process.argv.slice(2));
