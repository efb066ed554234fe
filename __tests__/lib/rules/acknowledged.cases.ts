import { RULES } from "../../../lib/rules";
import { Synthesized } from "../synthesized";
import { describeRule } from "./describe-rule";

const [rule] = RULES.filter(({ id }) => id === "acknowledged");
if (rule === undefined) throw new Error("There is no such rule.");
const warnings = RULES.filter(({ outcome }) => outcome === "warned").map(({ id }) => id);

describeRule(rule, {
  finds: {
    "what is no rule that warns": [
      { acknowledged: { "password-fallback": "we know" } },
      `acknowledged.password-fallback: found "password-fallback", which is no rule that warns; expected one of ${warnings.join(", ")}. To fix it, take acknowledged.password-fallback out, or correct its name.`,
    ],
    "a warning without a reason": [
      { acknowledged: { "open-to-everyone": " " } },
      'acknowledged.open-to-everyone: found " "; expected a reason. To fix it, say why it is so.',
    ],
  },
  passes: {
    "a warning with a reason": { acknowledged: { "open-to-everyone": "all of us are sellers" } },
  },
});

it("A warning that somebody has heard is not shown any more, and others are", () => {
  const open = { bindings: [], login: { allowAdministrators: true } };
  const heard = { acknowledged: { "open-to-everyone": "all of us are sellers" } };
  const texts = (warnings: readonly string[]) =>
    warnings.map((text) => /\[([a-z-]*)\]$/.exec(text)?.[1]);
  expect(texts(Synthesized.company(open).warnings)).toEqual([
    "open-to-everyone",
    "administrators-login",
  ]);
  expect(texts(Synthesized.company({ ...open, ...heard }).warnings)).toEqual([
    "administrators-login",
  ]);
});
