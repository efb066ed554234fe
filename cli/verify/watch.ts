import type { Interruption } from "../run/interruption";
import type { Style } from "../run/style";
import type { StackReport } from "./report/report";
import { checkAsJson } from "./report/json";
import { fixText, sawText, statusText } from "./report/table";
import type { CheckResult } from "./run";

/** A check whose finding is another than the last time. */
export interface Change {
  /** Name of the stack. */
  readonly stack: string;
  /** What the check found the last time. */
  readonly before: CheckResult;
  /** What it finds now. */
  readonly now: CheckResult;
}

/** The checks whose findings are others than before. What passes may see whatever it likes. */
export function changesBetween(
  before: readonly StackReport[],
  now: readonly StackReport[],
): Change[] {
  return now.flatMap(({ name, results }) => {
    const last = before.find((report) => report.name === name)?.results ?? [];
    return results.flatMap((result): Change[] => {
      const old = last.find(({ check }) => check.id === result.check.id);
      if (old === undefined || finding(old) === finding(result)) return [];
      return [{ stack: name, before: old, now: result }];
    });
  });
}

function finding({ outcome }: CheckResult): string {
  return outcome.status === "fail" ? `fail ${outcome.saw}` : outcome.status;
}

/** A change for people, in a line or two. */
export function changeText({ before, now, stack }: Change, style: Style, time: Date): string {
  const fix = fixText(now.outcome);
  const from = `${statusText(before.outcome, style)} → ${statusText(now.outcome, style)}`;
  const head = `${time.toISOString().slice(11, 19)}  ${stack}: ${now.check.title}: ${from}: ${sawText(now.outcome)}`;
  return fix === "" ? head : `${head}\n          → ${fix}`;
}

/** A change for machines, on one line. */
export const changeJson = ({ before, now, stack }: Change, time: Date): string =>
  JSON.stringify({
    time: time.toISOString(),
    stack,
    before: before.outcome.status,
    ...checkAsJson(now),
  });

/** Waits, or until the command is ended. @returns whether it goes on */
export function pause(milliseconds: number, interruption: Interruption): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (goesOn: boolean) => {
      clearTimeout(timer);
      deaf();
      resolve(goesOn);
    };
    const timer = setTimeout(() => finish(true), milliseconds);
    const deaf = interruption.listen(() => finish(false));
    if (interruption.signal !== undefined) finish(false);
  });
}
