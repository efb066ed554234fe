import { z } from "zod";
import type { Authentik } from "../servers/authentik/authentik";

/** What can be named in a declaration. */
export type Kind = "flow" | "group" | "key pair" | "policy" | "scope mapping" | "user";

interface Row {
  /** Path of its list in the API. */
  readonly path: string;
  /** The field with its name, which is a filter of the list, too. */
  readonly name: string;
  /** Spares authentik what nobody looks at. */
  readonly lean: Readonly<Record<string, string>>;
  /** Where to see them in authentik's own pages. */
  readonly where: string;
}

/** How things are looked up: as authentik's Terraform provider does it, so that both find the same. */
export const KINDS: Readonly<Record<Kind, Row>> = {
  flow: { path: "flows/instances/", name: "slug", lean: {}, where: "Flows and Stages, Flows" },
  group: {
    path: "core/groups/",
    name: "name",
    lean: { include_users: "false", include_children: "false", include_parents: "false" },
    where: "Directory, Groups",
  },
  "key pair": {
    path: "crypto/certificatekeypairs/",
    name: "name",
    lean: { include_details: "true" },
    where: "System, Certificates",
  },
  policy: { path: "policies/all/", name: "name", lean: {}, where: "Customization, Policies" },
  "scope mapping": {
    path: "propertymappings/provider/scope/",
    name: "name",
    lean: {},
    where: "Customization, Property Mappings",
  },
  user: {
    path: "core/users/",
    name: "username",
    lean: { include_groups: "false", include_roles: "false" },
    where: "Directory, Users",
  },
};

const found = z.looseObject({
  pk: z.union([z.string(), z.number()]),
  designation: z.string().optional(),
  key_type: z.string().nullish(),
  private_key_available: z.boolean().nullish(),
});

/** Something that authentik has. */
export type Found = z.infer<typeof found>;

/** How many names are read to find the one that was meant. */
const LOOKED_THROUGH = "100";

/** What an authentik has, by name or id. Each thing is asked for once. */
export class Directory {
  readonly #asked = new Map<string, Promise<unknown>>();

  /** @param authentik the authentik */
  constructor(readonly authentik: Authentik) {}

  /** The thing of this name; undefined where there is none, or where the token may not see it. */
  named(kind: Kind, name: string): Promise<Found | undefined> {
    const { lean, name: field, path } = KINDS[kind];
    return this.#once([kind, "named", name], async () => {
      const rows = await this.authentik.list(path, { [field]: name, ...lean }, found);
      return rows.find((row) => row[field] === name);
    });
  }

  /** The thing with this id; undefined where there is none, or where the token may not see it. */
  withId(kind: Exclude<Kind, "flow">, id: string): Promise<Found | undefined> {
    return this.#once([kind, "id", id], () =>
      this.authentik.one(`${KINDS[kind].path}${encodeURIComponent(id)}/`, found),
    );
  }

  /** Names of what there is of a kind: the first hundred. */
  names(kind: Kind): Promise<readonly string[]> {
    const { lean, name: field, path } = KINDS[kind];
    return this.#once([kind, "names"], async () => {
      const query = { ...lean, ordering: field, page_size: LOOKED_THROUGH };
      const rows = await this.authentik.firstOf(path, query, found);
      return rows.map((row) => row[field]).filter((name) => typeof name === "string");
    });
  }

  /** Something else that is asked of it, under a name of its own; once, too. */
  once<T>(name: string, ask: () => Promise<T>): Promise<T> {
    return this.#once([name], ask);
  }

  #once<T>(key: readonly string[], ask: () => Promise<T>): Promise<T> {
    const known = this.#asked.get(JSON.stringify(key)) ?? ask();
    this.#asked.set(JSON.stringify(key), known);
    return known as Promise<T>;
  }
}
