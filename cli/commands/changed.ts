import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, Option } from "commander";
import type { CommandContext } from "../run/context";
import { CommandFailure } from "../run/failure";
import { inCheckout } from "../git/checkout";
import { Git } from "../git/git";
import { contentOf } from "../stacks/content";
import { readProject } from "../stacks/project";
import { hasResources } from "../stacks/stack";
import { configuredBy } from "../stacks/configured";
import { synthesize } from "../stacks/synthesis";
import { configOption } from "./options";
import { runWork, type Work } from "../run/work";

interface ChangedOptions {
  readonly since: string;
  readonly config?: string;
  readonly json?: true;
  readonly matrix?: true;
  readonly abandoned: boolean;
}

/** What a change touches. */
interface Changes {
  /** Stacks that are new or different, by name. */
  readonly stacks: readonly { readonly stack: string; readonly change: "added" | "changed" }[];
  /** Stacks that are gone from the program. */
  readonly removed: readonly string[];
  /** Those of them that declared resources to the last: nobody has ended them by the program. */
  readonly abandoned: readonly string[];
  /** Why all stacks count as changed; null where they were compared. */
  readonly note: string | null;
}

/** `espo-authentik changed`: prints the stacks that a change touches. */
export function changedCommand(context: CommandContext): Command {
  return new Command("changed")
    .description("print the stacks that differ from those of a commit, by what is synthesized")
    .requiredOption("--since <reference>", "commit, branch or tag to compare with")
    .addOption(configOption())
    .addOption(new Option("--json", "as JSON, with what is new and what is gone"))
    .addOption(new Option("--matrix", "as the matrix of a CI job, on one line").conflicts("json"))
    .addOption(
      new Option(
        "--no-abandoned",
        "exit with 3 where a stack is gone from the program, but what it made is not",
      ),
    )
    .addHelpText("after", HELP)
    .action((options: ChangedOptions) => runWork(context, (work) => changed(work, options)));
}

const HELP = `
Both programs are run with the packages of the working tree. Where the commit pins other packages, or
can't be synthesized, every stack counts as changed, and a note says so.

--matrix prints {"stack":["acme",…]}. Without any stack it is {"stack":[]}, which no CI takes for a
matrix: skip the job then, in GitHub Actions with
  if: needs.changed.outputs.matrix != '{"stack":[]}'

An integration ends with "removed: true" in its place of the file: that is a change like any other, which
is planned, reviewed and applied. Once it is applied, the integration leaves the file. A stack that just
leaves is named on standard error, and under "abandoned" in --json: what it made stays as it is.

Exit code: 0 compared, 2 a wrong call or configuration, 3 with --no-abandoned: a stack just left.

Examples:
  $ espo-authentik changed --since origin/main
  $ echo "matrix=$(espo-authentik changed --since origin/main --matrix)" >> "$GITHUB_OUTPUT"`;

async function changed(
  work: Work,
  { abandoned, config, json, matrix, since }: ChangedOptions,
): Promise<number> {
  const { stderr, stdout } = work;
  const environment = configuredBy(config, work.environment);
  const changes = await compare({ ...work, environment }, since);
  if (changes.note !== null) stderr.write(`Every stack counts as changed: ${changes.note}\n`);
  for (const name of changes.abandoned) stderr.write(`${left(name, since)}\n`);
  const names = changes.stacks.map(({ stack }) => stack);
  if (matrix) stdout.write(`${JSON.stringify({ stack: names })}\n`);
  else if (json) stdout.write(`${JSON.stringify({ since, ...changes }, null, 2)}\n`);
  else stdout.write(names.map((name) => `${name}\n`).join(""));
  return abandoned || changes.abandoned.length === 0 ? 0 : REFUSED;
}

/** As where a gate refuses a plan. */
const REFUSED = 3;

const left = (name: string, since: string): string =>
  `${name} is gone from the program, but what it made is not. Bring it back with "removed: true" (a program of one's own: new RemovedIntegration), apply that, and take it out then. As it was at ${since}: espo-authentik plan ${name} --destroy`;

async function compare(work: Work, since: string): Promise<Changes> {
  const { directory, environment, interruption, progress } = work;
  const git = new Git(directory, environment, interruption);
  const project = await readProject(directory, environment);
  const outdir = await mkdtemp(join(tmpdir(), "espo-authentik-"));
  try {
    return await inCheckout(git, directory, since, async ({ folder, hasOtherPackages }) => {
      progress.begin("Synthesizing the working tree", 1);
      const now = await contents({ ...project, outdir: join(outdir, "now") }, work);
      if (hasOtherPackages) return allChanged(now, `${since} pins other packages.`);
      progress.begin(`Synthesizing ${since}`, 1);
      try {
        const then = await readProject(folder, environment);
        const before = await contents({ ...then, outdir: join(outdir, "then") }, work);
        return difference(before, now);
      } catch (error) {
        if (!(error instanceof CommandFailure)) throw error;
        return allChanged(now, `${since} can't be synthesized. ${error.message}`);
      }
    });
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

/** What a stack holds. */
interface Content {
  /** Digest of all of it. */
  readonly digest: string;
  /** Whether it declares a resource. */
  readonly hasResources: boolean;
}

type Contents = ReadonlyMap<string, Content>;

/** What each stack of a project holds, by name. */
async function contents(
  project: Parameters<typeof synthesize>[0],
  { environment, interruption }: Work,
): Promise<Contents> {
  const stacks = await synthesize(project, environment, interruption);
  const found = stacks.map(async (stack) => {
    const content = { digest: await contentOf(stack), hasResources: hasResources(stack) };
    return [stack.name, content] as const;
  });
  return new Map(await Promise.all(found));
}

function difference(before: Contents, now: Contents): Changes {
  const stacks = [...now]
    .filter(([name, { digest }]) => before.get(name)?.digest !== digest)
    .map(([stack]) => ({ stack, change: before.has(stack) ? "changed" : "added" }) as const);
  const removed = [...before.keys()].filter((name) => !now.has(name));
  const abandoned = removed.filter((name) => before.get(name)?.hasResources);
  return { stacks, removed, abandoned, note: null };
}

const allChanged = (now: Contents, note: string): Changes => ({
  stacks: [...now.keys()].map((stack) => ({ stack, change: "changed" })),
  removed: [],
  abandoned: [],
  note: `${note} Stacks that are gone are not known.`,
});
