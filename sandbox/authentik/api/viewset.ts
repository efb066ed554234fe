import { invalid, notFound, notImitated } from "./errors";
import { readFields, type Fields, type Written } from "./fields";
import { paginate } from "./pagination";
import type { ApiAnswer, ApiRequest } from "./request";
import type { Action, Route } from "./route";
import type { Permission } from "../state/models";

/** The part of a path that names an object: Django REST Framework takes neither slashes nor dots. */
const ID = ":id(^[^/.]+$)";

/** Whether a row passes a filter that the query names, with all values given for it. */
export type Filter<M> = (row: M, values: readonly string[]) => boolean;

/** How requests change a model. */
export interface Writes<M, F extends Fields> {
  /** What they may write. */
  readonly fields: F;
  /** Fields that no two rows share; the message for one that is taken. @default - none */
  readonly unique?: Partial<Record<keyof F & keyof M & string, string>>;
  /** Checks an object as a whole, once its fields are right. @default - no check */
  readonly validate?: (written: Partial<Written<F>>, row: M | undefined) => void;
  /** Keeps a new row. */
  readonly create: (written: Written<F>) => M;
  /** Changes a row. @default - takes over what is written */
  readonly update?: (row: M, written: Partial<Written<F>>) => void;
  /** Deletes a row, with all that goes with it. */
  readonly destroy: (row: M) => void;
}

/** A model as the API shows it: a list, and its objects one by one. */
export interface ViewSet<M extends object, F extends Fields> {
  /** Path of the list below `/api/v3`, e.g. `core/groups`. */
  readonly path: string;
  /** Part of authentik that the model is of, as permissions name it, e.g. `authentik_core`. */
  readonly app: string;
  /** Name of the model in messages, and in lower case in permissions. */
  readonly model: string;
  /** All rows. */
  readonly rows: () => Iterable<M>;
  /** Finds the row that a path names; null for a text that cannot be an id. */
  readonly find: (id: string) => M | undefined | null;
  /** What lists are ordered by: fields, the first one first. */
  readonly ordering: readonly (keyof M & string)[];
  /** Filters, by name of the query parameter; others are ignored. @default - none */
  readonly filters?: Readonly<Record<string, Filter<M>>>;
  /** Filters that take no other value than these. @default - none */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  /** Filters that take no other value than one that some row has. @default - none */
  readonly existing?: readonly (keyof M & string)[];
  /** Fields that `search` looks into. */
  readonly search: readonly (keyof M & string)[];
  /** The rows that a list shows in place of those of its page. @default - those of the page */
  readonly listed?: (page: readonly M[], request: ApiRequest) => readonly M[];
  /** A row as the API answers it. */
  readonly represent: (row: M, request: ApiRequest) => object;
  /** How requests change it. @default - the sandbox does not imitate changes */
  readonly writes?: Writes<M, F>;
  /** Further paths below an object, by name. @default - none */
  readonly details?: Readonly<Record<string, DetailAction<M>>>;
}

/** A further path below an object. */
export interface DetailAction<M> extends Pick<Action, "access"> {
  /** HTTP method. */
  readonly method: "GET" | "POST" | "PATCH";
  /** Does it. */
  readonly run: (row: M, request: ApiRequest) => ApiAnswer;
}

/**
 * The routes of a model. authentik shows an object to whoever may view its kind; to change or delete
 * one takes that and more; to make one takes the permission to add alone.
 */
export function viewSetRoutes<M extends object, F extends Fields>(set: ViewSet<M, F>): Route[] {
  const to = (action: string): Permission => `${set.app}.${action}_${set.model.toLowerCase()}`;
  const viewing = (run: Action["run"]): Action => ({ access: to("view"), run });
  const shown = (row: M, request: ApiRequest): object => set.represent(row, request);
  const change = (partial: boolean): Action =>
    viewing((request) => {
      const row = rowOf(set, request);
      request.demand(to("change"));
      const writes = writesOf(set);
      const written = read(set, writes, request, row, partial);
      if (writes.update) writes.update(row, written);
      else Object.assign(row, written);
      return { status: 200, body: shown(row, request) };
    });
  return [
    {
      path: `/${set.path}/`,
      actions: {
        GET: viewing((request) => list(set, request)),
        POST: {
          access: to("add"),
          run: (request) => {
            const writes = writesOf(set);
            const row = writes.create(read(set, writes, request, undefined, false));
            return { status: 201, body: shown(row, request) };
          },
        },
      },
    },
    {
      path: `/${set.path}/${ID}/`,
      actions: {
        GET: viewing((request) => ({ status: 200, body: shown(rowOf(set, request), request) })),
        PUT: change(false),
        PATCH: change(true),
        DELETE: viewing((request) => {
          const row = rowOf(set, request);
          request.demand(to("delete"));
          writesOf(set).destroy(row);
          return { status: 204 };
        }),
      },
    },
    ...Object.entries(set.details ?? {}).map(([name, { method, access, run }]) => ({
      path: `/${set.path}/${ID}/${name}/`,
      actions: {
        [method]: { access, run: (request: ApiRequest) => run(rowOf(set, request), request) },
      },
    })),
  ];
}

