import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../..");
const COPIED = ["scripts", "package.json", "cdktf.json", "providers/restapi"];
const LINKED = [
  "@cdktf/commons",
  "@cdktf/provider-generator",
  "@types/node",
  "cdktf",
  "codemaker",
  "constructs",
  "typescript",
];

/** A copy of what the scripts work on, with one Terraform provider, whose bindings are not made yet. */
export class Checkout {
  readonly folder = mkdtempSync(join(tmpdir(), "checkout-"));

  constructor() {
    for (const name of COPIED) {
      cpSync(join(REPOSITORY, name), this.file(name), {
        recursive: true,
        filter: (source) => source !== join(REPOSITORY, "providers/restapi/lib"),
      });
    }
    for (const name of LINKED) {
      mkdirSync(dirname(this.file(`node_modules/${name}`)), { recursive: true });
      symlinkSync(join(REPOSITORY, "node_modules", name), this.file(`node_modules/${name}`));
    }
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
