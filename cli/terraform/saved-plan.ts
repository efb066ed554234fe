import { createHash } from "node:crypto";
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { Stack } from "../stacks/stack";
import { LOCK_FILE } from "./initialization";

const recordSchema = z.strictObject({
  /** Form of this file. */
  version: z.literal(1),
  /** Name of the stack. */
  stack: z.string(),
  /** When the plan was made, ISO 8601. */
  made: z.string(),
  /** Program and version that made it, such as `terraform 1.11.4`. */
  terraform: z.string(),
  /** Digest of the stack's Terraform JSON. */
  synthesized: z.string(),
  /** Digest of the plan file. */
  plan: z.string(),
  /** Whether applying it changes anything. */
  changes: z.boolean(),
  /** Whether it destroys the stack. */
  destroy: z.boolean(),
  /**
   * Gates that were off when it was reviewed, as `--gate` takes them. To be told of, never to be
   * believed: whoever can write this file could switch gates off with it.
   */
  gates: z.array(z.string()),
});

/** What is known of a saved plan beside the plan. Holds no secret. */
export type PlanRecord = z.infer<typeof recordSchema>;

const lastSchema = z.strictObject({
  /** Form of this file. */
  version: z.literal(1),
  /** Names of the stacks that were to be planned. */
  stacks: z.array(z.string()),
});

/** A plan that is being made. */
export interface PlanDraft {
  /** File that Terraform writes it to; nobody else can read it. */
  readonly file: string;
  /** Keeps the plan, with what is known of it. */
  readonly keep: (known: Omit<PlanRecord, "version" | "stack" | "plan">) => Promise<void>;
  /** Removes what was not kept. */
  readonly discard: () => Promise<void>;
}

/**
 * The folder of saved plans: for each stack `<stack>.tfplan`, as Terraform wrote it, with secrets in
 * it, and `<stack>.json`, what it was made from; and `last-plan`, which stacks were planned last. They
 * can be read by their owner alone.
 */
export class SavedPlans {
  constructor(
    /** The folder, absolute. */
    readonly folder: string,
  ) {}

  /** Where the plan of a stack is. */
  file = (stack: string): string => join(this.folder, `${stack}.tfplan`);

  /** Names of the stacks that have a saved plan. */
  async stacks(): Promise<readonly string[]> {
    const files = await readdir(this.folder).catch(() => []);
    return files
      .filter((file) => file.endsWith(".tfplan"))
      .map((file) => file.slice(0, -".tfplan".length))
      .sort();
  }

  /**
   * Takes down which stacks are planned now, so that `apply` can tell their plans from older ones. Their
   * earlier plans go, whatever becomes of the new ones.
   */
  async begin(stacks: readonly string[]): Promise<void> {
    await this.#makeFolder();
    for (const stack of stacks) await this.remove(stack);
    const last: z.infer<typeof lastSchema> = { version: 1, stacks: [...stacks] };
    await writeFile(this.lastFile, `${JSON.stringify(last)}\n`, { mode: 0o600 });
  }

  /** Names of the stacks that were planned last; undefined where nothing says so. */
  async last(): Promise<readonly string[] | undefined> {
    const text = await readFile(this.lastFile, "utf8").catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      return lastSchema.parse(JSON.parse(text)).stacks;
    } catch {
      return [];
    }
  }

  /** Begins the plan of one of them. Nothing of it is seen before it is kept. */
  async draft(stack: Stack): Promise<PlanDraft> {
    await this.#makeFolder();
    await (this.#cleaned ??= this.#removeAbandoned());
    const temporary = await mkdtemp(join(this.folder, `.making-${hostname()}-${process.pid}-`));
    const file = join(temporary, "plan");
    return {
      file,
      keep: async (known) => {
        await chmod(file, 0o600);
        const plan = digestOf(await readFile(file));
        const record: PlanRecord = { version: 1, stack: stack.name, ...known, plan };
        const recordFile = join(temporary, "record");
        await writeFile(recordFile, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
        await copyFile(join(stack.folder, LOCK_FILE), this.lockFile(stack.name)).catch(ignore);
        await rename(recordFile, this.recordFile(stack.name));
        await rename(file, this.file(stack.name));
      },
      discard: () => rm(temporary, { recursive: true, force: true }),
    };
  }

  async #makeFolder(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
  }

  /** Once, before this process makes a plan itself. */
  #cleaned: Promise<void> | undefined;

  /** Plans that a process was making which is no more, as after `kill -9`: secrets may be in them. */
  async #removeAbandoned(): Promise<void> {
    for (const name of await readdir(this.folder)) {
      const [, host, maker] = /^\.making-(.*)-(\d+)-\w+$/.exec(name) ?? [];
      if (host !== hostname()) continue;
      // In a container each process may have had our own number.
      if (Number(maker) !== process.pid && isRunning(Number(maker))) continue;
      await rm(join(this.folder, name), { recursive: true, force: true });
    }
  }

  /** What is known of the saved plan of a stack; undefined where there is none, or none of ours. */
  async read(stack: string): Promise<PlanRecord | undefined> {
    const text = await readFile(this.recordFile(stack), "utf8").catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      return recordSchema.parse(JSON.parse(text));
    } catch {
      return undefined;
    }
  }

  /** Lets a stack's folder use the provider versions that its plan was made with. */
  async restoreLock(stack: Stack): Promise<void> {
    const lock = join(stack.folder, LOCK_FILE);
    await copyFile(this.lockFile(stack.name), lock).catch(ignore);
  }

  /** Removes the saved plan of a stack. */
  async remove(stack: string): Promise<void> {
    for (const file of [this.file(stack), this.recordFile(stack), this.lockFile(stack)]) {
      await rm(file, { force: true });
    }
  }

  /** No stack's: it ends in neither `.tfplan` nor `.json`. */
  private get lastFile(): string {
    return join(this.folder, "last-plan");
  }

  private readonly recordFile = (stack: string): string => join(this.folder, `${stack}.json`);

  private readonly lockFile = (stack: string): string => join(this.folder, `${stack}.lock.hcl`);
}

/** No lock file: the providers were not installed, but attached. */
const ignore = (): void => undefined;

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Digest of a text, or of a file's bytes. */
export const digestOf = (content: string | Buffer): string =>
  `sha256:${createHash("sha256").update(content).digest("hex")}`;
