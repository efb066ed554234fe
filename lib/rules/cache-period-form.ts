import { type Rule, shown } from "./rule";
import { isUnresolved } from "./unresolved";

const FORM = /^\d+ (second|sec|minute|min|hour|day|week|month|year)s?$/;

/** PHP understands how long EspoCRM caches authentik's keys. */
export const cachePeriodForm: Rule = {
  id: "cache-period-form",
  outcome: "refused",
  why: "EspoCRM stores any text here, and fails at the login that has to understand it.",
  example: 'login: { jwksCachePeriod: "10 minutes" }',
  check: ({ login }) => {
    const period = login?.jwksCachePeriod;
    if (period === undefined || period === "" || isUnresolved(period)) return [];
    if (FORM.test(period)) return [];
    return [
      {
        path: ["login", "jwksCachePeriod"],
        found: shown(period),
        expected: 'a number and a unit, such as "10 minutes"',
        mend: "use second, minute, hour, day, week, month or year",
      },
    ];
  },
};
