/** What the data sources have in common. */
import type { JsonObject } from "../../go-text";
import { scalarText } from "../../go-text";
import type { DataSource, Diagnostic } from "../../host/provider";
import { error, Refusal } from "../../host/provider";
import type { Block } from "../../host/schema";
import type { Attributes, Value } from "../../wire/values";
import { isList } from "../../wire/values";
import type { Behaviours } from "../attribute";
import { refuseNulls, validate } from "../attribute";
import type { AuthentikClient, Query } from "../client";
import { asJson } from "../fields";
import { configured, isEmpty } from "../legacy-plan";
import { orNull } from "../rest-resource";

/** One data source. */
export interface Lookup {
  /**
   * What the schema does not say of the attributes.
   *
   * @default - nothing
   */
  readonly behaviours?: Behaviours;
  /**
   * What is wrong with a configuration, beyond single attributes.
   *
   * @default - nothing
   */
  readonly validate?: (config: Attributes) => readonly Diagnostic[];
  /** Looks up what the configuration asks for; gives the attributes that it found. */
  read(client: AuthentikClient, config: Attributes): Promise<Attributes>;
}

/** The behaviour of such a data source. */
export const dataSource = (lookup: Lookup, block: Block): DataSource<AuthentikClient> => ({
  validate: (config) => [
    ...validate(config, lookup.behaviours ?? {}),
    ...(lookup.validate?.(config) ?? []),
  ],
  read: async (client, config) => {
    refuseNulls(config);
    const asked = configured(config, block, lookup.behaviours ?? {});
    const found = await orNull(lookup.read(client, asked));
    return found ? { ...asked, ...found } : {};
  },
});

/** The query that these attributes make; empty ones ask for nothing. */
export const queryOf = (config: Attributes, names: readonly string[]): Query =>
  Object.fromEntries(
    names.filter((name) => !isEmpty(config[name])).map((name) => [name, queryValue(config[name])]),
  );

/** The first of what was found, or the provider's words for none. */
export function firstOf(found: readonly JsonObject[], otherwise: string): JsonObject {
  const [first] = found;
  if (!first) throw new Refusal(error(otherwise));
  return first;
}

/** The only one of what was found, or the provider's words for none and for several. */
export function onlyOf(found: readonly JsonObject[], kind: string): JsonObject {
  if (found.length > 1) throw new Refusal(error(`Multiple ${kind} found`));
  return firstOf(found, `No matching ${kind} found`);
}

/** Refuses none and both of two attributes; each of them is told. */
export function exactlyOne(config: Attributes, one: string, other: string): Diagnostic[] {
  const given = [one, other].filter((name) => config[name] !== null).length;
  if (given === 1) return [];
  const names = `\`${[one, other].sort().join(",")}\``;
  const reason =
    given === 0
      ? `one of ${names} must be specified`
      : `only one of ${names} can be specified, but ${names} were specified.`;
  return [one, other].map((name) =>
    error("Invalid combination of arguments", `"${name}": ${reason}`, [{ attribute: name }]),
  );
}

/** Refuses an attribute next to another. */
export function conflict(config: Attributes, name: string, other: string): Diagnostic[] {
  if (config[name] === null || config[other] === null) return [];
  return [
    error("Conflicting configuration arguments", `"${name}": conflicts with ${other}`, [
      { attribute: name },
    ]),
  ];
}

const queryValue = (value: Value = null): string | string[] =>
  isList(value) ? value.map(queryText) : queryText(value);

const queryText = (value: Value): string => scalarText(asJson(value));
