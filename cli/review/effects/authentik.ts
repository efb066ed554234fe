import { isSameSet } from "../../../lib/fields/index";
import { attributeLabel, attributeRow, attributeRows } from "../plan/attributes";
import { isUnbound } from "../access/bound";
import { replacementCause } from "../plan/replacement-cause";
import {
  actionOf,
  after,
  before,
  canonical,
  isEmpty,
  marked,
  same,
  SENSITIVE,
  UNKNOWN,
} from "../plan/change";
import { type Integration } from "../plan/integrations";
import { list, type LookUps } from "../plan/look-ups";
import type { Row } from "../model";
import type { ResourceChange } from "../plan/plan-json";
import { isValues } from "../plan/plan-schema";
import { quoted, say, type Text } from "../render/text";

/** What a binding binds is in its name already. */
const IN_THE_NAME = ["group", "user", "policy"];

/** authentik's side, attribute by attribute. */
export function authentikRows(integration: Integration, lookUps: LookUps): Row[] {
  const { application, bindings, groups, policies, provider, scopeMappings } = integration;
  return [
    ...(provider ? rowsOf(provider, say`Provider`, lookUps) : []),
    ...(application ? rowsOf(application, say`Application`, lookUps) : []),
    ...bindings.flatMap((binding) => rowsOf(binding, bindingName(binding, lookUps), lookUps)),
    ...policies.flatMap((policy) => rowsOf(policy, policyName(policy), lookUps)),
    ...groups.flatMap((group) => rowsOf(group, groupName(group), lookUps)),
    ...scopeMappings.flatMap((mapping) => rowsOf(mapping, mappingName(mapping), lookUps)),
  ];
}

/** A binding, by what it binds. */
export function bindingName(binding: ResourceChange, lookUps: LookUps): Text {
  const { after: then, before: now } = binding.change;
  for (const kind of ["group", "user", "policy"] as const) {
    const id = then?.[kind] ?? (then ? undefined : now?.[kind]);
    if (!isUnbound(id)) return say`Binding of ${kind} ${lookUps.boundName(binding, kind, id)}`;
    if (after(binding, kind) === UNKNOWN)
      return say`Binding of ${kind} ${lookUps.plannedName(binding, kind) ?? say`(known after apply)`}`;
  }
  return say`Binding`;
}

/** What an object of authentik's is called in tables; `undefined` for other resources. */
export function nameOf(change: ResourceChange, lookUps: LookUps): Text | undefined {
  switch (change.type) {
    case "authentik_provider_oauth2":
      return say`Provider`;
    case "authentik_application":
      return say`Application`;
    case "authentik_policy_binding":
      return bindingName(change, lookUps);
    case "authentik_policy_expression":
      return policyName(change);
    case "authentik_property_mapping_provider_scope":
      return mappingName(change);
    case "authentik_group":
      return groupName(change);
    default:
      return undefined;
  }
}

const groupName = ({ change }: ResourceChange): Text =>
  say`Group ${quoted(String(change.after?.["name"] ?? change.before?.["name"]))}`;

const mappingName = ({ change }: ResourceChange): Text =>
  say`Scope mapping ${quoted(String(change.after?.["name"] ?? change.before?.["name"]))}`;

const policyName = ({ change }: ResourceChange): Text =>
  say`Policy ${quoted(String(change.after?.["name"] ?? change.before?.["name"]))}`;

function rowsOf(change: ResourceChange, name: Text, lookUps: LookUps): Row[] {
  const action = actionOf(change);
  const cause = replacementCause(change);
  const because = cause === undefined ? say`` : say`, because ${cause}`;
  const label = (attribute: string) => say`${name}: ${attribute}`;
  switch (action) {
    case "delete":
      return [{ label: name, before: say`there`, after: say`deleted` }];
    case "forget":
      return [{ label: name, before: say`there`, after: say`stays, but Terraform forgets it` }];
    case "create":
      return [
        { label: name, before: say``, after: say`new` },
        ...changedRows(change, label, lookUps, (attribute) => {
          const value = after(change, attribute);
          if (IN_THE_NAME.includes(attribute) && change.type === "authentik_policy_binding")
            return false;
          return (
            !isEmpty(value) &&
            !same(value, attributeRow(change.type, attribute)?.usual) &&
            value !== UNKNOWN
          );
        }),
      ];
    case "replace":
      return [
        { label: name, before: say`there`, after: say`deleted, and made anew${because}` },
        ...changedRows(change, label, lookUps, (attribute) => differs(change, attribute)),
      ];
    case "update":
      return changedRows(change, label, lookUps, (attribute) => differs(change, attribute));
    default:
      return [];
  }
}

