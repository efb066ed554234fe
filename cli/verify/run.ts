import type { Check } from "./check";
import { CHECKS } from "./checks";
import type { CheckId } from "./checks/ids";
import type { Facts } from "./facts";
import { Unobserved } from "./observation";
import { notChecked, type Others, type Outcome } from "./outcome";

/** What one check found. */
export interface CheckResult {
  /** The check. */
  readonly check: Check;
  /** What it found. */
  readonly outcome: Outcome;
  /** How long it took, waiting included, in milliseconds. */
  readonly milliseconds: number;
}

/** Runs all checks of one integration at once. */
export async function runChecks(facts: Facts): Promise<CheckResult[]> {
  const outcomes = new Map<CheckId, Promise<Outcome>>();
  const outcomeOf = (id: CheckId): Promise<Outcome> =>
    outcomes.get(id) ?? Promise.resolve(notChecked("there is no such check"));
  const others: Others = {
    unlessFailed: async (causes, outcome) => {
      const judged = await Promise.all(causes.map(outcomeOf));
      const cause = causes.find((_, index) => judged[index]?.status === "fail");
      return cause === undefined ? outcome : notChecked(`it follows from ${titleOf(cause)}`);
    },
  };
  const started = performance.now();
  const results = CHECKS.map(async (check): Promise<CheckResult> => {
    const running = Promise.resolve().then(() => judge(check, facts, others, outcomeOf));
    outcomes.set(check.id, running);
    const outcome = await running;
    return { check, outcome, milliseconds: performance.now() - started };
  });
  return Promise.all(results);
}

async function judge(
  check: Check,
  facts: Facts,
  others: Others,
  outcomeOf: (id: CheckId) => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await check.run(facts, others);
  } catch (error) {
    if (!(error instanceof Unobserved)) throw error;
    const { fault, owner } = error;
    if (owner !== check.id) return notChecked(`${fault.side} ${fault.happened}`);
    const before = check.after && (await outcomeOf(check.after));
    if (before?.status === "fail" && before.unobserved === true) {
      return notChecked(`it follows from ${titleOf(check.after)}`);
    }
    const saw = `${fault.side} ${fault.happened} (${fault.url})`;
    return { status: "fail", saw, mend: fault.mend, unobserved: true };
  }
}

const titleOf = (id: CheckId | undefined): string =>
  `"${CHECKS.find((check) => check.id === id)?.title ?? ""}"`;
