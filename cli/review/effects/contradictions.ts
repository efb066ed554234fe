import { RESOURCES } from "../../../lib/fields/index";
import { withoutTrailingSlash } from "../../../lib/declaration";
import { actionOf, same } from "../plan/change";
import { isValues } from "../plan/plan-schema";
import { references } from "../plan/references";
import { sendsOther, settingsSent } from "../plan/settings-data";
import { quoted, say, type Text } from "../render/text";
import type { Situation } from "./situation";

/** Where the plan does not bear out what the integration states of itself. */
export function contradictions(situation: Situation): Text[] {
  const { integration } = situation;
  const stated = integration.statement?.after;
  const { secretOf, settings } = integration;
  if (stated === undefined) return [...integration.contradictions];
  const data = settings && settingsSent(settings);
  const method = settings?.change.after?.["destroy_method"];
  const input = secretOf?.change.after?.["input"];
  const site = isValues(input) ? input["espocrm"] : undefined;
  const answered = situation.espocrm.siteUrl;
  const known = [stated, integration.statement?.before].map((one) => one?.espocrm.url);
  return [
    ...integration.contradictions,
    ...(stated.settings === undefined || stated.logoutUrl === undefined
      ? [say`it does not say what it manages`]
      : []),
    ...(data && typeof stated.logoutUrl === "string" && data["oidcLogoutUrl"] !== stated.logoutUrl
      ? [say`it states another logout URL than it writes`]
      : []),
    ...(data && stated.settings && !same(Object.keys(data).sort(), [...stated.settings].sort())
      ? [say`it states other managed settings than it writes`]
      : []),
    ...(settings?.change.after && sendsOther(settings)
      ? [say`it compares EspoCRM with other settings than it writes`]
      : []),
    ...(method !== undefined &&
    stated.onDestroy !== undefined &&
    (method === "GET") !== (stated.onDestroy === "leave")
      ? [say`it states onDestroy ${quoted(stated.onDestroy)}, and is to end otherwise`]
      : []),
    ...(typeof site === "string" && stated.espocrm.url !== undefined && site !== stated.espocrm.url
      ? [say`it states the EspoCRM ${quoted(stated.espocrm.url)}, and writes for ${quoted(site)}`]
      : []),
    ...(answered !== undefined &&
    stated.espocrm.url !== undefined &&
    !known.some((url) => url !== undefined && withoutTrailingSlash(url) === answered)
      ? [say`EspoCRM says of itself that it is another one than ${quoted(stated.espocrm.url)}`]
      : []),
    ...guards(situation),
    ...order(situation),
  ];
}

/** What is written to EspoCRM is written one after the other: the switch comes last. */
function order({ integration, plan }: Situation): Text[] {
  const { secret, settings, withdrawals } = integration;
  const configured = settings && plan.configured.get(settings.address);
  if (configured === undefined || secret === undefined) return [];
  const earlier = [secret, ...withdrawals].map(({ address }) => address);
  return configured.depends_on?.some((address) => earlier.includes(address))
    ? []
    : [say`${RESOURCES.settings.label} do not wait for ${RESOURCES.secret.label}`];
}

/** Look-ups that the construct guards, and the warning of an earlier set-up whose secret is lost. */
function otherGuards({ integration, plan }: Situation, checked: ReadonlySet<string>): Text[] {
  const { before, provider, statement } = integration;
  const lookUps = [
    "authorization_flow",
    "authentication_flow",
    "invalidation_flow",
    "property_mappings",
  ]
    .flatMap((attribute) => (provider ? references(plan, provider, attribute) : []))
    .filter((address) => plan.configured.has(address) && address.startsWith("data."));
  const warning = before && `check.${before.name}_secret`;
  return [
    ...[...new Set(lookUps)]
      .filter((address) => !checked.has(address))
      .map(
        (address) => say`${quoted(address)} is to be guarded, and Terraform checks nothing there`,
      ),
    ...(warning !== undefined &&
    statement?.after?.onDestroy === "restore" &&
    before?.change.after &&
    plan.configured.has(before.address) &&
    !checked.has(warning)
      ? [say`${quoted(warning)} is gone: it warns of an earlier set-up whose client secret is lost`]
      : []),
  ];
}

/** Guards that are stated, or that the construct always sets, and that Terraform does not check. */
function guards(situation: Situation): Text[] {
  const { integration, plan } = situation;
  const stated = integration.statement?.after?.lifecycle;
  const checked = new Set(plan.checks.map(({ address }) => address.to_display));
  const own = integration.roles.flatMap(([role, change]) => {
    const lifecycle = stated?.[change.address];
    const expected = isValues(lifecycle) && Number(lifecycle["conditions"] ?? 0) > 0;
    const gone = ["delete", "forget"].includes(actionOf(change)) || !change.change.after;
    if (!expected || gone || !plan.configured.has(change.address) || checked.has(change.address))
      return [];
    return [say`${RESOURCES[role].label} is to be guarded, and Terraform checks nothing there`];
  });
  return [...own, ...otherGuards(situation, checked)];
}
