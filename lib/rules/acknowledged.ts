import { pathText, type Rule, shown } from "./rule";

/** Shortest text that can be a reason. */
const SHORTEST_REASON = 3;

/**
 * What is acknowledged is a warning, and somebody says why.
 * @param rules all rules, as soon as they are known
 */
export const acknowledgedRule = (rules: () => readonly Rule[]): Rule => ({
  id: "acknowledged",
  outcome: "refused",
  why: "An acknowledgement without a reason helps nobody who reads it later, and one of something that is no warning hides nothing: it is a slip of the pen.",
  example: "acknowledged: { administrators-login: two administrators work with authentik alone }",
  check: ({ acknowledged }) => {
    const warnings = rules()
      .filter(({ outcome }) => outcome === "warned")
      .map(({ id }) => id);
    return Object.entries(acknowledged).flatMap(([id, reason]) => {
      const path = ["acknowledged", id];
      if (!warnings.includes(id))
        return [
          {
            path,
            found: `${shown(id)}, which is no rule that warns`,
            expected: `one of ${warnings.join(", ")}`,
            mend: `take ${pathText(path)} out, or correct its name`,
          },
        ];
      return reason.trim().length >= SHORTEST_REASON
        ? []
        : [{ path, found: shown(reason), expected: "a reason", mend: "say why it is so" }];
    });
  },
});
