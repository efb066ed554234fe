import { Token } from "cdktf";
import { teamId } from "../../../lib/rules/team-id";
import { describeRule } from "./describe-rule";

const message = (index: number, id: string) =>
  `login.teams[${index}].id: found "${id}", which looks like a name; expected the id of a team, as 6a17eb5c9f2b41d3e. To fix it, take it from the end of the address of the team's page in EspoCRM (Administration, Teams).`;

describeRule(teamId, {
  finds: {
    "names in place of ids": [
      { login: { teams: [{ id: "Sales" }, { id: "sales", name: "sales" }, { id: "a b" }] } },
      message(0, "Sales"),
      message(1, "sales"),
      message(2, "a b"),
    ],
  },
  passes: {
    "ids as EspoCRM makes them, and others that may be one": {
      login: {
        teams: [
          { id: "6a17eb5c9f2b41d3e", name: "Sales" },
          { id: "4b9e3c60-5a7e-4f0e-9a3c-1f3f0f0a9d11" },
          { id: "sales", name: "Sales" },
        ],
      },
    },
    "an id that Terraform will know": {
      login: { teams: [{ id: Token.asString({ resolve: () => "x" }) }] },
    },
  },
});