function changedRows(
  change: ResourceChange,
  label: (attribute: string) => Text,
  lookUps: LookUps,
  wanted: (attribute: string) => boolean,
): Row[] {
  const rows = Object.entries(attributeRows(change.type))
    .filter(([attribute, { shown }]) => shown === undefined && wanted(attribute))
    .map(([attribute, { label: words }]) => {
      const { after: then, before: now } = change.change;
      const reordered =
        attribute === "property_mappings" && isSameSet(now?.[attribute], then?.[attribute]);
      return {
        label: label(words),
        before: now ? attributeValue(change, attribute, "before", lookUps) : say``,
        after: reordered
          ? say`the same, in another order`
          : attributeValue(change, attribute, "after", lookUps),
      };
    });
  return [...rows, ...secretRow(change, label), ...unshownRows(change, label)];
}

function secretRow(change: ResourceChange, label: (attribute: string) => Text): Row[] {
  if (change.type !== "authentik_provider_oauth2" || !differs(change, "client_secret")) return [];
  const made = change.change.before ? "changed" : "set";
  const before = change.change.before ? say`set` : say``;
  return [{ label: label("Client Secret"), before, after: say`${made}` }];
}

/** Attributes outside the list: by name alone. */
function unshownRows(change: ResourceChange, label: (attribute: string) => Text): Row[] {
  if (!change.change.before) return [];
  return attributesOf(change)
    .filter((name) => attributeRow(change.type, name) === undefined && differs(change, name))
    .map((name) => ({
      label: say`${label("")}${quoted(name)}`,
      before: say`(not shown)`,
      after: say`(not shown)`,
    }));
}

/** Names of all attributes, before and after; those that are unknown yet stand in their mask alone. */
export function attributesOf({ change }: ResourceChange): string[] {
  const { after, after_unknown: mask, before } = change;
  const unknown =
    isValues(mask) && after ? Object.keys(mask).filter((name) => marked(mask[name])) : [];
  return [
    ...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {}), ...unknown]),
  ].sort();
}

/** Whether an attribute changes; one that is not known yet does only where it is shown at all. */
export function differs(change: ResourceChange, attribute: string): boolean {
  const then = after(change, attribute);
  if (then === UNKNOWN) return true;
  const [now, planned] = [change.change.before?.[attribute], change.change.after?.[attribute]];
  const binds = change.type === "authentik_policy_binding" && IN_THE_NAME.includes(attribute);
  return !same(now, planned) && !(binds && isUnbound(now) && isUnbound(planned));
}

/** An attribute's value in words, by name where it is an id. */
export function attributeValue(
  change: ResourceChange,
  attribute: string,
  when: "before" | "after",
  lookUps: LookUps,
): Text {
  const value = (when === "before" ? before : after)(change, attribute);
  const known = attributeRow(change.type, attribute);
  if (value === SENSITIVE || attributeLabel(change.type, attribute) === undefined)
    return say`(not shown)`;
  if (value === UNKNOWN) {
    if (attribute === "property_mappings") return lookUps.plannedScopes(change);
    const name = lookUps.plannedName(change, attribute);
    return name === undefined ? say`known after apply` : say`${name} (new)`;
  }
  if (isEmpty(value)) return say`not set`;
  if (known?.refersTo !== undefined) return lookUps.name(known.refersTo, value);
  if (attribute === "property_mappings" && Array.isArray(value)) return lookUps.scopes(value);
  if (attribute === "allowed_redirect_uris" && Array.isArray(value))
    return list(value.map(redirectUri));
  return plainValue(value);
}

/** A redirect URI, with what is unusual about it. */
function redirectUri(entry: unknown): Text {
  if (typeof entry !== "object" || entry === null) return say`(not shown)`;
  const { matching_mode: mode, redirect_uri_type: type, url } = entry as Record<string, unknown>;
  const unusual = [
    mode === "regex" && "as a regular expression",
    type === "logout" && "for logout",
  ];
  const words = unusual.filter((word) => word !== false).join(", ");
  return say`${quoted(String(url))}${words === "" ? "" : ` (${words})`}`;
}

function plainValue(value: unknown): Text {
  if (value === true) return say`yes`;
  if (value === false) return say`no`;
  if (Array.isArray(value)) return list(value.map((part) => plainValue(part)));
  if (typeof value === "string" || typeof value === "number") return say`${quoted(String(value))}`;
  return say`${quoted(canonical(value))}`;
}
