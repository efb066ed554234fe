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
import { configuredBy } from "../stacks/configured";
import { synthesize } from "../stacks/synthesis";
import { configOption } from "./options";
import { runWork, type Work } from "../run/work";

interface ChangedOptions {
  readonly since: string;
  readonly config?: string;
  readonly json?: true;
  readonly matrix?: true;
}

/** What a change touches. */
interface Changes {
  /** Stacks that are new or different, by name. */
  readonly stacks: readonly { readonly stack: string; readonly change: "added" | "changed" }[];
  /** Stacks that are gone from the program. */
  readonly removed: readonly string[];
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
    .addHelpText("after", HELP)
    .action((options: ChangedOptions) => runWork(context, (work) => changed(work, options)));
}

const HELP = `
Both programs are run with the packages of the working tree. Where the commit pins other packages, or
can't be synthesized, every stack counts as changed, and a note says so.

--matrix prints {"stack":["acme",…]}. Without any stack it is {"stack":[]}, which no CI takes for a
matrix: skip the job then, in GitHub Actions with
  if: needs.changed.outputs.matrix != '{"stack":[]}'

Stacks that are gone from the program are named on standard error, and under "removed" in --json: their
resources stay. End them at the commit that still has them: espo-authentik plan <stack> --destroy

Exit code: 0 compared, 2 a wrong call or configuration.

Examples:
  $ espo-authentik changed --since origin/main
  $ echo "matrix=$(espo-authentik changed --since origin/main --matrix)" >> "$GITHUB_OUTPUT"`;

async function changed(
  work: Work,
  { config, json, matrix, since }: ChangedOptions,
): Promise<number> {
  const { stderr, stdout } = work;
  const environment = configuredBy(config, work.environment);
  const changes = await compare({ ...work, environment }, since);
  if (changes.note !== null) stderr.write(`Every stack counts as changed: ${changes.note}\n`);
  for (const name of changes.removed) {
    stderr.write(
      `${name} is gone from the program, but its resources are not: plan its end at ${since} (plan ${name} --destroy).\n`,
    );
  }
  const names = changes.stacks.map(({ stack }) => stack);
  if (matrix) stdout.write(`${JSON.stringify({ stack: names })}\n`);
  else if (json) stdout.write(`${JSON.stringify({ since, ...changes }, null, 2)}\n`);
  else stdout.write(names.map((name) => `${name}\n`).join(""));
  return 0;
}

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

/** What each stack of a project holds, by name. */
async function contents(
  project: Parameters<typeof synthesize>[0],
  { environment, interruption }: Work,
): Promise<ReadonlyMap<string, string>> {
  const stacks = await synthesize(project, environment, interruption);
  return new Map(
    await Promise.all(stacks.map(async (stack) => [stack.name, await contentOf(stack)] as const)),
  );
}

function difference(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): Changes {
  const stacks = [...now]
    .filter(([name, content]) => before.get(name) !== content)
    .map(([stack]) => ({ stack, change: before.has(stack) ? "changed" : "added" }) as const);
  return { stacks, removed: [...before.keys()].filter((name) => !now.has(name)), note: null };
}

const allChanged = (now: ReadonlyMap<string, string>, note: string): Changes => ({
  stacks: [...now.keys()].map((stack) => ({ stack, change: "changed" })),
  removed: [],
  note,
});
