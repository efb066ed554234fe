/** What an interrupted demo is undone by, kept in its folder until it is undone. */
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Settings } from "../administrator";
import { NotReady } from "./not-ready";

/** Name of the file. */
const RECORD_FILE = "undo.json";

/** What was found, and what was made. */
export interface UndoRecord {
  /** authentik's address. */
  readonly authentik: string;
  /** EspoCRM's address. */
  readonly espocrm: string;
  /** authentik's release line. */
  readonly release: string;
  /** Which Terraform providers made it: the same undo it. */
  readonly providers: "real" | "stand-in";
  /** EspoCRM's settings, as they were found. */
  readonly found: Settings;
}

/** Writes the record, for its owner alone. */
export const writeRecord = (folder: string, record: UndoRecord): Promise<void> =>
  writeFile(join(folder, RECORD_FILE), JSON.stringify(record, null, 2), { mode: 0o600 });

/**
 * Reads the record of a folder.
 * @throws {NotReady} where there is none
 */
export async function readRecord(folder: string): Promise<UndoRecord> {
  const file = join(resolve(folder), RECORD_FILE);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text !== undefined) return JSON.parse(text) as UndoRecord;
  throw new NotReady(
    `There is nothing to undo in ${resolve(folder)}: it has no ${RECORD_FILE}. Name the folder that the demo named.`,
  );
}

/**
 * Makes sure that a folder holds no demo that is still to be undone.
 * @throws {NotReady} where it does
 */
export async function expectNoRecord(folder: string): Promise<void> {
  const record = await readRecord(folder).catch(() => undefined);
  if (record === undefined) return;
  throw new NotReady(
    `An earlier demo on ${record.authentik} and ${record.espocrm} was not undone. Undo it first: npm run demo -- --undo ${folder}`,
  );
}
