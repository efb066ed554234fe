import {
  isAt,
  isSetting,
  SETTING_NAMES,
  settingOf,
  undeclaredSettings,
} from "../../../lib/fields/index";
import { withoutTrailingSlash } from "../../../lib/declaration";
import type { Impact } from "../model";
import { actionOf } from "../plan/change";
import type { Integration } from "../plan/integrations";
import type { Values } from "../plan/plan-json";
import { quoted, say, strong, type Text } from "../render/text";
import { filled } from "./consequence";
import type { Situation } from "./situation";
import { settingLabel } from "./settings";

/**
 * EspoCRMs' settings as they are before a plan is applied, by the address of the API without a trailing
 * slash. Whoever plans may read them; a plan alone does not have them where an integration is new.
 */
export type PresentSettings = ReadonlyMap<string, Values>;

/** The present settings of an integration's EspoCRM, where it is to be made; undefined where nobody looked. */
export function presentOf(
  { settings, statement }: Integration,
  present: PresentSettings | undefined,
): Values | undefined {
  const api = statement?.after?.espocrm.apiUrl;
  if (api === undefined || settings === undefined || actionOf(settings) !== "create")
    return undefined;
  return present?.get(`${withoutTrailingSlash(api)}/api/v1`);
}

/** What EspoCRM has already, where the integration is new: how people log in today, and what stays on. */
export function presentImpact(situation: Situation): Impact[] {
  const { espocrm, present } = situation;
  if (present === undefined) return [NOT_LOOKED_AT];
  return [...earlierLogin(present, situation), ...stayingOn(present, espocrm.written)];
}

const NOT_LOOKED_AT: Impact = {
  text: say`How people log in to EspoCRM today, and what else is set there, is not known here: a plan does not have it, and nobody looked.`,
};

/** How people log in today, where that is not EspoCRM's own way. */
function earlierLogin(
  present: Values,
  { around, espocrm, integration: { statement } }: Situation,
): Impact[] {
  const planned = espocrm.written["oidcClientId"];
  const restores = statement?.after?.onDestroy === "restore";
  const { authenticationMethod: method, oidcClientId: client } = present;
  const setUp = typeof client === "string" && client !== "";
  if (method === "Oidc" && client === planned)
    return [
      {
        text: say`EspoCRM signs people in through a client of this ID ${strong`already`}, which this stack did not make. ${restores ? say`A later destroy brings back EspoCRM's own log-in, not that set-up.` : say``}`,
        reason: say`EspoCRM uses this client ID already`,
      },
    ];
  const lost = say`its ${strong`client secret`}, which nobody can read there: have it at hand if the set-up may be wanted back`;
  const address = present["oidcAuthorizationEndpoint"];
  if (method === "Oidc" && isAt(address, around.authentik))
    return [
      {
        text: say`People sign in to EspoCRM through ${strong`another client of this authentik`} today (${setUp ? say`client ID ${quoted(client)}` : say`without a client ID`}): from then on through this one, and whom its bindings let in. This overwrites ${lost}.`,
        reason: say`another client of this authentik, in use, is overwritten`,
      },
    ];
  if (method === "Oidc")
    return [
      {
        text: say`People sign in to EspoCRM through ${strong`another OpenID Connect set-up`} today (${setUp ? say`client ID ${quoted(client)}` : say`without a client ID`}, at ${shownAddress(address)}): from then on through authentik, and no longer there. This overwrites ${lost}.`,
        reason: say`another OpenID Connect set-up, in use, is overwritten`,
      },
    ];
  const name = typeof method === "string" ? method : JSON.stringify(method ?? null);
  const own = name === "Espo" || name === "null";
  const other: Impact[] = own
    ? []
    : [
        {
          text: say`People log in to EspoCRM with the method ${strong`${quoted(name)}`} today: from then on through authentik, and who has a password there alone can't log in any more.${restores ? say` A later destroy puts that method back.` : say``}`,
          reason: say`the log-in by ${quoted(name)} ends`,
        },
      ];
  if (!setUp || client === planned) return other;
  return [
    ...other,
    {
      text: say`EspoCRM has an OpenID Connect set-up already (client ID ${quoted(client)}), which is not in use. This overwrites ${lost}.`,
      reason: say`an earlier OpenID Connect set-up is overwritten`,
    },
  ];
}

/** Settings that nobody declares, that are not as in a fresh EspoCRM, and that count from now on. */
const stayingOn = (present: Values, written: Values): Impact[] =>
  undeclaredSettings(present, new Set(Object.keys(written)))
    .filter(({ effect }) => effect.verdict !== "harmless")
    .map(({ effect, name, property, value }) => {
      const says =
        effect.verdict === "harmless" ? say`` : filled(effect.says, wordsOf(name, value));
      return {
        text: say`${strong`${settingLabel(name)}`} stays as somebody once set it in EspoCRM: ${says}. The configuration does not say so: declare ${quoted(property)}.`,
        reason: say`${settingLabel(name)} stays as it is, undeclared`,
      };
    });

function wordsOf(name: string, value: unknown) {
  const fresh = isSetting(name) ? settingOf(name).fresh : undefined;
  const text = (one: unknown): Text =>
    say`${quoted(Array.isArray(one) ? one.join(", ") : typeof one === "string" ? one : JSON.stringify(one ?? null))}`;
  return { label: settingLabel(name), before: text(fresh), after: text(value) };
}

const shownAddress = (address: unknown): Text =>
  typeof address === "string" && URL.canParse(address)
    ? say`${quoted(new URL(address).origin)}`
    : say`no address`;

/** What may be shown of the present settings: those that this project manages. */
export const shownPresent = (present: Values): Values =>
  Object.fromEntries(SETTING_NAMES.map((name) => [name, present[name]]));
