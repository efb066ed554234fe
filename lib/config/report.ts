import type { LineCounter } from "yaml";
import { type PropertyPath, pathText } from "../rules/rule";
import type { Complaint, Problem } from "./problem";
import { keyShown } from "./secrets";

/** Where something is that was read, and its path there. */
export type Located = (
  offset: number,
  path: PropertyPath,
) => Pick<Problem, "line" | "column"> & { readonly file?: string; readonly path: PropertyPath };

/** Places in one file. */
export const placedIn =
  (file: string, lines: LineCounter): Located =>
  (offset, path) => {
    const { col, line } = lines.linePos(offset);
    return { file, line, column: col, path };
  };

/** Collects what is wrong in a file, each thing once, and nothing that only follows from another. */
export class Report {
  private readonly found = new Map<
    string,
    { offset: number; path: PropertyPath; problem: Problem }
  >();
  private readonly mistrusted = new Set<number>();

  /**
   * @param located where places are
   * @param whole file, or folder, of what has no other place
   */
  constructor(
    private readonly located: Located,
    private readonly whole = "",
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
    const { file = this.whole, path: own, ...at } = this.located(offset, path);
    const place = { file, ...at, path: pathText(own.map(showablePart)) };
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
