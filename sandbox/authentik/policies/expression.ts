import type { User } from "../state/models";

/** What an expression may ask about the user that logs in. */
export interface ExpressionSubject {
  /** The user: `request.user`. */
  readonly user: Pick<User, "username">;
  /** Names of all groups of the user, those above the direct ones too. */
  readonly groupNames: ReadonlySet<string>;
}

/** Outcome of an expression; `error` stands for a Python exception. */
export type ExpressionResult = boolean | "error";

const TEXT = String.raw`"([^"\\\n]*)"|'([^'\\\n]*)'`;
const TRUE_OR_FALSE = /^return (True|False)$/;
const USERNAME_IS = new RegExp(`^return request\\.user\\.username == (?:${TEXT})$`);
const USERNAME_IN = new RegExp(`^return request\\.user\\.username in \\[((?:${TEXT}|[\\s,])*)\\]$`);
const IS_GROUP_MEMBER = new RegExp(
  `^return ak_is_group_member\\(request\\.user, name=(?:${TEXT})\\)$`,
);

/**
 * Evaluates a policy's expression. authentik runs any Python; the sandbox understands four forms,
 * and treats every other one as an expression that fails with an exception:
 *
 * - `return True`, `return False`
 * - `return request.user.username == "…"`
 * - `return request.user.username in ["…", "…"]`
 * - `return ak_is_group_member(request.user, name="…")`
 */
export function evaluate(expression: string, subject: ExpressionSubject): ExpressionResult {
  const statement = withoutComments(expression);
  const constant = TRUE_OR_FALSE.exec(statement);
  if (constant) return constant[1] === "True";
  const name = USERNAME_IS.exec(statement);
  if (name) return subject.user.username === (name[1] ?? name[2]);
  const names = USERNAME_IN.exec(statement);
  if (names) return textsIn(names[1] ?? "").includes(subject.user.username);
  const group = IS_GROUP_MEMBER.exec(statement);
  if (group) return subject.groupNames.has(group[1] ?? group[2] ?? "");
  return "error";
}

function withoutComments(expression: string): string {
  return expression
    .split("\n")
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join("\n")
    .trim();
}

function textsIn(list: string): string[] {
  return [...list.matchAll(new RegExp(TEXT, "g"))].map((match) => match[1] ?? match[2] ?? "");
}
