import { readFileSync, statSync } from "node:fs";
import type { Complaint } from "./problem";

/** Bytes that a file may have: a thousand integrations fit four times. */
const LARGEST = 4 * 2 ** 20;

/**
 * The text of a file in UTF-8 (a byte order mark is cut off), or why there is none.
 * @param file path, relative to the working directory
 * @param what what the file should be, such as "the configuration file"
 */
export function readTextFile(file: string, what: string): string | Complaint {
  try {
    const { size, ...kind } = classify(file);
    if (kind.complaint !== undefined) return kind.complaint(what);
    if (size > LARGEST) return tooLarge(size, what);
    return decode(readFileSync(file), what);
  } catch (error) {
    return unreadable(error, what);
  }
}

function classify(file: string): { size: number; complaint?: (what: string) => Complaint } {
  const stat = statSync(file);
  if (stat.isFile()) return { size: stat.size };
  const found = stat.isDirectory() ? "a folder" : "something that is no file";
  return { size: 0, complaint: (what) => ({ found, expected: what, mend: "name a file" }) };
}

const tooLarge = (size: number, what: string): Complaint => ({
  found: `${Math.ceil(size / 2 ** 20)} MiB`,
  expected: `${what}, of ${LARGEST / 2 ** 20} MiB at most`,
  mend: "check that it is the right file, or split it and set ESPO_AUTHENTIK_CONFIG for each part",
});

function decode(bytes: Buffer, what: string): string | Complaint {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return {
      found: "bytes that are not UTF-8",
      expected: `${what}, as text in UTF-8`,
      mend: "save it in the encoding UTF-8",
    };
  }
}

const CAUSES: Readonly<Record<string, readonly [found: string, mend: string]>> = {
  ENOENT: ["no such file", "check the name and the folder"],
  ENOTDIR: ["a path that leads through a file", "check the name and the folder"],
  EACCES: ["a file that this user may not read", "give this user the right to read it"],
  EPERM: ["a file that this user may not read", "give this user the right to read it"],
};

function unreadable(error: unknown, what: string): Complaint {
  const code =
    typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  const [found, mend] = CAUSES[code] ?? [
    `a file that can't be read (${code === "" ? "unknown cause" : code})`,
    "check the name and the file",
  ];
  return { found, expected: what, mend };
}
