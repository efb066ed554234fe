import type { Reference } from "../../../lib/declaration";
import { type Binding, boundKind, boundName } from "../../servers/authentik/objects";
import type { Check } from "../check";
import { type DeclaredBinding, paired } from "../declared-bindings";
import { differs, fail, notChecked, pass, warning } from "../outcome";

/** The application's bindings are the declared ones: nobody gets in besides, and none is missing. */
export const access: Check = {
  id: "access",
  title: "Who may log in",
  run: async ({ bindings: observation, declared }) => {
    const live = await observation.get();
    if (live === undefined)
      return fail(
        `authentik has no application "${declared.slug}" that the token may view`,
        `Deploy it: npx espo-authentik plan ${declared.stack}, then apply.`,
        ["authentik", "authentik-api"],
      );
    const { addedBindings } = declared;
    const { missing, undeclared } = paired(declared.props.bindings, live);
    const others = undeclared.filter(({ enabled }) => enabled);
    if (missing.length > 0) {
      return differs(
        `authentik's application lacks the binding of ${missing.map(declaredWords).join(", ")}`,
        `Deploy again: npx espo-authentik plan ${declared.stack}, then apply.`,
      );
    }
    if (others.length > addedBindings) {
      return differs(
        `not declared, and decides who gets in: ${others.map(words).join(", ")}`,
        "Take it out in authentik (Applications, Bindings), or declare it under bindings.",
      );
    }
    if (others.length > 0) {
      return warning(
        `the program adds ${String(addedBindings)} to the declared bindings; authentik has besides: ${others.map(words).join(", ")}`,
        "See that these are the ones that the program adds.",
      );
    }
    if (live.length === 0) return pass("every user of this authentik, as declared: no binding");
    if (live.every(({ enabled }) => !enabled))
      return notChecked("every binding is switched off: every user of this authentik gets in");
    return pass(`as declared: ${live.map(words).join(", ")}`);
  },
};

const words = (binding: Binding): string =>
  [
    binding.negate ? "not " : "",
    `${boundKind(binding)} ${boundName(binding)}`,
    binding.enabled ? "" : " (switched off)",
  ].join("");

function declaredWords({ group, policy, user }: DeclaredBinding): string {
  const shown = (reference: Reference) =>
    typeof reference === "string" ? reference : `with the id ${reference.id}`;
  if (group !== undefined) return `group ${shown(group)}`;
  if (user !== undefined) return `user ${shown(user)}`;
  return `policy ${shown("id" in policy ? policy : policy.name)}`;
}
