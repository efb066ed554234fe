import { GATES } from "./index";
import type { GateFinding } from "./gate";
import type { Consequence } from "../effects/consequence";
import type { Situation } from "../effects/situation";
import type { GatesOff } from "../../commands/gate-option";
import { outsideChange } from "./outside-change";
import type { Integration } from "../plan/integrations";
import type { Finding } from "../model";
import type { Plan } from "../plan/plan-json";
import { quoted, say } from "../render/text";

/**
 * What the gates find in one integration; gates that are off find it too, but refuse nothing.
 * @param situation what they look at besides the rows; `undefined` where nothing is done
 */
export const gateFindings = (
  consequences: readonly Consequence[],
  situation: Situation | undefined,
  off: GatesOff,
): Finding[] =>
  GATES.flatMap((gate) => {
    const own = situation === undefined ? [] : (gate.check?.(situation) ?? []);
    return asFindings(gate, [...refusedBy(gate.id, consequences), ...own], off);
  });

/** What the gates find in the plan as a whole. */
export const planFindings = (
  plan: Plan,
  integrations: readonly Integration[],
  consequences: readonly Consequence[],
  off: GatesOff,
): Finding[] => [
  ...gateFindings(consequences, undefined, off),
  ...asFindings(outsideChange, outsideChange.check(plan, integrations), off),
];

/** What rows of the table refuse in the name of a gate. */
const refusedBy = (id: string, consequences: readonly Consequence[]): GateFinding[] =>
  consequences.flatMap(({ effect, fix, says }) =>
    effect.verdict === "refused" && effect.gate === id
      ? [{ found: says, mend: say`${fix ?? "take it out of the configuration, and plan again"}` }]
      : [],
  );

function asFindings(
  { id, why }: { readonly id: string; readonly why: string },
  found: readonly GateFinding[],
  off: GatesOff,
): Finding[] {
  const reason = off.get(id);
  return found.map((finding) => ({
    id,
    outcome: reason === undefined ? "refused" : "off",
    found: finding.found,
    why,
    mend: finding.mend,
    ...(reason !== undefined && { reason: say`${quoted(reason)}` }),
  }));
}
