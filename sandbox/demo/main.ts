/** `npm run demo`: an integration's whole life on this machine. */
import { LONG_GRACE, Programs } from "./command";
import { runDemo } from "./demo";
import { NotReady } from "./existing/not-ready";
import { runOnExisting, undoFolder } from "./existing/run";
import { NotUndone } from "./existing/undoing";
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
  const { existing, undo } = options;
  const programs = new Programs(existing === undefined ? undefined : LONG_GRACE);
  const stop = new AbortController();
  const interrupt = (): void => {
    if (stop.signal.aborted) return;
    screen.print(
      (existing ?? undo) === undefined
        ? "\nEnding: programs, servers, temporary files …"
        : "\nEnding, and undoing what was done. That takes a moment; please wait …",
    );
    stop.abort();
    void programs.end();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt).on("SIGHUP", interrupt);
  process.stdout.on("error", interrupt); // Whoever reads it went away, as in `npm run demo | head`.
  try {
    const context = { screen, programs, stop: stop.signal };
    if (undo !== undefined) await undoFolder(undo, context);
    else if (existing !== undefined) await runOnExisting(existing, options.providers, context);
    else await runDemo(options, context);
    return stop.signal.aborted && !options.keep ? 130 : 0;
  } catch (error) {
    if (error instanceof NotUndone) {
      screen.print(`\n${error.message}`);
      return 1;
    }
    if (stop.signal.aborted) return 130;
    if (error instanceof TerraformNotFound) {
      screen.print(`${error.message}\n${HOW_TO_GET_TERRAFORM}`);
      return 2;
    }
    if (error instanceof FolderInUse || error instanceof NotReady) {
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
