/** What the package says about itself, and what it brings besides the program. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What its `package.json` says, as far as commands ask. */
export interface PackageJson {
  /** Its version. */
  readonly version: string;
  /** Versions of Node that it runs on. */
  readonly engines: { readonly node: string };
  /** What a project installs beside it. */
  readonly peerDependencies: Readonly<Record<string, string>>;
  /** What it is developed with. */
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Folder of the package, wherever the compiled file is in it. */
export function packageHome(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (dirname(folder) === folder) throw new Error("There is no package.json above this file.");
  }
}

/** What its `package.json` says. */
export const packageJson = (): PackageJson =>
  JSON.parse(readFileSync(join(packageHome(), "package.json"), "utf8")) as PackageJson;
