import {
  effectOf,
  isOn,
  isSetting,
  lookTwice,
  refused,
  SETTING_NAMES,
  settingOf,
} from "../../../lib/fields/index";
import { actionOf, before, isUnknown, jsonObject, same } from "../plan/change";
import { list } from "../plan/look-ups";
import type { ResourceChange, Values } from "../plan/plan-json";
import { isValues } from "../plan/plan-schema";
import { expressionOf } from "../plan/references";
import { quoted, say, type Text } from "../render/text";
import type { Consequence } from "./consequence";
import { settingLabel } from "./settings";
import { show } from "./settings-change";
import type { Situation } from "./situation";

/** What an object puts back into EspoCRM when it goes: now, or at a later destroy. */
export function wayBackConsequences(change: ResourceChange, situation: Situation): Consequence[] {
  const goes = actionOf(change) === "delete";
  const values = goes ? change.change.before : change.change.after;
  if (!values || values["destroy_method"] === "GET") return [];
  const foreign = goes ? [] : foreignTexts(change, situation);
  if (foreign.length > 0)
    return [
      back(say`a destroy would put back what the construct does not write: ${list(foreign)}`),
    ];
  if (!goes && isUnknown(change, "destroy_data"))
    return change.change.before && before(change, "destroy_data") !== undefined
      ? [
          {
            about: ABOUT,
            effect: lookTwice("it is unknown"),
            says: say`what a later destroy puts back becomes known only when it is applied`,
          },
        ]
      : [];
  const body = jsonObject(values["destroy_data"]);
  return body === undefined ? [] : judged(body, foundBefore(situation), situation);
}

/** What is kept of EspoCRM's settings, to be put back, is what EspoCRM says: nothing else. */
export function snapshotConsequences(
  snapshot: ResourceChange,
  { integration: { observer } }: Situation,
): Consequence[] {
  const input = snapshot.change.after?.["input"];
  if (!["create", "replace"].includes(actionOf(snapshot)) || !isValues(input)) return [];
  const found = jsonObject(observer?.change.after?.["api_response"]);
  const own = Object.entries(input).filter(([name, value]) => !same(value, found?.[name] ?? null));
  return own.length === 0
    ? []
    : [back(say`a destroy would put back what was not found in EspoCRM: ${namesOf(own)}`)];
}

const namesOf = (entries: readonly (readonly [string, unknown])[]): Text =>
  list(entries.slice(0, 5).map(([name]) => say`${quoted(name)}`));

/**
 * Texts in the expression of what is put back, where its value is unknown yet: names of settings, and
 * what a fresh EspoCRM holds, are all that the construct has in it. A configuration in JSON tells.
 */
function foreignTexts(change: ResourceChange, { plan }: Situation): Text[] {
  const text = expressionOf(plan, change, "destroy_data")?.["constant_value"];
  if (!isUnknown(change, "destroy_data") || typeof text !== "string") return [];
  const all = (text.match(/"(?:[^"\\]|\\.)*"/g) ?? []).map((one) => one.slice(1, -1));
  const foreign = [...new Set(all)].filter((one) => !OWN_TEXTS.has(one));
  return foreign.slice(0, 3).map((one) => say`${quoted(one)}`);
}

const OWN_TEXTS: ReadonlySet<unknown> = new Set([
  "oidcClientSecret",
  "Oidc",
  ...SETTING_NAMES.flatMap((name) => [name, settingOf(name).fresh].flat()),
]);

const ABOUT = "restapi_object.destroy_data";

/** The settings that were found before the integration; `undefined` where Terraform does not know them. */
function foundBefore({ integration: { before: snapshot } }: Situation): Values | undefined {
  const { after, before } = snapshot?.change ?? {};
  return [before?.["output"], after?.["output"], before?.["input"], after?.["input"]].find(
    isValues,
  );
}

/** What is put back into EspoCRM must be what was found there, or its own login. */
function judged(body: Values, found: Values | undefined, situation: Situation): Consequence[] {
  return Object.entries(body).flatMap(([name, value]): Consequence[] => {
    if (name === "oidcClientSecret")
      return value === null ? [] : [back(say`a destroy would write a client secret`)];
    if (!isSetting(name)) return [];
    const row = settingOf(name);
    const before = found === undefined ? undefined : (found[name] ?? null);
    if (same(value, row.fresh) || (found !== undefined && same(value, before))) return [];
    // An earlier OIDC set-up comes back without its secret: then passwords must work.
    if (name === "oidcFallback" && isOn(value)) return [];
    const effect = effectOf(row.effect, { before: before ?? null, after: value }, situation.around);
    const critical = ["authenticationMethod", "oidcClientId"].includes(name);
    const says = say`a destroy would set ${settingLabel(name)} to ${show(value)}, which was not found in EspoCRM`;
    return effect.verdict === "refused" || critical
      ? [back(says)]
      : [{ about: ABOUT, effect: lookTwice("another way back"), says }];
  });
}

const back = (says: Consequence["says"]): Consequence => ({
  about: ABOUT,
  effect: refused("way-back", "another way back"),
  says,
  fix: "leave destroy_data to the construct: it puts back what was found",
});
