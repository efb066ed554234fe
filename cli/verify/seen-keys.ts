import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

const recordSchema = z.object({
  kids: z.array(z.string()),
  since: z.number(),
  seen: z.number(),
  before: z.number().optional(),
});

/** authentik's keys as verification has seen them, times in milliseconds since 1970. */
export interface KeyRecord {
  /** The key ids. */
  readonly kids: readonly string[];
  /** When they were seen first. */
  readonly since: number;
  /** When they were seen last. */
  readonly seen: number;
  /** When others were seen last. @default - never */
  readonly before?: number | undefined;
}

/**
 * A note on this machine of the keys that earlier runs saw: neither authentik nor EspoCRM tells when
 * keys changed. Without the note a change is found later, or by the certificate's age alone.
 */
export class SeenKeys {
  /** @param file where the note is kept */
  constructor(private readonly file: string) {}

  /** Takes the keys down that are there now, and gives what is known of them. */
  see(kids: readonly string[], now: number): KeyRecord {
    const last = this.read();
    const same = last !== undefined && last.kids.join() === kids.join();
    const record: KeyRecord = same
      ? { ...last, seen: now }
      : { kids, since: now, seen: now, ...(last && { before: last.seen }) };
    this.write(record);
    return record;
  }

  private read(): KeyRecord | undefined {
    try {
      return recordSchema.parse(JSON.parse(readFileSync(this.file, "utf8")));
    } catch {
      return undefined;
    }
  }

  private write(record: KeyRecord): void {
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(this.file, JSON.stringify(record));
    } catch {
      // A folder that can't be written to costs the note, and no more.
    }
  }
}
