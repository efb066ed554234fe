import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Stack } from "./stack";

/** Where Terraform keeps its own things in a stack's folder. */
const TERRAFORMS_OWN = /^\.terraform/;

/**
 * A digest of everything that Terraform reads of a stack: its JSON, without remarks (`"//"`) such as
 * CDKTF's version, and the files beside it.
 */
export async function contentOf({ file, folder, json }: Stack): Promise<string> {
  const hash = createHash("sha256");
  const whole: unknown = JSON.parse(json.text);
  hash.update(JSON.stringify(whole, (key, value: unknown) => (key === "//" ? undefined : value)));
  for (const name of await assets(folder, file)) {
    hash.update(`\0${name}\0`).update(await readFile(join(folder, name)));
  }
  return hash.digest("hex");
}

async function assets(folder: string, except: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((name) => !TERRAFORMS_OWN.test(name) && join(folder, name) !== except)
    .filter((name) => name !== "metadata.json")
    .sort();
}
