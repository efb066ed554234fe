import { chmod, readFile, writeFile } from "node:fs/promises";
import { TERRAFORM } from "../../sandbox/__tests__/terraform/workspace";
import type { TestProject } from "./project";

/** A Terraform whose process can be found, and killed without a word. */
export interface Killable {
  /** What makes a command take it. */
  readonly environment: NodeJS.ProcessEnv;
  /** Kills the one that began last. */
  readonly kill: () => Promise<void>;
}

/** Puts one into a project's folder. */
export async function killableTerraform(project: TestProject): Promise<Killable> {
  const pid = project.file("pid");
  const wrapper = project.file("terraform");
  const path = process.env["PATH"] ?? "";
  const script = `echo $$ > '${pid}'\nPATH='${path}' exec ${TERRAFORM ?? ""} "$@"\n`;
  await writeFile(wrapper, `#!/bin/sh\n${script}`);
  await chmod(wrapper, 0o755);
  return {
    environment: { TERRAFORM_BINARY_NAME: wrapper },
    kill: async () => {
      process.kill(Number(await readFile(pid, "utf8")), "SIGKILL");
    },
  };
}
