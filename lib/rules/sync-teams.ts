import type { Rule } from "./rule";

/** Teams that are set at each login are declared. */
export const syncTeams: Rule = {
  id: "sync-teams",
  outcome: "warned",
  why: "With syncTeams EspoCRM sets each person's teams at each login to what the configuration gives them: without any team in it, everybody loses those that they have.",
  example:
    "login:\n  syncTeams: true\n  groupClaim: groups\n  teams: [{ id: 6a17eb5c9f2b41d3e, name: Sales, group: crm-sales }]",
  check: ({ login }) =>
    login.syncTeams === true && (login.teams ?? []).length === 0
      ? [
          {
            path: ["login", "syncTeams"],
            found: "true, and no team in login.teams",
            expected: "the teams that people are to have",
            mend: "list them under login.teams, or leave syncTeams out",
          },
        ]
      : [],
};
