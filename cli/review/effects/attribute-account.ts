import {
  type Attribute,
  harmless,
  type ObjectRole,
  RESOURCES,
  type Role,
  SETTINGS_PATH,
  SMALLEST_READ,
  VOLATILE_SETTINGS,
} from "../../../lib/fields/index";
import { attributeRow } from "../plan/attributes";
import { actionOf, after, before, isEmpty, isUnknown, same } from "../plan/change";
import type { LookUps } from "../plan/look-ups";
import type { ResourceChange } from "../plan/plan-json";
import { expressionOf, references, refers } from "../plan/references";
import { resourcesOf } from "../plan/integrations";
import { ignoredSettings } from "../plan/settings-data";
import { quoted, say, type Text } from "../render/text";
import { attributesOf, attributeValue, differs, nameOf } from "./authentik";
import { type Consequence, consequenceOf } from "./consequence";
import { hiddenDrift } from "./hidden-drift";
import type { Situation } from "./situation";

/** What the change of each attribute of a resource does. */
export function attributeConsequences(
  role: Role,
  change: ResourceChange,
  situation: Situation,
  lookUps: LookUps,
): Consequence[] {
  const action = actionOf(change);
  // What goes has no attributes any more; a note of Terraform's is judged as a whole.
  if (!change.change.after || RESOURCES[role].type === "terraform_data") return [];
  const isNew = action === "create";
  const stated = situation.integration.statement?.after?.settings;
  const name = nameOf(change, lookUps) ?? say`${RESOURCES[role].label}`;
  return attributesOf(change)
    .filter((attribute) => differs(change, attribute) || (isNew && NEEDED.includes(attribute)))
    .flatMap((attribute) => {
      const row = attributeRow(change.type, attribute);
      const about = `${change.type}.${attribute}`;
      if (isNew && goesWithoutSaying(role, change, attribute, row, situation)) return [];
      if (change.type === "restapi_object") {
        const special = objectAttribute(role as ObjectRole, change, attribute, about, stated);
        if (special !== undefined) return special;
      } else if (isOwn(change, attribute, row, situation)) return [];
      const now = change.change.before ? before(change, attribute) : undefined;
      const words = {
        label: say`${name}: ${row?.label ?? quoted(attribute)}`,
        before: value(change, attribute, "before", lookUps),
        after: value(change, attribute, "after", lookUps),
      };
      return consequenceOf(
        about,
        row,
        { before: now, after: after(change, attribute) },
        words,
        situation.around,
      );
    });
}

/** Attributes that a new object must not lack. */
const NEEDED: readonly string[] = ["property_mappings", "protocol_provider"];

const value = (
  change: ResourceChange,
  attribute: string,
  when: "before" | "after",
  lookUps: LookUps,
): Text => (change.change[when] ? attributeValue(change, attribute, when, lookUps) : say`not set`);

/** What every new object has, or what is authentik's own default. */
function goesWithoutSaying(
  role: Role,
  change: ResourceChange,
  attribute: string,
  row: Attribute | undefined,
  situation: Situation,
): boolean {
  if (row === undefined) return false;
  const then = after(change, attribute);
  if (change.type === "restapi_object")
    return isOfForm(role as ObjectRole, attribute, then) && !UNUSUAL.includes(attribute);
  const { provider } = situation.integration;
  if (attribute === "protocol_provider")
    return provider !== undefined && refers(situation.plan, change, attribute, provider);
  if (typeof then === "symbol") return isOwn(change, attribute, row, situation);
  const defaults = Object.values(row.props).flatMap((one) =>
    "default" in one ? [one.default] : [],
  );
  if (isEmpty(then)) return defaults.every(isEmpty);
  // The construct registers one; which, the gate redirect-uri judges.
  if (attribute === "allowed_redirect_uris") return Array.isArray(then) && then.length === 1;
  if (row.own) return true;
  return [row.usual, ...defaults].some((usual) => same(usual, then)) || isByName(role, row);
}

/** Whether an object is read as the construct has it read. */
function isOfForm(role: ObjectRole, attribute: string, value: unknown): boolean {
  const whole = role === "observer" || role === "settings";
  switch (attribute) {
    case "read_path":
      return value === (whole ? SETTINGS_PATH : SMALLEST_READ);
    case "object_id":
      return whole || role === "secret" ? value === "settings" : true;
    case "ignore_server_additions":
      return role !== "settings" || isEmpty(value) || value === false;
    default:
      return true;
  }
}

/** Attributes of an object that its form does not cover, and that the construct never sets. */
const UNUSUAL: readonly string[] = [
  "debug",
  "id_attribute",
  "ignore_all_server_changes",
  "read_data",
  "read_search",
];

/** What only names a tile, or a binding, is told by its row of values. */
const isByName = (role: Role, { effect }: Attribute): boolean =>
  role !== "provider" && typeof effect !== "function" && effect.verdict === "harmless";

/** Whether an attribute is unknown because it is the object's own id, or that of another new one of ours. */
function isOwn(
  change: ResourceChange,
  attribute: string,
  row: Attribute | undefined,
  { integration, plan }: Situation,
): boolean {
  if (row?.own === undefined || !isUnknown(change, attribute)) return false;
  if (expressionOf(plan, change, attribute) === undefined)
    return isId(attribute) && actionOf(change) !== "update";
  const ours = resourcesOf(integration)
    .filter((one) => ["create", "replace"].includes(actionOf(one)))
    .map(({ address }) => address);
  return references(plan, change, attribute).some((address) => ours.includes(address));
}

/** What an object of authentik's gets only when it is made; a new group is made without members. */
const isId = (attribute: string): boolean =>
  ["client_secret", "id", "users", "uuid"].includes(attribute);

/** Whether the observer becomes what the construct makes of it: an older release of ours kept no answer in `data`. */
function isObservers(change: ResourceChange, attribute: string): boolean {
  const then = after(change, attribute);
  return attribute === "ignore_changes_to"
    ? same(then, VOLATILE_SETTINGS)
    : attribute === "ignore_server_additions" && (isEmpty(then) || then === false);
}

/** Attributes of an object that are judged otherwise than by a row alone; `undefined` for all others. */
function objectAttribute(
  role: ObjectRole,
  change: ResourceChange,
  attribute: string,
  about: string,
  stated: readonly string[] | undefined,
): Consequence[] | undefined {
  // By its keys: those of the settings by their rows, those of the others by the object's form.
  if (attribute === "data" && !(isUnknown(change, attribute) && role === "keyCache")) return [];
  if (attribute === "update_data" && (role === "settings" || role === "observer")) return [];
  const row = attributeRow(change.type, attribute);
  if (row?.shown === "elsewhere")
    return [{ about, effect: harmless("EspoCRM's answer"), says: say`${row.label}` }];
  if (role === "observer" && isObservers(change, attribute))
    return [{ about, effect: harmless("it is only read"), says: say`${row?.label ?? about}` }];
  if (attribute !== "ignore_changes_to" || role !== "settings") return undefined;
  const hides = ignoredSettings(change, stated);
  if (hides?.length !== 0) return [hiddenDrift(hides)];
  return [
    {
      about,
      effect: harmless("no managed setting is among them"),
      says: say`${row?.label ?? about}`,
    },
  ];
}
