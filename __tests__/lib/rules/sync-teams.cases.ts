import { syncTeams } from "../../../lib/rules/sync-teams";
import { describeRule } from "./describe-rule";

const message =
  "login.syncTeams: found true, and no team in login.teams; expected the teams that people are to have. To fix it, list them under login.teams, or leave syncTeams out.";

describeRule(syncTeams, {
  finds: {
    "teams that are set at each login, and none declared": [
      { login: { syncTeams: true } },
      message,
    ],
    "an empty list": [{ login: { syncTeams: true, teams: [] } }, message],
  },
  passes: {
    "declared teams": { login: { syncTeams: true, teams: [{ id: "6a17eb5c9f2b41d3e" }] } },
    "teams that are left alone": { login: { syncTeams: false } },
  },
});
