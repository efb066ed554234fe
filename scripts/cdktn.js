"use strict";
/**
 * Makes dist/cdktn of dist/lib and the providers' bindings: the same for the engine `cdktn` (CDK
 * Terrain) in place of `cdktf`. There is one place to write code; only the names of packages differ.
 */
const fs = require("node:fs");
const path = require("node:path");
const { pins } = require("./pins.js");

const root = path.resolve(__dirname, "..");
const target = path.join(root, "dist/cdktn");
const bindings = (name) => path.join(target, "providers", name);

/** Where a module of the engine is loaded, and where lib/engine says which engine it is. */
const ENGINE =
  /(require\(|require\.resolve\(|from |import\(|import |ENGINE = )(["'])cdktf(?=\2|\/)/g;
const PROVIDER = /(["'])@cdktf\/provider-([\w-]+)\1/g;

function translated(text, folder) {
  return text.replace(ENGINE, "$1$2cdktn").replace(PROVIDER, (_, quote, name) => {
    const near = path.relative(folder, bindings(name)).split(path.sep).join("/");
    return `${quote}${near.startsWith(".") ? near : `./${near}`}/index.js${quote}`;
  });
}

/** Copies a folder of compiled JavaScript and its declarations. */
function translate(from, to) {
  for (const file of fs.readdirSync(from, { recursive: true })) {
    if (!/\.(js|d\.ts)$/.test(file)) continue;
    const copy = path.join(to, file);
    fs.mkdirSync(path.dirname(copy), { recursive: true });
    const text = fs.readFileSync(path.join(from, file), "utf8");
    fs.writeFileSync(copy, translated(text, path.dirname(copy)));
  }
}

fs.rmSync(target, { recursive: true, force: true });
translate(path.join(root, "dist/lib"), target);
for (const { lib, name } of pins()) translate(lib, bindings(name));
