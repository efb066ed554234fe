import { teamGroup } from "../../../lib/rules/team-group";
import { describeRule } from "./describe-rule";

const withoutScope =
  'login.groupClaim: found "groups", which comes with the scope profile, without that scope; expected a claim that the requested scopes bring. To fix it, add profile to login.scopes and provider.scopes.';

describeRule(teamGroup, {
  finds: {
    "teams by group without a claim that lists the groups": [
      { login: { teams: [{ id: "a" }, { id: "b", group: "sales" }] } },
      "login.teams[1].group: found a group, but no login.groupClaim; expected the claim that lists a user's groups. To fix it, set login.groupClaim: groups.",
    ],
    "the claim groups without the scope that EspoCRM has to ask for": [
      { login: { groupClaim: "groups", scopes: ["openid", "email"] } },
      withoutScope,
    ],
    "the claim groups without the mapping that brings it": [
      { login: { groupClaim: "groups" }, provider: { scopes: ["openid"] } },
      withoutScope,
    ],
  },
  passes: {
    "the claim groups with the scope profile": {
      login: { groupClaim: "groups", teams: [{ id: "b", group: "sales" }] },
    },
    "teams for everybody": { login: { teams: [{ id: "a" }] } },
    "a mapping given by its id, which may bring any claim": {
      login: { groupClaim: "groups", scopes: ["openid"] },
      provider: { scopeMappings: ["4b9e3c60-5a7e-4f0e-9a3c-1f3f0f0a9d11"] },
    },
  },
});
