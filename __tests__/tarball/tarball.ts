import { execFileSync } from "node:child_process";
import { mkdirSync, rmdirSync } from "node:fs";
import { join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../..");
/** Is there while somebody packs: packing builds `dist` anew, of which there is one. */
const LOCK = join(REPOSITORY, "node_modules/.packing");

const WAIT = new Int32Array(new SharedArrayBuffer(4));

/** Packs the product into a folder, as `npm publish` does, and gives the tarball as npm takes it. */
export function packInto(folder: string): string {
  lock();
  try {
    const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], {
      cwd: REPOSITORY,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    return `file:${join(folder, packed.trim().split("\n").at(-1) ?? "")}`;
  } finally {
    rmdirSync(LOCK);
  }
}

/** Waits for those who pack in other processes; one that was killed is not waited for for ever. */
function lock(): void {
  for (let tries = 0; tries < 1200; tries += 1) {
    try {
      mkdirSync(LOCK);
      return;
    } catch {
      Atomics.wait(WAIT, 0, 0, 100);
    }
  }
  throw new Error(
    `Somebody else has been packing for two minutes. If that is not so: rmdir ${LOCK}`,
  );
}
