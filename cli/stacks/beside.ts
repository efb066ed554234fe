import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "./stack";

/** A file that stands beside a stack's own JSON while Terraform plans it, and no longer. */
export class Beside {
  /** @param name of the file; Terraform reads what ends in `.tf.json` */
  constructor(private readonly name: string) {}

  /** Has it stand there while something is done. */
  async during<T>(stack: Stack, content: object, work: () => Promise<T>): Promise<T> {
    await writeFile(join(stack.folder, this.name), `${JSON.stringify(content, null, 2)}\n`);
    try {
      return await work();
    } finally {
      await this.remove(stack);
    }
  }

  /** Removes it, as a command left it that was killed meanwhile. */
  readonly remove = ({ folder }: Stack): Promise<void> =>
    rm(join(folder, this.name), { force: true });
}
