/** How one attribute of a resource stands in authentik's API: the provider's habits, one by one. */
import type { Json } from "../go-text";
import { isJsonList, isJsonObject, parseJson, writeJson } from "../go-text";
import type { Value } from "../wire/values";
import {
  asNumber,
  asText,
  Decimal,
  isAttributes,
  isList,
  mapValues,
  UNKNOWN,
} from "../wire/values";
import { isEmpty } from "./legacy-plan";

/** How an attribute is written to a request and read from an answer. */
export interface Field {
  /**
   * The member of request and answer.
   *
   * @default - the attribute's own name
   */
  readonly member?: string;
  /** What to send; undefined to leave the member out. */
  write(value: Value): Json | undefined;
  /**
   * What to store of an answer; undefined to keep what there is.
   *
   * @param member - the answer's member; null where there is none.
   * @param before - the attribute so far.
   */
  read(member: Json, before: Value): Value | undefined;
}

/** Text that is always sent. */
export const text: Field = {
  write: asText,
  read: asText,
};

/** Text that is left out when it is empty, and so can't be cleared. */
export const optionalText: Field = { ...text, write: (value) => asText(value) || undefined };

/** The id of another object, null when there is none. */
export const reference: Field = { ...text, write: (value) => asText(value) || null };

/** A whole number that is always sent. */
export const integer: Field = {
  write: asNumber,
  read: (member) => Math.trunc(asNumber(member)),
};

/** The number of another object, null when there is none. */
export const integerReference: Field = { ...integer, write: (value) => asNumber(value) || null };

/** Yes or no, always sent. */
export const flag: Field = {
  write: (value) => value === true,
  read: (member) => member === true,
};

/** A list that keeps its own order, whatever the server's. */
export const list: Field = {
  write: asList,
  read: (member, before) => mergeConsistently(asList(before), itemsOf(member)),
};

/** A list in the server's order. */
export const serverOrderedList: Field = { write: asList, read: itemsOf };

/** A list that is left out when it is empty. */
export const optionalList: Field = {
  write: (value) => (isEmpty(value) ? undefined : asList(value)),
  read: itemsOf,
};

/** JSON in text on our side, an object on authentik's. */
export const jsonText: Field = {
  write: (value) => {
    const parsed = parseJson(asText(value) || "{}");
    return isJsonObject(parsed) ? parsed : {};
  },
  read: (member) => writeJson(member),
};

/** A field under another name. */
export const under = (member: string, field: Field): Field => ({ ...field, member });

/** A field that the provider only reads. */
export const readOnly = (field: Field): Field => ({ ...field, write: () => undefined });

/** A field that the provider only writes. */
export const writeOnly = (field: Field): Field => ({ ...field, read: () => undefined });

/** The values of both, those that were there before in their old order, new ones after them. */
export function mergeConsistently<T extends Json>(before: readonly Json[], now: readonly T[]): T[] {
  const key = (value: Json) => writeJson(value);
  const order = before.map(key);
  const known = now.filter((value) => order.includes(key(value)));
  const added = now.filter((value) => !order.includes(key(value)));
  return [...known.sort((a, b) => order.indexOf(key(a)) - order.indexOf(key(b))), ...added];
}

/** An answer's list; empty when it is none. */
export function itemsOf(member: Json | undefined): readonly Json[] {
  return isJsonList(member) ? member : [];
}

/** A value as a list; empty when it is none. */
export function asList(value: Value | undefined): Json[] {
  return isList(value) ? value.map(asJson) : [];
}

/** A value as JSON, for a request. */
export function asJson(value: Value): Json {
  if (value === UNKNOWN) return null;
  if (value instanceof Decimal) return asNumber(value);
  if (isList(value)) return value.map(asJson);
  if (!isAttributes(value)) return value;
  return mapValues(value, asJson);
}
