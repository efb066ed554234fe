/** How attributes of authentik's provider behave: what its schema does not say. */
import { isDeepStrictEqual } from "node:util";
import { isJson, JsonError, parseJson } from "../go-text";
import type { Diagnostic } from "../host/provider";
import { error, Refusal } from "../host/provider";
import type { Attributes, Value } from "../wire/values";
import { isList } from "../wire/values";

/** What the provider knows of an attribute beyond its schema. */
export interface Behaviour {
  /**
   * The value when the configuration has none.
   *
   * @default - none
   */
  readonly standard?: Value;
  /**
   * Whether a change from one text to the other is none.
   *
   * @default - texts that differ are different
   */
  readonly same?: (before: string, after: string) => boolean;
  /**
   * Whether a change needs a new object.
   *
   * @default - it can be changed in place
   */
  readonly replaces?: boolean;
  /**
   * What is wrong with a text; undefined when it will do.
   *
   * @default - any text will do
   */
  readonly check?: (text: string, attribute: string) => string | undefined;
}

/** Behaviours by attribute; those that are left out have none of their own. */
export type Behaviours = Readonly<Record<string, Behaviour>>;

/** Text that must be one of these. */
export const oneOf = (...allowed: readonly string[]): Behaviour => ({
  check: (text, attribute) =>
    allowed.includes(text)
      ? undefined
      : `expected ${attribute} to be one of [${allowed.map((v) => `"${v}"`).join(" ")}], got ${text}`,
});

/** A duration as authentik writes it: `hours=1;minutes=2`. */
export const duration: Behaviour = {
  check: (text) => {
    for (const part of text.split(";")) {
      const [unit = "", ...amount] = part.split("=");
      if (amount.length === 0) return `${part} has incorrect amount of elements`;
      if (!UNITS.includes(unit.toLowerCase())) return `${part} has incorrect key ${unit}`;
    }
    return undefined;
  },
};

const UNITS = ["microseconds", "milliseconds", "seconds", "minutes", "hours", "days", "weeks"];

/** JSON in text: what means the same is the same. */
export const json: Behaviour = {
  standard: "{}",
  same: (before, after) =>
    isJson(before) && isJson(after) && isDeepStrictEqual(parseJson(before), parseJson(after)),
  check: (text) => {
    try {
      parseJson(text);
      return undefined;
    } catch (cause) {
      return cause instanceof JsonError ? cause.message : String(cause);
    }
  },
};

/** A Python expression: authentik strips the newline at its end. */
export const expression: Behaviour = {
  same: (before, after) => after.replace(/\n$/, "") === before,
};

/** What is wrong with the texts of a configuration. */
export const validate = (config: Attributes, behaviours: Behaviours): Diagnostic[] =>
  Object.entries(behaviours).flatMap(([name, { check }]) =>
    texts(config[name]).flatMap((text) => {
      const message = check?.(text, name);
      return message === undefined ? [] : [error(message, undefined, [{ attribute: name }])];
    }),
  );

/** The provider can't hold null in a list, and says so when it plans or reads. */
export function refuseNulls(attributes: Attributes): void {
  const found = Object.entries(attributes)
    .filter(([, value]) => isList(value) && value.includes(null))
    .map(([attribute]) =>
      error("Null value found in list", "Null values are not allowed for this attribute value.", [
        { attribute },
      ]),
    );
  if (found.length > 0) throw new Refusal(...found);
}

const texts = (value: Value | undefined): string[] =>
  (isList(value) ? value : [value]).filter((item) => typeof item === "string");