function writesOf<M extends object, F extends Fields>(set: ViewSet<M, F>): Writes<M, F> {
  if (set.writes === undefined) throw notImitated(`change the objects of ${set.path}`);
  return set.writes;
}

function rowOf<M extends object, F extends Fields>(set: ViewSet<M, F>, request: ApiRequest): M {
  const row = set.find(request.params["id"] ?? "");
  if (row === null) throw notFound();
  if (row === undefined) throw notFound(set.model);
  return row;
}

/** Reads and checks a body. Its cast is honest: `readFields` has read each field by its kind. */
function read<M extends object, F extends Fields>(
  set: ViewSet<M, F>,
  writes: Writes<M, F>,
  request: ApiRequest,
  row: M | undefined,
  partial: boolean,
): Written<F> {
  const { values, errors } = readFields(writes.fields, request.body(), partial);
  for (const [field, message] of Object.entries<string | undefined>(writes.unique ?? {})) {
    const value = values[field];
    if (value === undefined || value === null || message === undefined) continue;
    const taken = [...set.rows()].some(
      (other) => other !== row && Reflect.get(other, field) === value,
    );
    if (taken) errors[field] = [message];
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const written = values as Written<F>;
  writes.validate?.(written, row);
  return written;
}

function list<M extends object, F extends Fields>(
  set: ViewSet<M, F>,
  request: ApiRequest,
): ApiAnswer {
  const { query } = request;
  const filters = Object.entries(set.filters ?? {}).filter(
    ([name]) => query.getAll(name).join("") !== "",
  );
  for (const [name, choices] of choicesOf(set)) {
    const other = query.getAll(name).find((value) => value !== "" && !choices.includes(value));
    if (other === undefined) continue;
    const message = `Select a valid choice. ${other} is not one of the available choices.`;
    throw invalid({ [name]: [message] });
  }
  const search = (query.get("search") ?? "").toLowerCase();
  const rows = [...set.rows()]
    .filter((row) => filters.every(([name, passes]) => passes(row, query.getAll(name))))
    .filter((row) => set.search.some((field) => textOf(row, field).toLowerCase().includes(search)))
    .sort(byFields(ordering(set, query)));
  const page = paginate(rows, query);
  const listed = set.listed?.(page.rows, request) ?? page.rows;
  const results = listed.map((row) => set.represent(row, request));
  return { status: 200, body: { pagination: page.pagination, results, autocomplete: {} } };
}

function choicesOf<M extends object, F extends Fields>({
  choices = {},
  existing = [],
  rows,
}: ViewSet<M, F>): [filter: string, choices: readonly string[]][] {
  const known = existing.map((field): [string, string[]] => [
    field,
    [...rows()].map((row) => textOf(row, field)),
  ]);
  return [...Object.entries(choices), ...known];
}

/** What the query asks for, as far as there are such fields, else the model's own: field names, `-` in front for descending. */
function ordering<M extends object, F extends Fields>(
  set: ViewSet<M, F>,
  query: URLSearchParams,
): readonly string[] {
  const [row] = set.rows();
  const asked = (query.get("ordering") ?? "")
    .split(",")
    .filter((field) => row !== undefined && field.replace(/^-/, "") in row);
  return asked.length > 0 ? asked : set.ordering;
}

function byFields<M extends object>(fields: readonly string[]): (a: M, b: M) => number {
  return (a, b) => {
    for (const field of fields) {
      const name = field.replace(/^-/, "");
      const order = compare(Reflect.get(a, name), Reflect.get(b, name));
      if (order !== 0) return field.startsWith("-") ? -order : order;
    }
    return 0;
  };
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
}

function textOf(row: object, field: string): string {
  return String(Reflect.get(row, field));
}
