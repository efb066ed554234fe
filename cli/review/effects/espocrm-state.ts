import { isOn as isTrue, SETTING_NAMES, type SettingName } from "../../../lib/fields/index";
import { withoutTrailingSlash } from "../../../lib/declaration";
import { actionOf, jsonObject, same, UNKNOWN } from "../plan/change";
import type { Integration } from "../plan/integrations";
import type { ManagedSettings } from "./settings";
import type { ResourceChange, Values } from "../plan/plan-json";

/** EspoCRM's settings of the login at one moment, managed or not; {@link UNKNOWN} where nobody knows. */
export type EspoCrmState = Readonly<Record<SettingName, unknown>>;

/** How EspoCRM's login stands before and after the plan. */
export interface EspoCrmChange {
  /** Now. */
  readonly before: EspoCrmState;
  /** When it is applied. */
  readonly after: EspoCrmState;
  /** Managed settings as they are: values of these may be shown. */
  readonly managed: Values;
  /** What the plan writes: values of these may be shown. */
  readonly written: Values;
  /** Whether EspoCRM signs people in through this integration's application afterwards. */
  readonly asksUs: boolean;
  /** EspoCRM's site URL, to compare with; from an answer that is never shown. */
  readonly siteUrl: string | undefined;
}

/**
 * EspoCRM's login before and after. What is not managed comes from the observer's answer, which is
 * looked at here and nowhere else: nothing of it may be shown.
 */
export function espocrmChange(
  { observer, settings }: Integration,
  managed: ManagedSettings,
): EspoCrmChange {
  const answer = jsonObject(observer?.change.before?.["api_response"]);
  const now = state(answer, managed.before);
  const written = managed.unknown
    ? Object.fromEntries(SETTING_NAMES.map((name) => [name, UNKNOWN]))
    : managed.after;
  const site = answer?.["siteUrl"];
  const then =
    settings === undefined || actionOf(settings) === "forget"
      ? now
      : state(answer, { ...managed.before, ...written });
  return {
    before: now,
    after: then,
    asksUs: isOidc(then) && !(settings && returnsToAnother(settings, managed)),
    managed: managed.before ?? {},
    written: written ?? {},
    siteUrl: typeof site === "string" ? withoutTrailingSlash(site) : undefined,
  };
}

/** Whether EspoCRM signs people in through OpenID Connect. */
export const isOidc = (state: EspoCrmState): boolean => state.authenticationMethod === "Oidc";

/** Whether a destroy puts an earlier OpenID Connect set-up back. */
function returnsToAnother(
  settings: ResourceChange,
  { after: then, before: now }: ManagedSettings,
): boolean {
  const names: readonly SettingName[] = ["oidcClientId", "oidcTokenEndpoint"];
  return (
    actionOf(settings) === "delete" &&
    names.some((name) => !same(now?.[name], (then ?? now)?.[name]))
  );
}

function state(answer: Values | undefined, managed: Values = {}): EspoCrmState {
  const known = SETTING_NAMES.map((name) => {
    if (Object.hasOwn(managed, name)) return [name, managed[name]];
    // Without an answer nobody knows; with one, a key that is missing is one that was never set.
    return [name, answer === undefined ? UNKNOWN : answer[name]];
  });
  return Object.fromEntries(known) as Record<SettingName, unknown>;
}

/** Whether EspoCRM takes a value for true, as PHP does. */
export const isOn = (value: unknown): boolean => value !== UNKNOWN && isTrue(value);
