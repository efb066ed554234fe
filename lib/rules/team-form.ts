import { type Finding, type Rule, shown } from "./rule";
import { isUnresolved } from "./unresolved";

/** Each team is there, and there once. */
export const teamForm: Rule = {
  id: "team-form",
  outcome: "refused",
  why: "EspoCRM keeps one group for each team: of a team that is listed twice the last entry wins. It stores an empty id or group without a word, and gives a team without a group to everybody.",
  example: "login: { groupClaim: groups, teams: [{ id: 5f1e7a, name: Sales, group: crm-sales }] }",
  check: ({ login }) => {
    const teams = login?.teams ?? [];
    return teams.flatMap(({ group, id }, index): Finding[] => {
      const path = ["login", "teams", index];
      const earlier = teams.findIndex((team) => team.id === id);
      if (id.trim() === "")
        return [finding([...path, "id"], shown(id), "the id of a team", "give the team's id")];
      if (earlier !== index) {
        const found = `the team ${shown(id)}, as in login.teams[${earlier}]`;
        return [finding([...path, "id"], found, "each team once", "take one of the two out")];
      }
      if (group === undefined || isUnresolved(group) || group.trim() !== "") return [];
      const mend = "name a group, or leave group out to give the team to every OIDC user";
      return [finding([...path, "group"], shown(group), "a value of the group claim", mend)];
    });
  },
};

const finding = (
  path: Finding["path"],
  found: string,
  expected: string,
  mend: string,
): Finding => ({ path, found, expected, mend });
