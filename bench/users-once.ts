/** Runs `users` in a process of its own, and says what it took: `node users-once.ts FOLDER`. */
import { run } from "../cli/espo-authentik";

const [folder = "."] = process.argv.slice(2);
let written = "";
const started = performance.now();
void run(["users", "acme", "--names"], {
  stdout: { write: (text) => (written += text) },
  stderr: { write: () => undefined },
  environment: process.env,
  directory: folder,
  exit: (code) => {
    const seconds = (performance.now() - started) / 1000;
    const mebibytes = process.resourceUsage().maxRSS / 1024;
    process.stdout.write(
      JSON.stringify({ code, seconds, mebibytes, lines: written.split("\n").length }),
    );
  },
});
