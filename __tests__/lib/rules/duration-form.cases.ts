import { Token } from "cdktf";
import { seconds } from "../../../lib/fields/forms";
import { FORM_RULES } from "../../../lib/rules/forms";
import { describeRule } from "./describe-rule";

const message = (key: string, found: string) =>
  `provider.${key}: found "${found}"; expected a duration of a second or more, such as "hours=1;minutes=30". To fix it, join units by semicolons: microseconds, milliseconds, seconds, minutes, hours, days, weeks.`;

describeRule(FORM_RULES["duration-form"], {
  finds: {
    "another notation": [
      {
        provider: { accessCodeValidity: "1m", accessTokenValidity: "10", refreshTokenValidity: "" },
      },
      message("accessCodeValidity", "1m"),
      message("accessTokenValidity", "10"),
      message("refreshTokenValidity", ""),
    ],
    "a unit that authentik does not know": [
      { provider: { refreshTokenValidity: "months=1" } },
      message("refreshTokenValidity", "months=1"),
    ],
    "a time in the past": [
      { provider: { accessTokenValidity: "minutes=-5" } },
      message("accessTokenValidity", "minutes=-5"),
    ],
    "a code that has expired before it can be used": [
      { provider: { accessCodeValidity: "milliseconds=999" } },
      message("accessCodeValidity", "milliseconds=999"),
    ],
  },
  passes: {
    "one second": { provider: { accessCodeValidity: "seconds=1" } },
    "several units, with blanks and a semicolon at the end": {
      provider: { accessTokenValidity: "hours=1; minutes=30;", refreshTokenValidity: "weeks=0.5" },
    },
    "a value that Terraform will know": {
      provider: { accessTokenValidity: Token.asString({ resolve: () => "x" }) },
    },
  },
});

it("adds up the units of a duration", () => {
  expect(seconds("days=1;hours=2;minutes=3;seconds=4.5")).toBe(93_784.5);
  expect(seconds("fortnights=1")).toBeUndefined();
});
