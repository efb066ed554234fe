/**
 * Planning as Terraform's older provider library (SDKv2) does it, which authentik's provider is
 * built on: it knows no null but in collections, keeps what it does not understand as a change, and
 * never says that a computed value will change.
 */
import type { PlannedChange, ProposedChange } from "../host/provider";
import type { Block } from "../host/schema";
import type { Attributes, Value } from "../wire/values";
import {
  asNumber,
  Decimal,
  hasUnknown,
  isAttributes,
  isList,
  mapValues,
  sameValue,
  UNKNOWN,
} from "../wire/values";
import type { Behaviour, Behaviours } from "./attribute";
import { refuseNulls } from "./attribute";

/** Plans a change of a resource. */
export function planLegacy(
  { prior, proposed }: ProposedChange,
  { attributes }: Block,
  behaviours: Behaviours,
): PlannedChange {
  refuseNulls(proposed);
  const planned = mapValues(attributes, ({ computed = false }, name) => {
    const value = plannedValue(prior?.[name], proposed[name], computed, behaviours[name] ?? {});
    return !prior && value === null && computed ? UNKNOWN : value;
  });
  if (!prior) return { planned };
  if (sameToLegacy(prior, planned)) return { planned: prior };
  const replacing = Object.keys(attributes).filter(
    (name) => behaviours[name]?.replaces && !sameToLegacy(prior[name], planned[name]),
  );
  if (replacing.length === 0) return { planned };
  return { planned, requiresReplace: [...replacing, "id"].map((attribute) => [{ attribute }]) };
}

/** The values of a data source before it is read: the configuration and the standard values. */
export function configured(
  config: Attributes,
  { attributes }: Block,
  behaviours: Behaviours,
): Attributes {
  return mapValues(
    attributes,
    (_attribute, name) => config[name] ?? behaviours[name]?.standard ?? null,
  );
}

/** A list that is not wholly known is not known at all; what the configuration lacks, a standard value may fill. */
function plannedValue(
  before: Value = null,
  proposed: Value = null,
  computed: boolean,
  { standard = null, same }: Behaviour,
): Value {
  const wanted = proposed ?? standard;
  if (wanted === null) return withoutValue(before, computed);
  if (hasUnknown(wanted)) return UNKNOWN;
  if (typeof wanted === "string" && same?.(typeof before === "string" ? before : "", wanted)) {
    return before;
  }
  return wanted;
}

/** A value that the configuration no longer has: a list empties, what is empty stays as it is. */
function withoutValue(before: Value, computed: boolean): Value {
  if (computed || isEmpty(before)) return before;
  return isList(before) ? [] : null;
}

/** Whether the older library sees no difference: null is as good as empty. */
export function sameToLegacy(one: Value = null, other: Value = null): boolean {
  if (one === UNKNOWN || other === UNKNOWN) return one === other;
  if (isEmpty(one) && isEmpty(other)) return true;
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((v, i) => sameToLegacy(v, other[i]));
  }
  if (isAttributes(one) && isAttributes(other)) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].every((name) => sameToLegacy(one[name], other[name]));
  }
  return sameValue(one, other);
}

/** Whether the older library can't tell a value from none. */
export function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (typeof value === "number" || value instanceof Decimal) return asNumber(value) === 0;
  if (isList(value)) return value.length === 0;
  return isAttributes(value) && Object.keys(value).length === 0;
}
