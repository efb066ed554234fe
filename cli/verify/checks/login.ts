import type { Check } from "../check";
import { notChecked } from "../outcome";

/** A whole login, from authentik's sign-in to EspoCRM's home page, and out again. */
export const login: Check = {
  id: "login",
  title: "A whole login",
  run: async ({ login: attempt }, { unlessFailed }) => {
    if (attempt === undefined) return notChecked("no test user was named (--login USER)");
    const outcome = await attempt.outcome();
    const isSilence = outcome.status === "fail" && outcome.unobserved === true;
    return isSilence ? unlessFailed(["authentik", "espocrm"], outcome) : outcome;
  },
};
