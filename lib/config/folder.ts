/** A folder of files, one an integration: they are read as the one file that they stand for. */
import { readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { LineCounter } from "yaml";
import type { PropertyPath } from "../rules/rule";
import { ConfigurationDocument } from "./document";
import { ConfigurationErrors, type Problem } from "./problem";
import { type Located, placedIn, Report } from "./report";
import { readTextFile } from "./text-file";

/** Name of the file in a folder that has what all integrations share, without its extension. */
const DEFAULTS = "defaults";

/** The one file that may have all integrations. */
const WHOLE = "integrations.yaml";

const EXTENSIONS = [".json", ".yaml", ".yml"];

/** A text made of others, and where each of its places is in them. */
export interface Composed {
  /** The whole text, as one file would have it. */
  readonly text: string;
  /** Where a place of the whole text is. */
  readonly located: Located;
}

/** A file of the folder, in the whole text. */
interface Part {
  /** The file. */
  readonly file: string;
  /** Path of what it holds, in the whole. */
  readonly path: PropertyPath;
  /** Its own text. */
  readonly text: string;
}

/** Whether a configuration is a folder. */
export const isFolder = (file: string): boolean =>
  statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;

/** Where a configuration is that this name stands for: `integrations.yaml`, or the folder in its place. */
export function standIn(file: string): string {
  const folder = join(dirname(file), basename(file, ".yaml"));
  const isThere = statSync(file, { throwIfNoEntry: false }) !== undefined;
  return basename(file) === WHOLE && !isThere && isFolder(folder) ? folder : file;
}

/**
 * The text of a folder.
 * @throws {@link ConfigurationErrors} where a file can't be read, or is not understood by itself
 */
export function composed(folder: string): Composed {
  const whole = join(folder, WHOLE);
  if (statSync(whole, { throwIfNoEntry: false }) !== undefined) {
    const complaint = { found: `a folder with an ${WHOLE} in it`, expected: "one of the two" };
    const problem = { file: folder, path: "", ...complaint, mend: `name ${whole}, or take it out` };
    throw new ConfigurationErrors(folder, [problem]);
  }
  const problems: Problem[] = [];
  const parts = partsOf(folder).map((part) => {
    const text = readTextFile(part.file, "a file with an integration");
    if (typeof text !== "string") {
      problems.push({ file: part.file, path: "", ...text });
      return { ...part, text: "" };
    }
    const lines = new LineCounter();
    const report = new Report(placedIn(part.file, lines));
    new ConfigurationDocument(text, report, lines);
    problems.push(...report.problems());
    // The mark at the beginning of a document would end the one before it.
    return { ...part, text: text.replace(/^---[ \t]*(?=\r?\n|$)/, "") };
  });
  if (problems.length > 0) throw new ConfigurationErrors(folder, problems);
  return compose(parts);
}

function partsOf(folder: string): Omit<Part, "text">[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && EXTENSIONS.includes(extname(entry.name)))
    .filter(({ name }) => !name.startsWith("."))
    .map(({ name }) => ({ file: join(folder, name), key: basename(name, extname(name)) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ file, key }) => ({ file, path: key === DEFAULTS ? [key] : ["integrations", key] }));
}

function compose(parts: readonly Part[]): Composed {
  const lines: string[] = [];
  const places: { readonly part: Part; readonly line: number; readonly indent: number }[] = [];
  const add = (part: Part, indent: number) => {
    const own = part.text.split("\n");
    const blanks = " ".repeat(indent);
    const key = JSON.stringify(String(part.path.at(-1)));
    lines.push(`${blanks.slice(2)}${key}:`, ...own.map((line) => line && blanks + line));
    places.push({ part, line: 1, indent: 0 });
    own.forEach((_, index) => places.push({ part, line: index + 1, indent }));
  };
  const defaults = parts.filter(({ path }) => path[0] === DEFAULTS);
  for (const part of defaults) add(part, 2);
  const integrations = parts.filter((part) => !defaults.includes(part));
  const [first] = integrations;
  lines.push(first === undefined ? "integrations: {}" : "integrations:");
  const head = places.length;
  for (const part of integrations) add(part, 4);
  const counter = new LineCounter();
  const text = lines.join("\n");
  counter.addNewLine(0);
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1))
    counter.addNewLine(at + 1);
  return {
    text,
    located: (offset, path) => {
      const { col, line } = counter.linePos(offset);
      const index = line - 1;
      const place = index === head ? undefined : places[index > head ? index - 1 : index];
      if (place === undefined) return { path };
      const { indent, part } = place;
      const isIts = part.path.every((step, at) => path[at] === step);
      const own = isIts ? path.slice(part.path.length) : path;
      const column = indent === 0 ? 1 : Math.max(1, col - indent);
      return { file: part.file, line: place.line, column, path: own };
    },
  };
}
