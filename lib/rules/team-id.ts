import { isUnresolved } from "../terraform/unresolved";
import { type Rule, shown } from "./rule";

/** As EspoCRM makes them: 17 hexadecimal digits, or a UUID where it is set to. */
const ID = /^[0-9a-f-]{17,36}$/;

/** What stands for a team is its id. */
export const teamId: Rule = {
  id: "team-id",
  outcome: "warned",
  why: "EspoCRM knows a team by its id alone, and passes over one that it does not have, without a word: its people don't get the team, and lose it where teams are set at each login.",
  example:
    "login: { groupClaim: groups, teams: [{ id: 6a17eb5c9f2b41d3e, name: Sales, group: crm-sales }] }",
  check: ({ login }) =>
    (login.teams ?? []).flatMap(({ id, name }, index) =>
      isUnresolved(id) || ID.test(id) || (id !== name && !/[^0-9a-z-]/.test(id))
        ? []
        : [
            {
              path: ["login", "teams", index, "id"],
              found: `${shown(id)}, which looks like a name`,
              expected: "the id of a team, as 6a17eb5c9f2b41d3e",
              mend: "take it from the end of the address of the team's page in EspoCRM (Administration, Teams)",
            },
          ],
    ),
};
