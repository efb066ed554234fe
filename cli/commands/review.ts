import { Command, InvalidArgumentError, Option } from "commander";
import { page } from "../../lib/declaration";
import type { CommandContext } from "../run/context";
import { CommandFailure } from "../run/failure";
import { type Format, FORMATS, rendered } from "../review/render/formats";
import { exitCodeOf, gateOption, parseGates, type Review, reviewPlan } from "../review/index";
import { type PlanText, planTexts } from "../review/plan/plan-texts";
import { styleFor } from "../run/style";

/** Where plans come from besides files. */
export interface ReviewInput {
  /** What `-` stands for. @default - this process's standard input */
  readonly stdin?: NodeJS.ReadableStream;
}

interface Options {
  readonly format?: Format;
  readonly maxLength: number;
  readonly gate: readonly string[];
  readonly stack?: string;
  readonly environment?: string;
  readonly link?: string;
}

const HELP = `
The JSON of a plan holds secrets in clear text. Read it from a pipe, and keep no copy:
  terraform show -json saved | espo-authentik review -

Exit code: 0 nothing to do, 2 changes, 3 a gate refuses, 1 an error.
Gates, what they refuse, and how to switch one off: ${page("plan-review.md")}`;

/**
 * `review <file…>`: says in plain words what plans do to the people who log in. Reads files and
 * standard input, asks nobody, changes nothing.
 */
export function reviewCommand(context: CommandContext, input: ReviewInput = {}): Command {
  return new Command("review")
    .description(
      "Say in plain words who can log in after a plan is applied (JSON of terraform show -json)",
    )
    .argument(
      "<file...>",
      "files with the JSON of a plan, or of several, one a line; - is standard input",
    )
    .addOption(
      new Option("--format <format>", "how to write it")
        .choices(FORMATS)
        .default(undefined, "terminal at a terminal, else markdown"),
    )
    .option("--max-length <characters>", "longest Markdown", length, 60_000)
    .addOption(gateOption())
    .option("--stack <name>", "name of the stack, where the file's name does not say it")
    .option("--environment <name>", "environment, for the title and the hidden marker")
    .option("--link <url>", "where the run is, for a link at the end")
    .addHelpText("after", HELP)
    .action(async (files: string[], options: Options) => {
      const reviews = await reviewAll(files, options, context, input);
      const format = options.format ?? (context.stdout.isTTY ? "terminal" : "markdown");
      const style = styleFor(context.stdout, context.environment);
      context.stdout.write(
        rendered(reviews, format, { ...options, link: webLink(options.link), style }),
      );
      context.exit(exitCodeOf(reviews));
    });
}

async function reviewAll(
  files: readonly string[],
  { environment, gate, stack }: Options,
  context: CommandContext,
  { stdin = process.stdin }: ReviewInput,
): Promise<Review[]> {
  const gates = parseGates(gate);
  const reviews: Review[] = [];
  for await (const plan of planTexts(files, context.directory, stdin)) {
    reviews.push(
      reviewed(plan, () =>
        reviewPlan(plan.text, { gates, environment, stack: stack ?? plan.stack }),
      ),
    );
  }
  return reviews;
}

/** Says which file it is that can't be reviewed. */
function reviewed({ source }: PlanText, review: () => Review): Review {
  try {
    return review();
  } catch (error) {
    if (error instanceof CommandFailure)
      throw new CommandFailure(
        `${source === "-" ? "standard input" : source}: ${error.message}`,
        error.exitCode,
      );
    throw error;
  }
}

function length(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError("Give a whole number of characters.");
  return number;
}

function webLink(link: string | undefined): string | undefined {
  if (link === undefined || /^https?:\/\/[^\s]+$/.test(link)) return link;
  throw new CommandFailure(
    `--link ${JSON.stringify(link)} is no address. Give one with https:// in front.`,
  );
}
