import type { CommandContext, TextStream } from "./context";
import { Administrators } from "../servers/espocrm/administrators";
import { Scrubber } from "./scrubber";
import { type EndingSignal, type Interruption, interruptible } from "./interruption";
import { Progress } from "./progress";
import { scrubbed, takeDownSecrets } from "./masking";

/** What a command that works on stacks has at hand while it runs. */
export interface Work {
  /** Results; no known secret passes. */
  readonly stdout: TextStream;
  /** Progress on standard error; no known secret passes. */
  readonly progress: Progress;
  /** Standard error, for what is no progress. */
  readonly stderr: TextStream;
  /** Environment variables. */
  readonly environment: NodeJS.ProcessEnv;
  /** Folder of the project. */
  readonly directory: string;
  /** Secrets that must not be shown. */
  readonly scrubber: Scrubber;
  /** Administrators' sessions with EspoCRMs; ended when the command ends, however it ends. */
  readonly administrators: Administrators;
  /** Signals that end the command. */
  readonly interruption: Interruption;
}

const ENDING = "What runs is ended in order, which may take a moment.";

/** What is said at once of a signal: Terraform ends what it has begun, and that is not quick. */
const HEARD: Readonly<Record<EndingSignal, string>> = {
  SIGINT: `Ctrl-C was heard. ${ENDING} A second one lets Terraform drop what it does, and its state with it.`,
  SIGTERM: `Asked to end (SIGTERM). ${ENDING}`,
  SIGHUP: `The terminal is gone (SIGHUP). ${ENDING}`,
};

/**
 * Runs a command so that it leaves nothing behind: at its end, at an error and at Ctrl-C alike its
 * sessions are ended.
 * @param work the command; gives its exit code
 */
export async function runWork(
  context: CommandContext,
  work: (work: Work) => Promise<number>,
): Promise<void> {
  const { directory, environment } = context;
  const scrubber = new Scrubber();
  takeDownSecrets(environment, scrubber);
  const stderr = scrubbed(context.stderr, scrubber);
  const progress = new Progress(stderr, environment);
  await interruptible(async (interruption) => {
    const deaf = interruption.listen((signal) => {
      deaf();
      progress.say(HEARD[signal]);
    });
    const administrators = new Administrators(environment, scrubber);
    const stdout = scrubbed(context.stdout, scrubber);
    let code = 1;
    try {
      code = await work({
        administrators,
        directory,
        environment,
        interruption,
        progress,
        scrubber,
        stderr,
        stdout,
      });
    } catch (error) {
      if (error instanceof Error) error.message = scrubber.scrub(error.message);
      if (interruption.signal === undefined) throw error;
    } finally {
      progress.end();
      for (const message of await administrators.end()) stderr.write(`Warning: ${message}\n`);
    }
    if (interruption.signal !== undefined) stderr.write("Interrupted.\n");
    context.exit(interruption.exitCode ?? code);
  });
}
