import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { CommandFailure } from "../../run/failure";
import type { Work } from "../../run/work";

/** Who signs in for the test. */
export interface TestUser {
  /** User name at authentik. */
  readonly username: string;
  /** Password at authentik. */
  readonly password: string;
}

/** Environment variable with the test user's password. */
const VARIABLE = "ESPO_AUTHENTIK_LOGIN_PASSWORD";

/**
 * The test user with its password: from the environment, or asked for without showing it.
 * @throws {CommandFailure} where it is not given and nobody can be asked
 */
export async function passwordOf(
  username: string,
  { environment, scrubber, stderr }: Pick<Work, "environment" | "scrubber" | "stderr">,
): Promise<TestUser> {
  const password =
    environment[VARIABLE] || (process.stdin.isTTY ? await ask(username, stderr) : "");
  if (password === "") {
    throw new CommandFailure(
      `--login ${username} needs that user's password: give it as ${VARIABLE}, or run the command in a terminal, which asks for it.`,
    );
  }
  // Where the password is the user name, as in the sandbox, masking it would hide who signed in.
  if (password !== username) scrubber.credentials(username, password);
  return { username, password };
}

function ask(username: string, stderr: Work["stderr"]): Promise<string> {
  stderr.write(`authentik's password of ${username}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((resolve) => {
    const finish = (answer: string): void => {
      stderr.write("\n");
      resolve(answer);
      lines.close();
    };
    lines.once("line", finish);
    lines.once("SIGINT", () => finish(""));
  });
}
