/** What `terraform init` needs where nothing is to be installed: the providers are attached already. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A Terraform that installs nothing. */
export interface EmptyMirror {
  /** What Terraform's environment must have. */
  readonly environment: {
    /** A CLI configuration that looks for providers in an empty folder only. */
    readonly TF_CLI_CONFIG_FILE: string;
    /** No question to HashiCorp about newer versions. */
    readonly CHECKPOINT_DISABLE: string;
  };
  /** Removes the configuration. */
  readonly close: () => Promise<void>;
}

/** Writes a CLI configuration, in a temporary folder, that names an empty mirror of providers. */
export async function createEmptyMirror(): Promise<EmptyMirror> {
  const folder = await mkdtemp(join(tmpdir(), "terraform-"));
  const mirror = join(folder, "mirror");
  const file = join(folder, "terraform.rc");
  await mkdir(mirror);
  await writeFile(
    file,
    [
      "disable_checkpoint = true",
      "provider_installation {",
      "  filesystem_mirror {",
      `    path = ${JSON.stringify(mirror)}`,
      "  }",
      "}",
      "",
    ].join("\n"),
  );
  return {
    environment: { TF_CLI_CONFIG_FILE: file, CHECKPOINT_DISABLE: "1" },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
