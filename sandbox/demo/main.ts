/** `npm run demo`: an integration's whole life on this machine. */
import { Programs } from "./command";
import { runDemo } from "./demo";
import { HELP, readOptions, WrongCall } from "./options";
import { Screen } from "./screen";
import { TerraformNotFound } from "../terraform";
import { ProgramFailed } from "./product";
import { FolderInUse } from "./project";

const HOW_TO_GET_TERRAFORM = `The demo runs the real Terraform (1.10 or newer) or OpenTofu (1.11 or newer). Terraform is one file:
download it for your system, put it into a folder on the PATH, and try \`terraform version\`.`;

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(HELP);
    return 0;
  }
  const screen = new Screen();
  const programs = new Programs();
  const stop = new AbortController();
  const interrupt = (): void => {
    if (stop.signal.aborted) return;
    screen.print("\nEnding: programs, servers, temporary files …");
    stop.abort();
    void programs.end();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt).on("SIGHUP", interrupt);
  process.stdout.on("error", interrupt); // Whoever reads it went away, as in `npm run demo | head`.
  try {
    await runDemo(options, { screen, programs, stop: stop.signal });
    return stop.signal.aborted && !options.keep ? 130 : 0;
  } catch (error) {
    if (stop.signal.aborted) return 130;
    if (error instanceof TerraformNotFound) {
      screen.print(`${error.message}\n${HOW_TO_GET_TERRAFORM}`);
      return 2;
    }
    if (error instanceof FolderInUse) {
      screen.print(error.message);
      return 2;
    }
    if (!(error instanceof ProgramFailed)) throw error;
    screen.failed("failed");
    screen.print(`\n${error.message}`);
    return 1;
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const wrongCall = error instanceof WrongCall;
    process.stderr.write(wrongCall ? `${error.message}\n\n${HELP}` : `${String(error)}\n`);
    process.exitCode = wrongCall ? 2 : 1;
  },
);
