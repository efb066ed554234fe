"use strict";
/** Sets up what a bare checkout lacks: the npm packages, then the bindings of the Terraform providers. */
const { execFileSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const root = path.resolve(__dirname, "..");
const stamp = path.join(root, "node_modules/.installed");
const lock = createHash("sha256")
  .update(fs.readFileSync(path.join(root, "package-lock.json")))
  .digest("hex");

if (!fs.existsSync(stamp) || fs.readFileSync(stamp, "utf8") !== lock) {
  console.error("Installing packages …");
  execFileSync("npm", ["ci", "--no-fund", "--no-audit", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  fs.writeFileSync(stamp, lock);
}
require("./bindings.js");
