import { anyUnresolved } from "../terraform/unresolved";
import { type Finding, type Rule, shown } from "./rule";

/** EspoCRM learns of the groups that give teams. */
export const teamGroup: Rule = {
  id: "team-group",
  outcome: "warned",
  why: "EspoCRM reads a user's groups from the group claim. Without that claim, or without the scope that brings it, nobody gets a team by a group.",
  example: "login: { groupClaim: groups, teams: [{ id: 5f1e7a, group: crm-sales }] }",
  check: ({ login, provider }): Finding[] => {
    const claim = login.groupClaim;
    const grouped = login.teams?.findIndex(({ group }) => group !== undefined) ?? -1;
    if (claim === undefined) {
      if (grouped === -1) return [];
      return [
        {
          path: ["login", "teams", grouped, "group"],
          found: "a group, but no login.groupClaim",
          expected: "the claim that lists a user's groups",
          mend: "set login.groupClaim: groups",
        },
      ];
    }
    const scopes = [provider.scopes, login.scopes];
    const custom = provider.scopeMappings.length > 0 || scopes.some(anyUnresolved);
    if (claim !== "groups" || custom || scopes.every((list) => list.includes("profile"))) return [];
    return [
      {
        path: ["login", "groupClaim"],
        found: `${shown(claim)}, which comes with the scope profile, without that scope`,
        expected: "a claim that the requested scopes bring",
        mend: "add profile to login.scopes and provider.scopes",
      },
    ];
  },
};
