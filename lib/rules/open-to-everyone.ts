import { isUnresolved } from "../terraform/unresolved";
import type { Rule } from "./rule";

/** Somebody decides who may log in. */
export const openToEveryone: Rule = {
  id: "open-to-everyone",
  outcome: "warned",
  why: "Without an enabled binding authentik lets every one of its users in; EspoCRM then only asks whether it has a user of that name.",
  example: "bindings: [{ group: crm-users }]",
  check: ({ bindings }) =>
    bindings.some(({ enabled }) => enabled === true)
      ? []
      : [
          {
            path: ["bindings"],
            found:
              bindings.length === 0
                ? "none"
                : bindings.some(({ enabled }) => isUnresolved(enabled))
                  ? "none that is known to be enabled"
                  : "none that is enabled",
            expected: "at least one enabled binding",
            mend: "bind a group, for example bindings: [{ group: crm-users }], or accept that every user of this authentik may log in",
          },
        ],
};
