"use strict";
/** The Terraform providers that the product is built on: a folder each in providers/. */
const fs = require("node:fs");
const path = require("node:path");

const folder = path.resolve(__dirname, "../providers");

/**
 * Each with its pin as CDKTF writes it (`goauthentik/authentik@2026.5.0`), its schema and where its
 * bindings go. They do not stand in cdktf.json: its providers are the user's own, whose bindings
 * `cdktf get` generates, and clears.
 */
const pins = () =>
  fs.readdirSync(folder).map((name) => {
    const home = path.join(folder, name);
    const { cdktf, version } = JSON.parse(fs.readFileSync(path.join(home, "package.json"), "utf8"));
    return {
      name,
      version,
      source: cdktf.provider.name,
      pin: `${cdktf.provider.name}@${version}`,
      schema: path.join(home, `${name}@${version}.json`),
      lib: path.join(home, "lib"),
    };
  });

module.exports = { pins };
