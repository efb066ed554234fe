import { Token } from "cdktf";
import { FORM_RULES } from "../../../lib/rules/forms";
import { describeRule } from "./describe-rule";

const message = (found: string) =>
  `login.jwksCachePeriod: found "${found}"; expected a number and a unit, such as "10 minutes". To fix it, use second, minute, hour, day, week, month or year.`;

describeRule(FORM_RULES["cache-period-form"], {
  finds: {
    "a number without a unit": [{ login: { jwksCachePeriod: "600" } }, message("600")],
    "authentik's format": [{ login: { jwksCachePeriod: "minutes=10" } }, message("minutes=10")],
    "a time in the past": [{ login: { jwksCachePeriod: "-1 day" } }, message("-1 day")],
  },
  passes: {
    "one of a unit": { login: { jwksCachePeriod: "1 minute" } },
    "several of a unit": { login: { jwksCachePeriod: "30 seconds" } },
    "a value that Terraform will know": {
      login: { jwksCachePeriod: Token.asString({ resolve: () => "x" }) },
    },
  },
});
