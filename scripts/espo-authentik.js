"use strict";
/**
 * Our program from its sources, in the folder that npm was called in: `npm run -s espo-authentik -- plan`.
 * `npx espo-authentik` in a checkout runs a build in npm's cache, as old as it may be.
 */
const { spawn } = require("node:child_process");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const program = path.resolve(__dirname, "../cli/espo-authentik.ts");
const loader = pathToFileURL(require.resolve("tsx")).href;
const child = spawn(process.execPath, ["--import", loader, program, ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: "inherit",
});
// The program ends in order by itself; a terminal tells both.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (signal !== "SIGINT") child.kill(signal);
  });
}
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
});
