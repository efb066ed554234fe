import type { LineCounter } from "yaml";
import { type PropertyPath, pathText } from "../rules/rule";
import type { Complaint, Problem } from "./problem";
import { keyShown } from "./secrets";

/** Collects what is wrong in a file, each thing once, and nothing that only follows from another. */
export class Report {
  private readonly found = new Map<
    string,
    { offset: number; path: PropertyPath; problem: Problem }
  >();
  private readonly mistrusted = new Set<number>();

  /**
   * @param file the file, as it was named
   * @param lines lines of its text
   */
  constructor(
    private readonly file: string,
    private readonly lines: LineCounter,
  ) {}

  /** Whether there is nothing to report. */
  get isEmpty(): boolean {
    return this.found.size === 0;
  }

  /** Where the problems are. */
  get paths(): PropertyPath[] {
    return [...this.found.values()].map(({ path }) => path);
  }

  /** Adds a complaint about what begins at `offset`. */
  add(offset: number, path: PropertyPath, complaint: Complaint): void {
    const key = JSON.stringify([offset, complaint.found, complaint.mend]);
    if (this.mistrusted.has(offset) || this.found.has(key)) return;
    const { col, line } = this.lines.linePos(offset);
    const place = { file: this.file, line, column: col, path: pathText(path.map(showablePart)) };
    this.found.set(key, { offset, path, problem: { ...place, ...complaint } });
  }

  /** Ignores further complaints about what begins at `offset`: its value is not known. */
  mistrust(offset: number): void {
    this.mistrusted.add(offset);
  }

  /** All problems, in the order of the file. */
  problems(): Problem[] {
    return [...this.found.values()]
      .sort((a, b) => a.offset - b.offset)
      .map(({ problem }) => problem);
  }
}

/** What stands in the place of a key is not always one. */
const showablePart = (part: string | number): string | number =>
  typeof part === "number" ? part : keyShown(part);
