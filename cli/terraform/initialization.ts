import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import {
  copyFile,
  mkdir,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { page } from "../../lib/declaration";
import type { Stack } from "../stacks/stack";
import type { Terraform } from "./terraform";

/** Terraform's choice of provider versions, in a stack's folder. */
export const LOCK_FILE = ".terraform.lock.hcl";

/** Where we note for what a folder was initialized. */
const STAMP = join(".terraform", "espo-authentik.sha256");

const PROVIDERS = join(".terraform", "providers");

/** Initializes folders of stacks, and lets those that need the same providers share them. */
export class Initialization {
  /** The first folder that needed certain providers: it installs them for the others. */
  readonly #first = new Map<string, Promise<string | undefined>>();
  #installing: Promise<unknown> = Promise.resolve();

  /**
   * @param terraform runs `init`
   * @param project the project's folder. A lock file in it, beside `cdktf.json`, decides about all stacks:
   * nothing is installed that it does not name with its hash
   */
  constructor(
    private readonly terraform: Terraform,
    private readonly project: string,
  ) {}

  /**
   * Runs `terraform init` where it is needed.
   * @param again whether to run it although nothing seems to have changed
   * @returns what Terraform said, where it failed
   */
  async initialize(stack: Stack, again = false): Promise<string | undefined> {
    const lock = join(this.project, LOCK_FILE);
    if (existsSync(lock)) await copyFile(lock, join(stack.folder, LOCK_FILE));
    const stamp = await this.stampOf(stack);
    const last = await readFile(join(stack.folder, STAMP), "utf8").catch(() => "");
    if (!again && stamp === last) return undefined;

    const needs = digest(needsOf(stack));
    const first = this.#first.get(needs);
    if (first === undefined) {
      const installed = this.#installing.then(() => this.init(stack));
      const folder = installed.then(
        (said) => (said === undefined ? stack.folder : undefined),
        () => undefined,
      );
      this.#installing = folder; // One after the other: Terraform's plugin cache is not made for more.
      this.#first.set(needs, folder);
      return installed;
    }
    const installed = await first;
    if (installed !== undefined) await share(installed, stack.folder);
    return this.init(stack);
  }

  private async init(stack: Stack): Promise<string | undefined> {
    const { folder } = stack;
    const isLocked = existsSync(join(this.project, LOCK_FILE));
    const args = ["init", "-input=false", "-no-color", ...(isLocked ? ["-lockfile=readonly"] : [])];
    const ended = await this.terraform.run(args, { folder });
    if (ended.code !== 0) {
      const said = `${ended.stdout}${ended.stderr}`.trim();
      return isLocked ? `${said}\n${REFUSED}` : said;
    }
    await mkdir(join(folder, ".terraform"), { recursive: true });
    await writeFile(join(folder, STAMP), await this.stampOf(stack));
    return undefined;
  }

  /** Everything that `init` looks at, and what it left behind. */
  private async stampOf(stack: Stack): Promise<string> {
    const { folder, json } = stack;
    const lock = await readFile(join(folder, LOCK_FILE), "utf8").catch(() => "");
    return digest([
      this.terraform.version,
      json.terraform,
      json.module,
      needsOf(stack),
      lock,
      await packagesIn(folder),
    ]);
  }
}

const REFUSED = `The project's own ${LOCK_FILE} is kept to. Make it anew where it lacks a provider, a version or a platform: ${page("no-internet.md")}`;

/** What decides which providers are installed. */
function needsOf({ json }: Stack): unknown {
  const { data, provider, resource, terraform } = json;
  const required = (terraform as { required_providers?: unknown } | undefined)?.required_providers;
  const kinds = [provider, resource, data].map((blocks) => Object.keys(blocks).sort());
  return [required, kinds];
}

const digest = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex");

/** Links the packages that one folder has into another one, with the choice that led to them. */
async function share(from: string, to: string): Promise<void> {
  const lockOf = (folder: string) =>
    readFile(join(folder, LOCK_FILE), "utf8").catch(() => undefined);
  const [choice, own] = [await lockOf(from), await lockOf(to)];
  if (choice === undefined || (own !== undefined && own !== choice)) return;
  await writeFile(join(to, LOCK_FILE), choice);
  for (const name of await packagesIn(from)) {
    const link = join(to, PROVIDERS, name);
    if (existsSync(link)) continue;
    await rm(link, { force: true }); // It may lead nowhere.
    await mkdir(dirname(link), { recursive: true });
    await symlink(await realpath(join(from, PROVIDERS, name)), link, "junction");
  }
}

/** Installed packages, `<host>/<namespace>/<type>/<version>/<platform>`; not what is linked in vain. */
async function packagesIn(folder: string): Promise<readonly string[]> {
  const root = join(folder, PROVIDERS);
  const found = await readdir(root, { recursive: true }).catch(() => []);
  return found
    .filter((name) => name.split(/[/\\]/).length === 5 && existsSync(join(root, name)))
    .sort();
}
