import { InvalidValue, type ErrorDetail } from "./errors";
import { pythonType } from "../python/type-name";

/** Reads one kind of value; throws `InvalidValue`. */
export type Kind<T> = (value: unknown) => T;

/** A field that requests may write. */
export interface Field<T, Required extends boolean = boolean> {
  /** Reads its value. */
  readonly read: Kind<T>;
  /** Whether POST and PUT must have it. Left out otherwise, it keeps its value. */
  readonly required: Required;
}

/** The fields of a model that requests may write. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

type RequiredKeys<F extends Fields> = {
  [K in keyof F]: F[K]["required"] extends true ? K : never;
}[keyof F];
type ValueOf<F> = F extends Field<infer T> ? T : never;

/** What a POST or PUT wrote: all required fields, and those of the others that it named. */
export type Written<F extends Fields> = { [K in RequiredKeys<F>]: ValueOf<F[K]> } & {
  [K in Exclude<keyof F, RequiredKeys<F>>]?: ValueOf<F[K]>;
};

/** A field that POST and PUT must have. */
export const required = <T>(read: Kind<T>): Field<T, true> => ({ read, required: true });

/** A field that may be left out. */
export const optional = <T>(read: Kind<T>): Field<T, false> => ({ read, required: false });

/** What reading a body gave. */
export interface Reading {
  /** Values of the fields that the body names. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What is wrong with the body, by field; empty if nothing is. */
  readonly errors: Record<string, ErrorDetail>;
}

/** Reads a body; unknown keys are ignored, as Django REST Framework does. */
export function readFields(fields: Fields, body: unknown, partial: boolean): Reading {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    const message = `Invalid data. Expected a dictionary, but got ${pythonType(body)}.`;
    return { values: {}, errors: { non_field_errors: [message] } };
  }
  const given = new Map<string, unknown>(Object.entries(body));
  const values: Record<string, unknown> = {};
  const errors: Record<string, ErrorDetail> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (!given.has(name)) {
      if (field.required && !partial) errors[name] = ["This field is required."];
      continue;
    }
    try {
      values[name] = field.read(given.get(name));
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      errors[name] = error.detail;
    }
  }
  return { values, errors };
}
