import { SPLIT_NAMES } from "../../../lib/fields/index";
import type { Impact } from "../model";
import { actionOf, UNKNOWN } from "../plan/change";
import type { ResourceChange } from "../plan/plan-json";
import { say, strong, type Text } from "../render/text";
import { codeChange } from "./code-change";
import { isOidc, isOn } from "./espocrm-state";
import { changes } from "./settings-change";
import type { Situation } from "./situation";

/** Whether it is the construct's own splitting of names that comes or goes; {@link namesImpact} speaks of it. */
export function isOfNames(mapping: ResourceChange): boolean {
  const [change] = codeChange(mapping);
  return change !== undefined && (change.after ?? change.before)?.code === SPLIT_NAMES;
}

/** First and last names in EspoCRM come to be something else. */
export function namesImpact(situation: Situation): Impact[] {
  const mappings = situation.integration.scopeMappings.filter(isOfNames);
  return mappings.length > 0
    ? mappings.map((mapping) => split(mapping, situation))
    : unsplit(situation);
}

function split(mapping: ResourceChange, { espocrm: { after: then } }: Situation): Impact {
  const about = [`${actionOf(mapping)}:scopeMappings`, `${mapping.type}.expression`];
  const synchronized = then.oidcSync === UNKNOWN || isOn(then.oidcSync);
  if (!mapping.change.after)
    return {
      text: isOidc(then)
        ? say`First and last names are no longer split: unless another scope mapping says them, EspoCRM gets the full name as the first name, and no last name.${synchronized ? say` ${strong`Last names are emptied`} at each person's next login.` : say``}`
        : say`The scope mapping that splits names goes with the rest.`,
      reason: say`first and last names are no longer split`,
      about,
    };
  return {
    text: say`First and last name: the tokens say the last word of authentik's full name as the last name and what is before it as the first name (the user's attributes given_name and family_name count before that). authentik's own mapping, in whose place it is, gives the full name as the first name and no last name. ${whose(then.oidcCreateUser === UNKNOWN || isOn(then.oidcCreateUser), synchronized)}`,
    reason: synchronized
      ? say`first and last names in EspoCRM are overwritten with authentik's`
      : say`first and last names of new users are split otherwise`,
    about,
  };
}

function whose(creates: boolean, synchronized: boolean): Text {
  if (synchronized)
    return say`${strong`EspoCRM overwrites both at each person's next login`}, also where they were corrected by hand: look at composed last names.`;
  return creates
    ? say`New users of EspoCRM get them so; those that are there keep their names.`
    : say`EspoCRM takes neither over: it creates no users, and overwrites none.`;
}

/** EspoCRM begins to take names, and no mapping of the stack's own says a last one. */
function unsplit(situation: Situation): Impact[] {
  const { after: then } = situation.espocrm;
  const begins = (name: "oidcCreateUser" | "oidcSync") =>
    changes(situation, name) && isOn(then[name]);
  if (!isOidc(then) || !(begins("oidcSync") || begins("oidcCreateUser"))) return [];
  const said = situation.integration.scopeMappings.some(({ change: { after } }) => {
    const code = after?.["expression"];
    return after && (typeof code !== "string" || code.includes("family_name"));
  });
  if (said) return [];
  return [
    {
      text: say`No scope mapping of this stack says a last name: authentik's own gives the full name as the first name, and no last name. Unless another one says it, ${isOn(then.oidcSync) ? strong`last names in EspoCRM are emptied` : strong`new users have no last name`}: see provider.splitNames.`,
      reason: isOn(then.oidcSync)
        ? say`last names in EspoCRM may be emptied`
        : say`new users may have no last name`,
      about: [],
    },
  ];
}
