import { CommandFailure } from "../run/failure";
import type { Source } from "./source";

/** Jobs that GitHub Actions makes of one matrix at most. */
const MOST = 256;

/**
 * The matrix of a job in GitHub Actions, on one line.
 * @throws {CommandFailure} where it would be larger than GitHub takes
 */
export function githubMatrix({ names }: Source): string {
  if (names.length > MOST) {
    throw new CommandFailure(
      `GitHub Actions makes ${MOST} jobs of a matrix at most, and these are ${names.length} stacks. Export a part of them for each of several jobs: espo-authentik export --for github-matrix 'a*'`,
    );
  }
  return `${JSON.stringify({ stack: names })}\n`;
}
