#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { ConfigurationErrors } from "../lib/config/index";
import type { CommandContext } from "./run/context";
import { CommandFailure } from "./run/failure";
import { packageJson } from "./run/package-home";
import { Scrubber } from "./run/scrubber";
import { scrubbed, takeDownSecrets } from "./run/masking";

type MakeCommand = (context: CommandContext) => Command;

/* eslint-disable @typescript-eslint/no-require-imports -- loaded when it is called for: a command that
   only reads JSON need not wait for CDKTF, and a CommonJS build can't `import` without an extension. */
const COMMANDS: Readonly<Record<string, () => MakeCommand>> = {
  init: () => (require("./commands/init") as typeof import("./commands/init")).initCommand,
  validate: () =>
    (require("./commands/validate") as typeof import("./commands/validate")).validateCommand,
  list: () => (require("./commands/list") as typeof import("./commands/list")).listCommand,
  doctor: () => (require("./commands/doctor") as typeof import("./commands/doctor")).doctorCommand,
  users: () => (require("./commands/users") as typeof import("./commands/users")).usersCommand,
  plan: () => (require("./commands/plan") as typeof import("./commands/plan")).planCommand,
  adopt: () => (require("./commands/adopt") as typeof import("./commands/adopt")).adoptCommand,
  apply: () => (require("./commands/apply") as typeof import("./commands/apply")).applyCommand,
  discard: () =>
    (require("./commands/discard") as typeof import("./commands/discard")).discardCommand,
  forget: () => (require("./commands/forget") as typeof import("./commands/forget")).forgetCommand,
  review: () => (require("./commands/review") as typeof import("./commands/review")).reviewCommand,
  changed: () =>
    (require("./commands/changed") as typeof import("./commands/changed")).changedCommand,
  export: () => (require("./commands/export") as typeof import("./commands/export")).exportCommand,
  verify: () => (require("./commands/verify") as typeof import("./commands/verify")).verifyCommand,
  "clear-key-cache": () =>
    (require("./commands/clear-key-cache") as typeof import("./commands/clear-key-cache"))
      .clearKeyCacheCommand,
  completion: () => {
    const { completionCommand } =
      require("./commands/completion") as typeof import("./commands/completion");
    return (context) => completionCommand(context, () => program(context));
  },
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** The command line, with the command that is called; with all where none is, for the help. */
export function program(context: CommandContext, called?: string): Command {
  const { stderr, stdout } = context;
  const command = new Command("espo-authentik")
    .description("EspoCRM users sign in through authentik: plan it, review it, apply it, prove it")
    .version(packageJson().version, "-v, --version")
    .helpCommand("help [command]", "what can be said to a command")
    .addHelpText("after", EXAMPLES);
  const one =
    called !== undefined && Object.hasOwn(COMMANDS, called) ? COMMANDS[called] : undefined;
  for (const load of one === undefined ? Object.values(COMMANDS) : [one])
    command.addCommand(load()(context));
  for (const each of [command, ...command.commands]) {
    each
      .configureOutput({
        writeOut: (text) => stdout.write(text),
        writeErr: (text) => stderr.write(text),
        getOutHelpWidth: () => stdout.columns ?? 80,
        getErrHelpWidth: () => stderr.columns ?? 80,
      })
      .exitOverride()
      .showHelpAfterError("(add --help for what can be said)");
  }
  return command;
}

const EXAMPLES = `
Examples:
  $ export TF_VAR_authentik_token=… TF_VAR_espocrm_username=… TF_VAR_espocrm_password=…
  $ espo-authentik plan acme         what will change for the people who log in
  $ espo-authentik apply acme        exactly that
  $ espo-authentik verify acme       does a login work?`;

/**
 * Commands that end with 2 where there are changes, as `terraform plan -detailed-exitcode` does: a
 * pipeline that goes on after 2 must not take a wrong call or configuration for a plan.
 */
const TWO_IS_CHANGES: readonly string[] = ["plan", "adopt", "review"];

/**
 * Runs a command line.
 * @param args without program and script
 */
export async function run(args: readonly string[], context: CommandContext): Promise<void> {
  const { stderr } = context;
  try {
    await program(context, args[0]).parseAsync(args, { from: "user" });
  } catch (error) {
    const wrongCall = TWO_IS_CHANGES.includes(args[0] ?? "") ? 1 : 2;
    if (error instanceof CommandFailure) {
      stderr.write(`${error.message}\n`);
      context.exit(error.exitCode === 2 ? wrongCall : error.exitCode);
    } else if (error instanceof ConfigurationErrors) {
      stderr.write(`${error.message}\n`);
      context.exit(wrongCall);
    } else if (isCommanders(error)) context.exit(error.exitCode === 0 ? 0 : wrongCall);
    else {
      stderr.write(`This is a fault of espo-authentik, please report it.\n${stackOf(error)}\n`);
      context.exit(1);
    }
  }
}

/** Commander has said what is wrong, or shown its help or version. */
const isCommanders = (error: unknown): error is { exitCode: number } =>
  error instanceof CommanderError;

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** What writing says where nobody reads any more: the next program of a pipe, or a terminal. */
const GONE: readonly (string | undefined)[] = ["EPIPE", "EIO", "EOF", "ERR_STREAM_DESTROYED"];

/** Whoever reads us may stop before we end, as `| head -1` does: what was begun is ended in order. */
function outliveReaders(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (!GONE.includes(error.code)) throw error;
  });
}

if (require.main === module) {
  outliveReaders(process.stdout);
  outliveReaders(process.stderr);
  const scrubber = new Scrubber();
  takeDownSecrets(process.env, scrubber);
  void run(process.argv.slice(2), {
    stdout: scrubbed(process.stdout, scrubber),
    stderr: scrubbed(process.stderr, scrubber),
    environment: process.env,
    directory: process.cwd(),
    exit: (code) => {
      process.exitCode = code;
    },
  });
}
