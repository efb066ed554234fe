/** The pipelines of `examples/ci`, as files of a new project. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageHome } from "../run/package-home";

/** Whose pipelines there are. */
export const PIPELINES = ["github", "gitlab", "atlantis", "none"] as const;

/** Whose pipeline a project has. */
export type Pipeline = (typeof PIPELINES)[number];

/** Files that belong on another machine than the repository: kept beside each other, in a folder. */
const ELSEWHERE: Readonly<Partial<Record<Pipeline, Readonly<Record<string, string>>>>> = {
  atlantis: {
    Dockerfile: "atlantis-server/Dockerfile",
    "plan.sh": "atlantis-server/plan.sh",
    "repos.yaml": "atlantis-server/repos.yaml",
  },
};

/**
 * The files of a pipeline, by path.
 * @param pipeline whose
 * @param stack the stack that the examples call acme
 */
export function pipelineFiles(pipeline: Pipeline, stack: string): Readonly<Record<string, string>> {
  if (pipeline === "none") return {};
  const folder = join(packageHome(), "examples/ci", pipeline);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map((entry) => {
      const source = join(entry.parentPath, entry.name);
      const path = source.slice(folder.length + 1).replaceAll("\\", "/");
      const text = readFileSync(source, "utf8").replace(/\bacme\b/g, stack);
      return [ELSEWHERE[pipeline]?.[path] ?? path, text];
    }),
  );
}
