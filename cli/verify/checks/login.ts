import type { Check } from "../check";
import { notChecked, type Outcome } from "../outcome";

/**
 * A whole login, from authentik's sign-in to EspoCRM's home page, and out again.
 * @param attempt signs the test user in; undefined if none was named
 */
export const login = (attempt: (() => Promise<Outcome>) | undefined): Check => ({
  id: "login",
  title: "A whole login",
  run: async () => attempt?.() ?? notChecked("no test user was named (--login USER)"),
});
