import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const ROOT = join(__dirname, "../..");
const WORKFLOWS = "examples/ci/github/.github/workflows";

/** A file of the repository, as text. */
export const textOf = (file: string): string => readFileSync(join(ROOT, file), "utf8");

/** Files below a folder of the repository. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();

const texts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const stepSchema = z.strictObject({
  name: z.string().optional(),
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: texts.optional(),
  env: texts.optional(),
});

const jobSchema = z.looseObject({
  permissions: z.record(z.string(), z.enum(["read", "write"])),
  "timeout-minutes": z.number(),
  environment: z.string().optional(),
  if: z.string().optional(),
  env: texts.optional(),
  steps: z.array(stepSchema),
});

const workflowSchema = z.looseObject({
  on: z.record(z.string(), z.unknown()),
  permissions: z.strictObject({}),
  concurrency: z.unknown().optional(),
  defaults: z.strictObject({ run: z.strictObject({ shell: z.literal("bash") }) }),
  jobs: z.record(z.string(), jobSchema),
});

/** A step of a job in GitHub Actions. */
export type Step = z.infer<typeof stepSchema>;

/** A job in GitHub Actions. */
export interface Job extends z.infer<typeof jobSchema> {
  /** File and name. */
  readonly where: string;
}

/** A workflow file of the examples. */
export interface Workflow extends z.infer<typeof workflowSchema> {
  readonly file: string;
  readonly text: string;
}

export const WORKFLOW_FILES = filesBelow(WORKFLOWS);

/** The example workflow `espo-authentik-<name>.yml`. */
export function workflow(name: "apply" | "drift" | "plan"): Workflow {
  const file = `${WORKFLOWS}/espo-authentik-${name}.yml`;
  const text = textOf(file);
  return { file, text, ...workflowSchema.parse(parse(text)) };
}

/** All jobs of all workflows. */
export const allJobs = (): Job[] =>
  (["apply", "drift", "plan"] as const).flatMap((name) =>
    Object.entries(workflow(name).jobs).map(([job, of]) => ({ ...of, where: `${name}: ${job}` })),
  );

/** The step with a name, whichever job it is in. */
export function step(of: Workflow, name: string): Step {
  const steps = Object.values(of.jobs).flatMap((job) => job.steps);
  const found = steps.find((each) => each.name === name || each.id === name);
  if (found === undefined) throw new Error(`${of.file} has no step ${name}.`);
  return found;
}

/** The bash script of a step. */
export const scriptOf = (of: Workflow, name: string): string => step(of, name).run ?? "";

/** The JavaScript of a step. */
export const javaScriptOf = (of: Workflow, name: string): string =>
  z.string().parse(step(of, name).with?.["script"]);

const lines = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => (typeof given === "string" ? given : given.join("\n")));

const gitlabJobSchema = z.looseObject({
  extends: z.string().optional(),
  stage: z.string().optional(),
  script: lines.optional(),
  before_script: lines.optional(),
  rules: z.array(z.looseObject({ if: z.string(), when: z.string().optional() })).optional(),
  environment: z.looseObject({ name: z.string(), action: z.string().optional() }).optional(),
});

/** A job of GitLab's pipeline. */
export type GitLabJob = z.infer<typeof gitlabJobSchema>;

const GLOBAL = ["default", "stages", "workflow", "variables"];

/** The jobs of the GitLab example, hidden ones included, by name. */
export function gitlabJobs(): ReadonlyMap<string, GitLabJob> {
  const pipeline = z
    .record(z.string(), z.unknown())
    .parse(parse(textOf("examples/ci/gitlab/.gitlab-ci.yml")));
  return new Map(
    Object.entries(pipeline)
      .filter(([name]) => !GLOBAL.includes(name))
      .map(([name, job]) => [name, gitlabJobSchema.parse(job)]),
  );
}

/** What the runner executes for a job: its own or inherited `before_script`, then its script. */
export function gitlabScript(name: string): string {
  const jobs = gitlabJobs();
  const inherited = (of: string): GitLabJob => {
    const job = jobs.get(of);
    if (job === undefined) throw new Error(`The pipeline has no job ${of}.`);
    return { ...(job.extends !== undefined && inherited(job.extends)), ...job };
  };
  const { before_script = "", script = "" } = inherited(name);
  return `${before_script}\n${script}`;
}
