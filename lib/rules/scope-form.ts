import { type PropertyPath, type Rule, shown } from "./rule";
import { isUnresolved } from "./unresolved";

/** A scope is one word. */
export const scopeForm: Rule = {
  id: "scope-form",
  outcome: "refused",
  why: "Scopes are joined by blanks on the wire (RFC 6749, section 3.3): one with a blank in it, or an empty one, is not the scope that was meant.",
  example: "login: { scopes: [openid, profile, email] }",
  check: ({ login, provider }) =>
    [
      ...scopes(["login", "scopes"], login?.scopes),
      ...scopes(["provider", "scopes"], provider?.scopes),
    ]
      .filter(([, scope]) => !isUnresolved(scope) && !/^[!#-[\]-~]+$/.test(scope))
      .map(([path, scope]) => ({
        path,
        found: shown(scope),
        expected: "one scope, of visible ASCII characters",
        mend: "give each scope an entry of its own in the list",
      })),
};

const scopes = (path: PropertyPath, list: readonly string[] = []): [PropertyPath, string][] =>
  list.map((scope, index) => [[...path, index], scope]);
