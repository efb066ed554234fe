import { lookTwice } from "../../../lib/fields/index";
import { actionOf, happens } from "../plan/change";
import { resourcesOf } from "../plan/integrations";
import type { LookUps } from "../plan/look-ups";
import { say } from "../render/text";
import { actionConsequences } from "./action-account";
import { attributeConsequences } from "./attribute-account";
import { blockConsequences } from "./block-account";
import type { Consequence } from "./consequence";
import { contradictions } from "./contradictions";
import { hiddenDriftConsequences } from "./hidden-drift";
import { formConsequences } from "./object-form";
import { settingConsequences } from "./settings-account";
import type { Situation } from "./situation";
import { statementConsequences } from "./statement-account";
import { snapshotConsequences, wayBackConsequences } from "./way-back";

/** Every change of an integration, and what each does: only what all call harmless is safe. */
export function consequencesOf(situation: Situation, lookUps: LookUps): Consequence[] {
  const { integration } = situation;
  const moves = resourcesOf(integration).some(happens);
  const roles = integration.roles;
  return [
    ...roles.flatMap(([role, change]) => {
      switch (role) {
        case "observer":
        case "secret":
        case "settings":
        case "withdrawals":
        case "keyCache":
          return formConsequences(role, change, situation);
        default:
          return [];
      }
    }),
    ...(moves || integration.statement ? blockConsequences(situation) : []),
    ...(moves ? settingConsequences(situation) : []),
    ...roles.flatMap(([role, change]) => {
      if (!happens(change)) return [];
      const objects =
        change.type === "restapi_object"
          ? wayBackConsequences(change, situation)
          : role === "before"
            ? snapshotConsequences(change, situation)
            : [];
      const attributes =
        actionOf(change) === "no-op" ? [] : attributeConsequences(role, change, situation, lookUps);
      return [...objects, ...actionConsequences(role, change, situation), ...attributes];
    }),
    ...hiddenDriftConsequences(situation),
    ...statementConsequences(situation),
    ...contradictions(situation).map((words): Consequence => ({
      about: "statement",
      effect: lookTwice("contradicted"),
      says: say`the plan contradicts what the integration states of itself: ${words}`,
    })),
    ...(moves && !integration.statement
      ? [
          {
            about: "statement",
            effect: lookTwice("guessed"),
            says: say`this plan does not say what the construct made, so who is who was guessed from names`,
          },
        ]
      : []),
  ];
}
