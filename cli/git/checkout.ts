import { existsSync } from "node:fs";
import { mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { CommandFailure } from "../run/failure";
import type { Git } from "./git";

/** What a program needs beside its sources, and no commit holds: installed and generated code. */
const NOT_COMMITTED = ["node_modules", ".gen"];

/** Files in which package managers pin what is installed. */
const PINS = [
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
];

/** A commit, checked out beside the working tree. */
export interface Checkout {
  /** The project's folder in it, absolute. */
  readonly folder: string;
  /** Whether it pins other packages than the working tree does. */
  readonly hasOtherPackages: boolean;
}

/**
 * Works in a temporary checkout of a commit, with the working tree's packages linked into it. It is
 * removed afterwards, whatever happens.
 * @param git git in the project's folder
 * @throws {CommandFailure} where the folder is in no repository, or the commit is unknown
 */
export async function inCheckout<Result>(
  git: Git,
  project: string,
  reference: string,
  work: (checkout: Checkout) => Promise<Result>,
): Promise<Result> {
  const root = await realpath(await git.run("rev-parse", "--show-toplevel"));
  const inside = relative(root, await realpath(project));
  const commit = await commitOf(git, reference);
  const temporary = await realpath(await mkdtemp(join(tmpdir(), "espo-authentik-")));
  const tree = join(temporary, "tree");
  try {
    await git.run("worktree", "add", "--detach", "--quiet", tree, commit);
    const folder = join(tree, inside);
    const folders = [inside, ...ancestors(inside)];
    for (const name of folders.flatMap((of) => NOT_COMMITTED.map((entry) => join(of, entry)))) {
      await link(join(root, name), join(tree, name));
    }
    const pins = folders.flatMap((of) => PINS.map((pin) => join(of, pin)));
    const changed = await git.try(
      "diff",
      "--quiet",
      commit,
      "--",
      ...pins.map((pin) => join(root, pin)),
    );
    return await work({ folder, hasOtherPackages: changed.code !== 0 });
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await git.try("worktree", "prune");
  }
}

async function commitOf(git: Git, reference: string): Promise<string> {
  const found = await git.try(
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${reference}^{commit}`,
  );
  if (found.code === 0) return found.stdout.trim();
  throw new CommandFailure(
    `${reference} is no commit of this repository. In CI, fetch the history too (GitHub: fetch-depth: 0; GitLab: GIT_DEPTH: 0).`,
  );
}

async function link(from: string, to: string): Promise<void> {
  if (existsSync(from) && !existsSync(to) && existsSync(dirname(to))) {
    await symlink(from, to, "junction");
  }
}

/** The folders around a folder, up to the root of its tree: `a/b` -> `a`, ``. */
function ancestors(folder: string): string[] {
  if (folder === "") return [];
  const parent = dirname(folder);
  return parent === "." ? [""] : [parent, ...ancestors(parent)];
}
