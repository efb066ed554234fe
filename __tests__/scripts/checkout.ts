import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../..");
const COPIED = ["scripts", "package.json", "cdktf.json", "providers/restapi"];
const LINKED = ["@types/node", "cdktf", "cdktf-cli", "constructs", "typescript"];

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
    mkdirSync(this.file("node_modules/@types"), { recursive: true });
    for (const name of LINKED) {
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
