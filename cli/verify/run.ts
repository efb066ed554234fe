import type { Check } from "./check";
import { CHECK_IDS, type CheckId } from "./checks/ids";
import type { Facts } from "./facts";
import { Unobserved } from "./observation";
import { notChecked, type Outcome } from "./outcome";

/** What one check found. */
export interface CheckResult {
  /** The check. */
  readonly check: Check;
  /** What it found. */
  readonly outcome: Outcome;
  /** How long it took, waiting included, in milliseconds. */
  readonly milliseconds: number;
}

/** Runs all checks of one integration at once. Where one failure follows from another, that one is red. */
export async function runChecks(checks: readonly Check[], facts: Facts): Promise<CheckResult[]> {
  const found = new Map<CheckId, Promise<Outcome>>();
  const started = performance.now();
  const results = checks.map(async (check): Promise<CheckResult> => {
    // Only what comes before can be a cause: no two checks wait for each other.
    const before = CHECK_IDS.slice(0, CHECK_IDS.indexOf(check.id));
    const causeOf = async (causes: readonly CheckId[], isCause = hasFailed) => {
      const known = before.filter((id) => causes.includes(id));
      const outcomes = await Promise.all(known.map(async (id) => found.get(id)));
      const cause = known.find((_, index) => isCause(outcomes[index]));
      const title = checks.find(({ id }) => id === cause)?.title;
      return title === undefined ? undefined : notChecked(`it follows from "${title}"`);
    };
    const running = Promise.resolve().then(async () => {
      const outcome = await judge(check, facts);
      if (outcome.status !== "fail" && outcome.status !== "warning") return outcome;
      const silence = outcome.unobserved && check.after && causeOf([check.after], isUnobserved);
      return (await silence) || (await causeOf(outcome.causes ?? [])) || outcome;
    });
    found.set(check.id, running);
    return { check, outcome: await running, milliseconds: performance.now() - started };
  });
  return Promise.all(results);
}

const hasFailed = (outcome: Outcome | undefined): boolean => outcome?.status === "fail";

const isUnobserved = (outcome: Outcome | undefined): boolean =>
  outcome?.status === "fail" && outcome.unobserved === true;

async function judge(check: Check, facts: Facts): Promise<Outcome> {
  try {
    return await check.run(facts);
  } catch (error) {
    if (!(error instanceof Unobserved)) throw error;
    const { fault, owner } = error;
    if (owner !== check.id) return notChecked(`${fault.server} ${fault.happened}`);
    const saw = `${fault.server} ${fault.happened} (${fault.url})`;
    // What stands before a server says 5xx where that does not answer.
    const silent = fault.isSilence || (fault.status ?? 0) >= 500;
    return { status: "fail", saw, fix: fault.fix, unobserved: true, silent };
  }
}
