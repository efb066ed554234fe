import {
  harmless,
  isSetting,
  lookTwice,
  refused,
  type Setting,
  type SettingName,
  settingOf,
} from "../../../lib/fields/index";
import { endpointsOf } from "../../../lib/declaration";
import { actionOf, same, UNKNOWN } from "../plan/change";
import { say, type Text } from "../render/text";
import { type Consequence, consequenceOf, isHarmless } from "./consequence";
import { managedSettings, settingLabel } from "./settings";
import { meansTheSame, show } from "./settings-change";
import type { Situation } from "./situation";

/** What the change of each of EspoCRM's managed settings does; and what stays that must not stay. */
export function settingConsequences(situation: Situation): Consequence[] {
  const { settings } = situation.integration;
  const action = settings && actionOf(settings);
  // What a destroy puts back is judged as the way back; what is left to itself, with its object.
  if (action === undefined || action === "delete" || action === "forget") return [];
  const { after, before, unknown } = managedSettings(situation.integration);
  if (unknown) return [unseen];
  if (after === undefined) return action === "no-op" ? [] : [unreadable];
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])].filter(
    isSetting,
  );
  return names.flatMap((name) => {
    const row = settingOf(name);
    const changes = !Object.hasOwn(before ?? {}, name) || !same(before?.[name], after[name]);
    if (!Object.hasOwn(after, name))
      return {
        about: name,
        effect: lookTwice("it is no longer managed"),
        says: say`${settingLabel(name)} is no longer managed: it stays as it is`,
        fix: row.fix,
      };
    // A setting that joins the managed ones had a value before: nobody knows which.
    const earlier = before === undefined ? undefined : (before[name] ?? null);
    const change = { before: earlier, after: after[name] };
    if (changes && isOnlyWritten(name, earlier, after[name]))
      return {
        about: name,
        effect: harmless("EspoCRM takes both for the same"),
        says: say`${settingLabel(name)} is ${show(after[name])} in place of ${show(earlier)}, which EspoCRM takes for the same`,
      };
    const found = consequenceOf(
      name,
      row,
      change,
      { label: settingLabel(name), before: show(earlier), after: show(after[name]) },
      situation.around,
    );
    const method = situation.espocrm.after.authenticationMethod;
    const counts = method === UNKNOWN || method === "Oidc" || name === "authenticationMethod";
    if (found.effect.verdict === "refused") return counts ? found : later(found, changes);
    if (!changes || (before === undefined && isUsual(row, after[name], expected(row, situation))))
      return [];
    return before === undefined && row.always && isHarmless(found)
      ? { ...found, effect: lookTwice("it is another one"), says: strange(name, after[name]) }
      : found;
  });
}

/** Whether a switch that was on in other words, like the text "true", is on still. */
const isOnlyWritten = (name: SettingName, before: unknown, after: unknown): boolean =>
  after === true && typeof before === "string" && meansTheSame(name, before, after);

/** At authentik's address, and not what follows from it. */
const strange = (name: SettingName, value: unknown): Text =>
  say`${settingLabel(name)} is ${show(value)}, which is not this application's`;

/** What people do not notice before the method is OIDC. */
const later = (found: Consequence, changes: boolean): Consequence[] =>
  changes
    ? [{ ...found, effect: lookTwice("it counts later"), says: say`${found.says} (once it is)` }]
    : [];

/** The value that a setting has where nothing but authentik decides; `undefined` where a plan does not tell. */
function expected(row: Setting, { integration }: Situation): unknown {
  const { url, backchannelUrl } = integration.statement?.after?.authentik ?? {};
  const slug = integration.application?.change.after?.["slug"];
  const clientId = integration.provider?.change.after?.["client_id"];
  if (url === undefined || backchannelUrl === undefined) return undefined;
  if (typeof slug !== "string" || typeof clientId !== "string") return undefined;
  const endpoints = endpointsOf({ url, apiUrl: url, backchannelUrl }, slug);
  const login = { scopes: [], usernameClaim: "", fallback: true };
  return row.value({ login, clientId, endpoints });
}

/** Whether a new integration has it anyway: it follows from authentik, or is the default. */
export function isUsual({ always, props }: Setting, value: unknown, follows?: unknown): boolean {
  const defaults = Object.values(props).flatMap((prop) =>
    "default" in prop ? [prop.default] : [],
  );
  if (defaults.length > 0) return always && defaults.some((usual) => same(usual, value));
  return always && (follows === undefined || same(follows, value));
}

const unseen: Consequence = {
  about: "oidcFallback",
  effect: refused("terraform-credentials", "unseen"),
  says: say`EspoCRM's settings are written, and what they become is unknown or hidden: that passwords go on working can't be seen`,
  fix: "let it be known when it is planned: give values, and mark none of them sensitive",
};

const unreadable: Consequence = {
  about: "settings",
  effect: refused("foreign-write", "unreadable"),
  says: say`what is written to EspoCRM's settings is no list of settings`,
};
