/**
 * Terraform's values and types, and their MessagePack form. Terraform's types decide how a value is
 * read: a number may come as text, an object always has all of its attributes.
 */
import { decode, encode, ExtData } from "@msgpack/msgpack";

/** A value that Terraform will know only after apply. */
export const UNKNOWN = Symbol("known after apply");

/** A number that no JavaScript number holds exactly, in decimal digits. */
export class Decimal {
  /** @param digits - the number, as Terraform writes it. */
  constructor(readonly digits: string) {}
}

/** A Terraform value. */
export type Value =
  null | boolean | number | Decimal | string | typeof UNKNOWN | readonly Value[] | Attributes;

/** The attributes of an object, or the elements of a map. */
export interface Attributes {
  readonly [name: string]: Value;
}

/** A type constraint, in the form that Terraform's JSON gives it. */
export type Type =
  | "string"
  | "number"
  | "bool"
  | readonly ["list" | "set" | "map", Type]
  | readonly ["object", { readonly [name: string]: Type }];

/** An object type: what a block of configuration amounts to. */
export type ObjectType = Extract<Type, readonly ["object", unknown]>;

/** Whether a value is a list. */
export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** Whether a value is an object or a map. */
export const isAttributes = (value: Value | undefined): value is Attributes =>
  typeof value === "object" && value !== null && !isList(value) && !(value instanceof Decimal);

/** Whether any part of a value is unknown. */
export function hasUnknown(value: Value): boolean {
  if (value === UNKNOWN) return true;
  if (isList(value)) return value.some(hasUnknown);
  return isAttributes(value) && Object.values(value).some(hasUnknown);
}

/** Whether two values are the same, part by part. */
export function sameValue(one: Value, other: Value): boolean {
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((item, i) => sameValue(item, other[i] ?? null));
  }
  if (isAttributes(one) && isAttributes(other)) {
    const names = Object.keys(one);
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => name in other && sameValue(one[name] ?? null, other[name] ?? null))
    );
  }
  if (one instanceof Decimal && other instanceof Decimal) return one.digits === other.digits;
  return one === other;
}

/** The attributes of this type; those that are not given are null. */
export const complete = (given: Attributes, [, attributes]: ObjectType): Attributes =>
  mapValues(attributes, (_type, name) => given[name] ?? null);

/** A value as text; empty when it is none. */
export const asText = (value: Value | undefined): string =>
  typeof value === "string" ? value : "";

/** A value as a number; 0 when it is none. */
export function asNumber(value: Value | undefined): number {
  if (value instanceof Decimal) return Number(value.digits);
  return typeof value === "number" ? value : 0;
}

/** The texts in a list; none when it is no list. */
export const textsIn = (value: Value | undefined): string[] =>
  isList(value) ? value.filter((item) => typeof item === "string") : [];

/** The record with each of its values changed. */
export const mapValues = <T, U>(
  record: Readonly<Record<string, T>>,
  change: (value: T, name: string) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));

/** Reads a value of this type from MessagePack. */
export const readMessagePack = (bytes: Uint8Array, type: Type): Value =>
  conform(decode(bytes, { extensionCodec, useBigInt64: true }), type);

/** Writes a value as MessagePack. */
export const writeMessagePack = (value: Value): Buffer =>
  Buffer.from(encode(withDecimalsAsText(value), { extensionCodec }));

/** Reads a value of this type from the JSON of a Terraform state. */
export const readStateJson = (json: string, type: Type): Value =>
  conform(JSON.parse(quoteInexactNumbers(json)), type);

/** Any MessagePack extension is an unknown value: type 0 a plain one, type 12 a refined one. */
const extensionCodec = {
  tryToEncode: (value: unknown): ExtData | null =>
    value === UNKNOWN ? new ExtData(0, new Uint8Array([0])) : null,
  decode: () => UNKNOWN,
};

/** Gives what a decoder returned the shape of its type: missing attributes are null, unknown names go. */
function conform(raw: unknown, type: Type): Value {
  if (raw === null || raw === undefined) return null;
  if (raw === UNKNOWN) return UNKNOWN;
  if (typeof type === "string") {
    if (type === "number") return conformNumber(raw);
    if (type === "string" && typeof raw === "string") return raw;
    if (type === "bool" && typeof raw === "boolean") return raw;
  } else if (type[0] === "list" || type[0] === "set") {
    const [, element] = type;
    if (Array.isArray(raw)) return raw.map((item: unknown) => conform(item, element));
  } else if (typeof raw === "object" && !Array.isArray(raw)) {
    const given = new Map<string, unknown>(Object.entries(raw));
    const members =
      type[0] === "object"
        ? Object.entries(type[1])
        : [...given.keys()].map((key): [string, Type] => [key, type[1]]);
    return Object.fromEntries(members.map(([name, t]) => [name, conform(given.get(name), t)]));
  }
  throw new TypeError(`a ${typeof raw} where Terraform's type is ${JSON.stringify(type)}`);
}

function withDecimalsAsText(value: Value): unknown {
  if (value instanceof Decimal) return value.digits;
  if (isList(value)) return value.map(withDecimalsAsText);
  if (!isAttributes(value)) return value;
  return mapValues(value, withDecimalsAsText);
}

function conformNumber(raw: unknown): Value {
  if (typeof raw === "number") return raw;
  const digits = typeof raw === "string" || typeof raw === "bigint" ? String(raw) : "NaN";
  const number = Number(digits);
  if (Number.isNaN(number)) throw new TypeError(`${typeof raw} is not a number`);
  return String(number) === digits && (!Number.isInteger(number) || Number.isSafeInteger(number))
    ? number
    : new Decimal(digits);
}

/** Terraform's state holds exact numbers; JSON.parse would round large ones, so they become text. */
const quoteInexactNumbers = (json: string): string =>
  json.replace(/"(?:\\.|[^"\\])*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g, (token) =>
    token.startsWith('"') || String(Number(token)) === token ? token : `"${token}"`,
  );
