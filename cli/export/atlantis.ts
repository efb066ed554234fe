import { join, relative, sep } from "node:path";
import { stringify } from "yaml";
import type { Source } from "./source";

/** Atlantis's `atlantis.yaml`, for the repository's root: a project for each stack. */
export function atlantis(source: Source, terraformVersion: string | undefined): string {
  const { filesOf, names, outdir, root } = source;
  const projects = names.map((name) => {
    const folder = join(outdir, "stacks", name);
    return {
      name,
      dir: posix(relative(root, folder)),
      ...(terraformVersion !== undefined && {
        terraform_version: `v${terraformVersion.replace(/^v/, "")}`,
      }),
      autoplan: {
        enabled: true,
        when_modified: filesOf(name).map((file) => posix(relative(folder, file))),
      },
    };
  });
  return stringify({
    version: 3,
    parallel_plan: true,
    // EspoCRM has no locking.
    parallel_apply: false,
    projects,
  });
}

const posix = (path: string): string => path.split(sep).join("/");
