import { isUuid } from "../state/identifiers";
import type { Attributes } from "../state/models";
import { InvalidValue, type ErrorDetail } from "./errors";
import type { Kind } from "./fields";
import { pythonType } from "../python/type-name";

/** A rule for texts: what is wrong with this one, or undefined. */
export type TextRule = (text: string) => string | undefined;

/** What a text may be. */
export interface TextOptions {
  /** Whether it may be empty. @default - false */
  readonly blank?: boolean;
  /** Greatest number of characters. @default - no limit */
  readonly max?: number;
  /** Further rules; an empty text need not meet them. @default - none */
  readonly rules?: readonly TextRule[];
}

/** A text. White space around it is cut off, as Django REST Framework does. */
export const text =
  ({ blank = false, max = Infinity, rules = [] }: TextOptions = {}): Kind<string> =>
  (value) => {
    if (value === null) throw new InvalidValue(["This field may not be null."]);
    if (typeof value !== "string" && typeof value !== "number") {
      throw new InvalidValue(["Not a valid string."]);
    }
    const trimmed = String(value).trim();
    if (trimmed === "") {
      if (blank) return trimmed;
      throw new InvalidValue(["This field may not be blank."]);
    }
    const wrong = rules.map((rule) => rule(trimmed)).filter((message) => message !== undefined);
    if (Array.from(trimmed).length > max) {
      wrong.push(`Ensure this field has no more than ${max} characters.`);
    }
    if (wrong.length > 0) throw new InvalidValue(wrong);
    return trimmed;
  };

/** True or false, in any of the spellings that Django REST Framework takes. */
export const boolean: Kind<boolean> = (value) => {
  if (value === null) throw new InvalidValue(["This field may not be null."]);
  const spelling = JSON.stringify(value).replaceAll('"', "").toLowerCase();
  if (["true", "t", "yes", "y", "on", "1"].includes(spelling)) return true;
  if (["false", "f", "no", "n", "off", "0"].includes(spelling)) return false;
  throw new InvalidValue(["Must be a valid boolean."]);
};

/** A whole number within limits. */
export const integer =
  (min: number, max: number): Kind<number> =>
  (value) => {
    if (value === null) throw new InvalidValue(["This field may not be null."]);
    const digits = typeof value === "number" || typeof value === "string" ? String(value) : "";
    if (!/^\s*-?\d+(\.0*)?\s*$/.test(digits)) {
      throw new InvalidValue(["A valid integer is required."]);
    }
    const number = Number(digits);
    if (number < min) {
      throw new InvalidValue([`Ensure this value is greater than or equal to ${min}.`]);
    }
    if (number > max)
      throw new InvalidValue([`Ensure this value is less than or equal to ${max}.`]);
    return number;
  };

/** One of several words. */
export const choice =
  <const T extends string>(...words: readonly T[]): Kind<T> =>
  (value) => {
    if (value === null) throw new InvalidValue(["This field may not be null."]);
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) {
      throw new InvalidValue([`"${shown(value)}" is not a valid choice.`]);
    }
    return word;
  };

/** The id of an object that exists. */
export const reference =
  <K extends string | number>(table: ReadonlyMap<K, unknown>, key: Kind<K>): Kind<K> =>
  (value) => {
    if (value === null) throw new InvalidValue(["This field may not be null."]);
    const id = key(value);
    if (table.has(id)) return id;
    throw new InvalidValue([`Invalid pk "${id}" - object does not exist.`]);
  };

/** The form of a UUID. */
export const uuid: Kind<string> = (value) => {
  if (typeof value === "string" && isUuid(value)) return value;
  throw new InvalidValue([`“${shown(value)}” is not a valid UUID.`]);
};

/** The form of a number that stands for an object. */
export const number: Kind<number> = (value) => {
  if (typeof value === "number" && Number.isInteger(value)) return value;
  if (typeof value === "string" && /^\d+$/.test(value)) return Number(value);
  throw new InvalidValue([`Incorrect type. Expected pk value, received ${pythonType(value)}.`]);
};

/** A value, or null. */
export const nullable =
  <T>(kind: Kind<T>): Kind<T | null> =>
  (value) =>
    value === null ? null : kind(value);

/** A list of ids: the first wrong one is reported, as for a single id. */
export const references =
  <T>(kind: Kind<T>): Kind<readonly T[]> =>
  (value) => [...new Set(listed(value).map(kind))];

/** A list of words: what is wrong is reported by position. */
export const words =
  <T>(kind: Kind<T>): Kind<readonly T[]> =>
  (value) => {
    const list = listed(value);
    if (list.length === 0) throw new InvalidValue(["This list may not be empty."]);
    const { read, errors } = readEach(kind, list);
    if (errors.size > 0) throw new InvalidValue(Object.fromEntries(errors));
    return read;
  };

/** A list of objects: what is wrong is reported for each, `{}` where nothing is. */
export const objects =
  <T>(kind: Kind<T>): Kind<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value)) {
      const message = `Expected a list of items but got type "${pythonType(value)}".`;
      throw new InvalidValue({ non_field_errors: [message] });
    }
    const { read, errors } = readEach(kind, value);
    if (errors.size > 0) throw new InvalidValue(value.map((_, index) => errors.get(index) ?? {}));
    return read;
  };

/** Free-form data by key. */
export const attributes: Kind<Attributes> = (value) => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value));
  }
  throw new InvalidValue(["Value must be a dictionary, and not have any duplicate keys."]);
};

function listed(value: unknown): readonly unknown[] {
  if (value === null) throw new InvalidValue(["This field may not be null."]);
  if (Array.isArray(value)) return value;
  throw new InvalidValue([`Expected a list of items but got type "${pythonType(value)}".`]);
}

function readEach<T>(kind: Kind<T>, list: readonly unknown[]) {
  const read: T[] = [];
  const errors = new Map<number, ErrorDetail>();
  for (const [index, value] of list.entries()) {
    try {
      read.push(kind(value));
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      errors.set(index, error.detail);
    }
  }
  return { read, errors };
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
