import { stringify } from "yaml";
import type { Source } from "./source";

/** The hidden job that each job of the child pipeline extends. */
export const HIDDEN_JOB = ".espo-authentik";

/**
 * A child pipeline for GitLab: a job for each stack, named by it, with the stack's name as `STACK`.
 * @param template file of the repository with the hidden job that says what a job does
 */
export function gitlabChild({ names }: Source, template: string): string {
  const jobs = names.map((name) => [
    `espo-authentik ${name}`,
    { extends: HIDDEN_JOB, variables: { STACK: name } },
  ]);
  return stringify({ include: [{ local: template }], ...Object.fromEntries(jobs) });
}
