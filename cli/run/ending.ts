import type { Verdict } from "../review/model";

/** How a stack ended: exit code, and the words for it. From the worst to the best. */
const ENDINGS = {
  failed: { code: 1, words: "failed" },
  refused: { code: 3, words: "refused by a gate" },
  changes: { code: 2, words: "with changes" },
  applied: { code: 0, words: "applied" },
  nothing: { code: 0, words: "with nothing to do" },
} as const;

/** How a stack ended. */
export type Ending = keyof typeof ENDINGS;

const FROM_WORST = Object.keys(ENDINGS) as readonly Ending[];

/**
 * How a plan ended.
 * @param verdict its review's
 * @param changes whether applying it changes anything, as Terraform says: what drifted without need to
 * act changes nothing
 */
export function endingOf(verdict: Verdict, changes: boolean): Ending {
  if (verdict === "failed" || verdict === "refused") return verdict;
  return changes ? "changes" : "nothing";
}

/** The exit code of a command over stacks: the worst counts. */
export function exitCodeOf(endings: ReadonlyMap<string, Ending>): number {
  const all = new Set(endings.values());
  const worst = FROM_WORST.find((ending) => all.has(ending));
  return worst === undefined ? 0 : ENDINGS[worst].code;
}

/** One line that counts how stacks ended, and names those that failed or were refused. */
export function summary(endings: ReadonlyMap<string, Ending>): string {
  const counts = FROM_WORST.flatMap((ending) => {
    const names = [...endings].filter(([, of]) => of === ending).map(([name]) => name);
    if (names.length === 0) return [];
    const isBad = ending === "failed" || ending === "refused";
    return [`${names.length} ${ENDINGS[ending].words}${isBad ? ` (${names.join(", ")})` : ""}`];
  });
  const stacks = endings.size === 1 ? "1 stack" : `${endings.size} stacks`;
  return `${stacks}: ${counts.join(", ") || "none"}. Exit code ${exitCodeOf(endings)}.`;
}
