import { isLogout, flowOfLogout } from "../authentik/logout-flows";
import { isUnresolved } from "../terraform/unresolved";
import { type Rule, shown } from "./rule";

/** `logout` and `invalidationFlow` say the same. */
export const logoutFlow: Rule = {
  id: "logout-flow",
  outcome: "refused",
  why: "A provider has one flow that runs at logout: logout stands for one of authentik's own two, invalidationFlow names any. With both, one of them would be passed over without a word, and people would be logged out of more, or of less, than somebody wrote.",
  example: "provider: { logout: everywhere }",
  check: ({ provider: { invalidationFlow, logout } }) => {
    if (!isLogout(logout) || invalidationFlow === flowOfLogout(logout)) return [];
    const other = isUnresolved(invalidationFlow)
      ? "a flow that Terraform will know"
      : shown(invalidationFlow);
    return [
      {
        path: ["provider", "logout"],
        found: `${shown(logout)}, and provider.invalidationFlow is ${other}`,
        expected: `one of the two: ${logout} stands for ${flowOfLogout(logout)}`,
        mend: "take one of them out",
      },
    ];
  },
};
