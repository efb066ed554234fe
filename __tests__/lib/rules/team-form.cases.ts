import { FORM_RULES } from "../../../lib/rules/forms";
import { describeRule } from "./describe-rule";

describeRule(FORM_RULES["team-form"], {
  finds: {
    "an empty id": [
      { login: { teams: [{ id: "" }] } },
      `login.teams[0].id: found ""; expected the id of a team. To fix it, give the team's id.`,
    ],
    "a team that is listed twice, of which EspoCRM would keep one group": [
      { login: { teams: [{ id: "5f1e", group: "a" }, { id: "6a" }, { id: "5f1e", group: "b" }] } },
      `login.teams[2].id: found the team "5f1e", as in login.teams[0]; expected each team once. To fix it, take one of the two out.`,
    ],
    "an empty group, with which everybody would get the team": [
      { login: { teams: [{ id: "5f1e", group: "" }] } },
      `login.teams[0].group: found ""; expected a value of the group claim. To fix it, name a group, or leave group out to give the team to every OIDC user.`,
    ],
  },
  passes: {
    "different teams of one group": {
      login: {
        teams: [
          { id: "a", group: "x" },
          { id: "b", group: "x" },
        ],
      },
    },
    "a team for everybody": { login: { teams: [{ id: "a", name: "All" }] } },
  },
});
