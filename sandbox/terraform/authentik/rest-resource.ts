/** A resource type that is one kind of object in authentik's API, told by a table of its attributes. */
import type { JsonObject } from "../go-text";
import { scalarText } from "../go-text";
import type { Outcome, Resource } from "../host/provider";
import { Refusal } from "../host/provider";
import type { Block } from "../host/schema";
import type { Attributes, Value } from "../wire/values";
import { asText, isList, mapValues, UNKNOWN } from "../wire/values";
import type { Behaviours } from "./attribute";
import { validate } from "./attribute";
import type { AuthentikClient, Query } from "./client";
import { NotFound } from "./client";
import type { Field } from "./fields";
import { planLegacy } from "./legacy-plan";
import type { Shape } from "./shapes";

/** One kind of object in authentik's API. */
export interface RestResource {
  /** The path of the list of such objects. */
  readonly path: string;
  /** The member of an answer that is the resource's id. */
  readonly id: string;
  /** What an answer must have. */
  readonly shape: Shape;
  /** The attributes that stand in requests and answers. */
  readonly fields: Readonly<Record<string, Field>>;
  /**
   * What the schema does not say of the attributes.
   *
   * @default - nothing
   */
  readonly behaviours?: Behaviours;
  /**
   * The query of each read.
   *
   * @default - none
   */
  readonly query?: Query;
  /**
   * What follows the creation of an object.
   *
   * @default - nothing
   */
  readonly afterCreate?: (
    client: AuthentikClient,
    path: string,
    planned: Attributes,
  ) => Promise<void>;
  /**
   * What else is read, beyond the table.
   *
   * @default - nothing
   */
  readonly readMore?: (
    client: AuthentikClient,
    path: string,
    answer: JsonObject,
    state: Attributes,
  ) => Promise<Attributes>;
}

/**
 * The behaviour of such a resource type.
 *
 * @param table - what it is in authentik's API.
 * @param block - its schema; attributes that it lacks are neither sent nor stored.
 */
export function restResource(table: RestResource, block: Block): Resource<AuthentikClient> {
  const { path, shape, behaviours = {}, query, afterCreate, readMore } = table;
  const fields = Object.entries(table.fields).filter(([name]) => name in block.attributes);
  const pathOf = ({ id }: Attributes) => `${path}${encodeURIComponent(asText(id))}/`;
  const idOf = (answer: JsonObject) => ({ id: scalarText(answer[table.id]) });

  const request = (planned: Attributes): JsonObject =>
    Object.fromEntries(
      fields.flatMap(([name, field]) => {
        const value = field.write(known(planned[name]));
        return value === undefined ? [] : [[field.member ?? name, value]];
      }),
    );

  const refresh = async (client: AuthentikClient, state: Attributes): Promise<Attributes> => {
    const answer = await client.get(pathOf(state), shape, query);
    const read = fields.flatMap(([name, field]): [string, Value][] => {
      const value = field.read(answer[field.member ?? name] ?? null, state[name] ?? null);
      return value === undefined ? [] : [[name, value]];
    });
    const more = await readMore?.(client, pathOf(state), answer, state);
    return { ...state, ...Object.fromEntries(read), ...more, ...idOf(answer) };
  };

  return {
    validate: (config) => validate(config, behaviours),
    plan: (change) => planLegacy(change, block, behaviours),
    create: async (client, planned) => {
      const answer = await orNull(client.post(path, request(planned), shape));
      if (!answer) return { state: null };
      const created = { ...applied({}, planned), ...idOf(answer) };
      return keptOnRefusal(created, async () => {
        await afterCreate?.(client, pathOf(created), planned);
        return keepEmptiness(planned, await refresh(client, created));
      });
    },
    read: async (client, state) => ({ state: await orNull(refresh(client, state)) }),
    update: (client, { prior, planned }) => {
      const updated = applied(prior, planned);
      return keptOnRefusal(updated, async () => {
        const answer = await client.put(pathOf(prior), request(planned), shape);
        return keepEmptiness(planned, await refresh(client, { ...updated, ...idOf(answer) }));
      });
    },
    destroy: async (client, state) => {
      await orNull(client.tell("DELETE", pathOf(state)));
    },
    import: (_client, id) => Promise.resolve({ id }),
  };
}

/** What is not there is no error to the provider. */
export async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof NotFound) return null;
    throw cause;
  }
}

/** The older provider library keeps what it was about to do in the state, whatever comes of it. */
async function keptOnRefusal(state: Attributes, work: () => Promise<Attributes>): Promise<Outcome> {
  try {
    return { state: await orNull(work()) };
  } catch (cause) {
    if (cause instanceof Refusal) return { state, diagnostics: cause.diagnostics };
    throw cause;
  }
}

/** The plan once it is applied: what it removes is empty, what it does not know is not there. */
const applied = (prior: Attributes, planned: Attributes): Attributes =>
  mapValues(planned, (value, name) => known(value) ?? emptied(prior[name] ?? null));

function emptied(value: Value): Value {
  if (typeof value === "string") return "";
  if (typeof value === "boolean") return false;
  return typeof value === "number" ? 0 : null;
}

/** After apply, a list that was planned as none stays none. */
const keepEmptiness = (planned: Attributes, state: Attributes): Attributes =>
  mapValues(state, (value, name) =>
    isList(value) && value.length === 0 && (planned[name] ?? null) === null ? null : value,
  );

const known = (value: Value | undefined): Value =>
  value === undefined || value === UNKNOWN ? null : value;
