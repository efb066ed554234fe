import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";

/** Where the demo shows itself. On a terminal the running step shows its latest line. */
export class Screen {
  readonly #out: NodeJS.WriteStream;
  readonly #colors: ReturnType<typeof pc.createColors>;
  #step: { readonly title: string; readonly since: number } | undefined;

  /** @param out where everything goes */
  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.#out = out;
    // Where CI is set picocolors colours a pipe, too.
    this.#colors = pc.createColors(out.isTTY ? pc.isColorSupported : false);
  }

  /** Lines of text. */
  print(text = ""): void {
    this.#clear();
    this.#out.write(`${text}\n`);
  }

  /** A line that explains the ones around it. */
  note(text: string): void {
    this.print(this.#colors.dim(text));
  }

  /** A heading. */
  heading(text: string): void {
    this.print(`\n${this.#colors.bold(text)}`);
  }

  /** What a command printed. */
  quote(text: string): void {
    this.print();
    for (const line of text.trimEnd().split("\n")) this.print(`  ${line}`.trimEnd());
    this.print();
  }

  /** Begins a step. */
  begin(title: string): void {
    this.#step = { title, since: Date.now() };
    if (this.#out.isTTY) this.#out.write(`… ${title}`);
    else this.#out.write(`… ${title}\n`);
  }

  /** Shows what a running step does, on a terminal. */
  progress(line: string): void {
    if (!this.#out.isTTY || this.#step === undefined) return;
    const plain = stripVTControlCharacters(line).trim();
    const text = `… ${this.#step.title}  ${plain}`;
    this.#clear();
    this.#out.write(text.slice(0, this.#out.columns - 1));
  }

  /** Ends the running step well. */
  done(result: string): void {
    this.#end(this.#colors.green("✓"), result);
  }

  /** Ends the running step badly. */
  failed(result: string): void {
    this.#end(this.#colors.red("✗"), result);
  }

  /** A table: columns two blanks apart, the first row a heading. */
  table(rows: readonly (readonly string[])[]): void {
    const widths = (rows[0] ?? []).map((_, column) =>
      Math.max(...rows.map((row) => (row[column] ?? "").length)),
    );
    rows.forEach((row, index) => {
      const line = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
      this.print(`    ${index === 0 ? this.#colors.dim(line.trimEnd()) : line.trimEnd()}`);
    });
  }

  #end(mark: string, result: string): void {
    if (this.#step === undefined) return;
    const { title, since } = this.#step;
    this.#step = undefined;
    const seconds = ((Date.now() - since) / 1000).toFixed(1);
    this.print(`${mark} ${title}: ${result} ${this.#colors.dim(`(${seconds} s)`)}`);
  }

  #clear(): void {
    if (this.#out.isTTY) this.#out.write("\r\u001b[2K");
  }
}
