/** One command over a fleet in a process of its own: `node fleet-once.ts FILE COMMAND…` says in FILE what it took. */
import { writeFileSync } from "node:fs";
import { run } from "../cli/espo-authentik";
import { synthesize } from "../lib";

const [file = "", ...args] = process.argv.slice(2);
const started = performance.now();
let said = "";
let code = 0;

process.on("exit", () => {
  const seconds = (performance.now() - started) / 1000;
  const mebibytes = process.resourceUsage().maxRSS / 1024;
  writeFileSync(file, JSON.stringify({ code, seconds, mebibytes, said: said.slice(-4000) }));
});

if (args[0] === "synth") synthesize();
else {
  const heard = { write: (text: string) => (said += text) };
  void run(args, {
    stdout: heard,
    stderr: heard,
    environment: process.env,
    directory: process.cwd(),
    exit: (given) => (code = given),
  });
}
