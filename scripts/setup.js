"use strict";
/** Sets up what a bare checkout lacks: the npm packages, then the bindings of the Terraform providers. */
const { spawn } = require("node:child_process");
const { createHash } = require("node:crypto");
const { once } = require("node:events");
const fs = require("node:fs");
const path = require("node:path");
const { clearInterval, setInterval } = require("node:timers");

const root = path.resolve(__dirname, "..");
const stamp = path.join(root, "node_modules/.installed");
const lock = createHash("sha256")
  .update(fs.readFileSync(path.join(root, "package-lock.json")))
  .digest("hex");

const TELL_EVERY = 15;

/** Runs `npm ci`, and says that it goes on: on a slow network it takes minutes. */
async function install() {
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8"));
  const count = Object.keys(packages).filter((name) => name.startsWith("node_modules/")).length;
  console.error(`Installing ${count} npm packages into node_modules (npm ci, about 350 MB) …`);
  let seconds = 0;
  const telling = setInterval(() => {
    seconds += TELL_EVERY;
    console.error(`  still installing, ${seconds} s`);
  }, TELL_EVERY * 1000);
  const npm = spawn("npm", ["ci", "--no-fund", "--no-audit", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  const [code] = await once(npm, "exit");
  clearInterval(telling);
  if (code !== 0) {
    console.error("npm ci failed: what it says above is why.");
    process.exit(code ?? 1);
  }
  fs.writeFileSync(stamp, lock);
}

async function main() {
  if (!fs.existsSync(stamp) || fs.readFileSync(stamp, "utf8") !== lock) await install();
  require("./bindings.js");
}

void main();
