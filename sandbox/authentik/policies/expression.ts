import { PythonObject, runPython } from "../python/expression";
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

/**
 * Evaluates a policy's expression: the Python that the sandbox understands, with
 * `request.user.username` and `ak_is_group_member(request.user, name="…")`. Everything else counts as
 * an expression that fails with an exception.
 */
export function evaluate(
  expression: string,
  { user, groupNames }: ExpressionSubject,
): ExpressionResult {
  const globals = {
    request: new PythonObject({ user: new PythonObject({ username: user.username }) }),
    ak_is_group_member: (_user: unknown, name: unknown) => groupNames.has(String(name)),
  };
  try {
    const result = runPython(expression, globals);
    return typeof result === "boolean" ? result : "error";
  } catch {
    return "error";
  }
}
