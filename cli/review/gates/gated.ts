import { GATES } from "./index";
import type { GateFinding } from "./gate";
import type { Situation } from "../effects/situation";
import type { GatesOff } from "../../commands/gate-option";
import { outsideChange } from "./outside-change";
import type { Integration } from "../plan/integrations";
import type { Finding } from "../model";
import type { Plan } from "../plan/plan-json";
import { quoted, say } from "../render/text";

/** What the gates find in one integration; gates that are off find it too, but refuse nothing. */
export const gateFindings = (situation: Situation, off: GatesOff): Finding[] =>
  GATES.flatMap((gate) => asFindings(gate, gate.check(situation), off));

/** What the gates find in the plan as a whole. */
export const planFindings = (
  plan: Plan,
  integrations: readonly Integration[],
  off: GatesOff,
): Finding[] => asFindings(outsideChange, outsideChange.check(plan, integrations), off);

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
