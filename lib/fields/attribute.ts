import type { SupportedRelease } from "../authentik/release";
import type { Properties } from "./form";
import type { EffectOf } from "./effect";

/** One attribute of an object of authentik, or of a Terraform provider: everything that is known of it. */
export interface Attribute {
  /** Our properties that set it, by name; none where it follows from others, or is never set. */
  readonly props: Properties;
  /** What the product's own page calls it. */
  readonly label: string;
  /** What a change does to the people who log in. */
  readonly effect: EffectOf;
  /** What to do about a change that nobody meant. */
  readonly fix: string;
  /** Release line of authentik that has it first. @default - all supported ones have it */
  readonly since?: SupportedRelease;
  /** Kind of object that it holds the id of. @default - it holds a plain value */
  readonly refersTo?: string;
  /** authentik's own default, which goes without saying. @default - there is none */
  readonly usual?: unknown;
  /** Whether every object has a value of its own: that a new one has, too, goes without saying. @default false */
  readonly own?: true;
  /**
   * What is shown of its values: `by-name` says only that it changes, `elsewhere` leaves it to another
   * part of the review. @default - the values themselves
   */
  readonly shown?: "by-name" | "elsewhere";
}

/** Attributes by their names in Terraform. */
export type Attributes = Readonly<Record<string, Attribute>>;

type Union<T> = (T extends unknown ? (one: T) => void : never) extends (all: infer I) => void
  ? I
  : never;

/** The properties of all rows of a table. */
export type PropsOf<T extends Readonly<Record<string, { readonly props: Properties }>>> = Union<
  T[keyof T]["props"]
>;

/** Refuses, when the program is compiled, a table that lacks a row for a property of `P`. */
export type Complete<P, T extends Readonly<Record<string, { readonly props: Properties }>>> = [
  Exclude<keyof P, keyof PropsOf<T>>,
] extends [never]
  ? T
  : { readonly lacks: Exclude<keyof P, keyof PropsOf<T>> };

/** The properties of all rows of a table, in its order. */
export const propsOf = <T extends Readonly<Record<string, { readonly props: Properties }>>>(
  table: T,
): PropsOf<T> => Object.assign({}, ...Object.values(table).map(({ props }) => props)) as PropsOf<T>;

/** Names of the properties that have a value even where they are left out. */
export type Filled<P> = {
  [K in keyof P]: P[K] extends { readonly default: unknown } | { readonly from: unknown }
    ? K
    : never;
}[keyof P];
