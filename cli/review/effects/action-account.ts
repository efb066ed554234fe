import { type Effect, harmless, lookTwice, RESOURCES, type Role } from "../../../lib/fields/index";
import { type Action, actionOf, isUnknown } from "../plan/change";
import type { ResourceChange } from "../plan/plan-json";
import { quoted, say, type Text } from "../render/text";
import { attributesOf, differs, inSentence } from "./authentik";
import { type Consequence, filled } from "./consequence";
import type { Situation } from "./situation";

/** What it does that a resource is made, changed, taken over, moved, or goes. */
export function actionConsequences(
  role: Role,
  change: ResourceChange,
  situation: Situation,
): Consequence[] {
  const action = actionOf(change);
  const { label } = RESOURCES[role];
  const name = say`${label} (${quoted(change.address)})`;
  const { importing } = change.change;
  const from = change.previous_address;
  const isVoid = action === "update" && !attributesOf(change).some((one) => differs(change, one));
  return [
    ...(isVoid
      ? [twice(`void:${role}`, say`${name} changes, and the plan does not tell in what`)]
      : []),
    ...(action === "no-op"
      ? []
      : [did(action, role, name, effectOfAction(role, change, situation), inSentence(change))]),
    ...(importing
      ? [
          twice(
            `import:${role}`,
            say`${name} is taken over as it is found: until now it was not Terraform's`,
          ),
        ]
      : []),
    ...(from ? [twice(`move:${role}`, say`${name} is what was ${quoted(from)} until now`)] : []),
  ];
}

function did(
  action: Action,
  role: Role,
  label: Text,
  effect: Effect | undefined,
  name: Text | undefined,
): Consequence {
  const about = `${action}:${role}`;
  if (effect === undefined) return twice(about, say`${label} ${ACTION_WORDS[action]}`);
  const words = { label, name, before: say``, after: say`` };
  return {
    about,
    effect,
    says: effect.verdict === "harmless" ? label : filled(effect.says, words),
  };
}

const twice = (about: string, says: Text): Consequence => ({
  about,
  effect: lookTwice("no row calls it harmless"),
  says,
});

/** Actions, as sentences go on after what they happen to. */
export const ACTION_WORDS: Readonly<Record<Action, string>> = {
  create: "is made",
  update: "changes",
  delete: "is deleted",
  replace: "is deleted and made anew",
  forget: "is left to itself: it stays, and Terraform no longer looks after it",
  read: "is looked up only when it is applied: what it finds can't be reviewed",
  "no-op": "stays",
  other: "is handled in a way that this review does not know",
};

/** What the table says of an action; `undefined` where it has no row. */
function effectOfAction(
  role: Role,
  change: ResourceChange,
  { integration: { settings } }: Situation,
): Effect | undefined {
  const action = actionOf(change);
  const also = settings && actionOf(settings);
  // A new integration takes its snapshot first; an end takes the notes with it.
  if (role === "before" && action === "create" && (also === "create" || also === undefined))
    return harmless("it is taken before EspoCRM is written for the first time");
  if (RESOURCES[role].type === "terraform_data" && action === "delete" && also === "delete")
    return harmless("it is a note in Terraform's state, and goes with the integration");
  if (role === "secret" && action === "replace" && isSameSecret(change))
    return harmless("EspoCRM is given the same client secret once more");
  return action === "create" || action === "update" || action === "delete" || action === "replace"
    ? RESOURCES[role].effects[action]
    : undefined;
}

/** Compared, and never shown. */
const isSameSecret = (change: ResourceChange): boolean => {
  const { after, before } = change.change;
  return !isUnknown(change, "data") && before?.["data"] === after?.["data"];
};
