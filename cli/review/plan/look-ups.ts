import { canonical } from "./change";
import { references } from "./references";
import type { Plan, ResourceChange, Values } from "./plan-json";
import { joined, plain, quoted, say, type Text } from "../render/text";

/** What tells a person which object it is, by the object's Terraform type (data sources alike). */
const NAME_OF: Readonly<Record<string, string>> = {
  authentik_application: "name",
  authentik_certificate_key_pair: "name",
  authentik_flow: "slug",
  authentik_group: "name",
  authentik_policy_expression: "name",
  authentik_property_mapping_provider_scope: "name",
  authentik_provider_oauth2: "name",
  authentik_user: "username",
};

/** What stands alone in a table, so can be told without its name: a plan looks up the new one only. */
const UNNAMED: Readonly<Record<string, string>> = {
  certificate_key_pair: "a key",
  flow: "a flow",
};

/** Names of authentik's objects, as far as the plan knows them: people don't read UUIDs. */
export class LookUps {
  private readonly names = new Map<string, string>();
  private readonly lists = new Map<
    string,
    { readonly ids: readonly string[]; readonly scopes: readonly string[] }
  >();
  private readonly planned = new Map<string, string>();

  /** @param plan where the names are */
  constructor(private readonly plan: Plan) {
    for (const { type, values } of plan.state) this.learn(type, values);
    for (const { address, change, type } of plan.changes) {
      this.learn(type, change.before);
      this.learn(type, change.after);
      const name = change.after?.[NAME_OF[type] ?? ""];
      if (typeof name === "string") this.planned.set(address, name);
    }
  }

  /**
   * An object's name, or its id where the plan knows no name.
   * @param type Terraform type without the provider's prefix: `group`, `user`, `flow`
   */
  name(type: string, id: unknown): Text {
    const name = this.names.get(key(`authentik_${type}`, id));
    if (name !== undefined) return say`${quoted(name)}`;
    const what = UNNAMED[type];
    return what === undefined
      ? say`${quoted(text(id))} (name not known)`
      : say`${what} whose name the plan does not hold (${quoted(text(id))})`;
  }

  /**
   * The name of what a binding binds. A look-up is forgotten together with the binding that used it:
   * then the binding's own address, in which the construct put the name, has to do.
   */
  boundName(binding: ResourceChange, kind: "group" | "user" | "policy", id: unknown): Text {
    const type = kind === "policy" ? "policy_expression" : kind;
    if (this.names.has(key(`authentik_${type}`, id))) return this.name(type, id);
    const address = new RegExp(`(?:^|_)binding-${kind}-(.+?)(?:_[0-9A-F]{8})?$`).exec(binding.name);
    return address?.[1] === undefined ? this.name(type, id) : say`${quoted(address[1])}`;
  }

  /** The name of an object that gets its id only when the plan is applied. */
  plannedName(from: ResourceChange, attribute: string): Text | undefined {
    const name = references(this.plan, from, attribute)
      .map((address) => this.planned.get(address))
      .find((known) => known !== undefined);
    return name === undefined ? undefined : say`${quoted(name)}`;
  }

  /** Scope mappings: as the scopes that they were looked up by, where it is the whole list. */
  scopes(ids: readonly unknown[]): Text {
    const all = ids.map(text);
    // The longest list of managed ones that is among them whole: which is which, no look-up tells.
    const [managed] = [...this.lists.values()]
      .filter((known) => known.ids.every((id) => all.includes(id)))
      .sort((a, b) => b.ids.length - a.ids.length);
    const rest = managed ? all.filter((id) => !managed.ids.includes(id)) : all;
    const mapping = "property_mapping_provider_scope";
    return list([
      ...(managed?.scopes.map((scope) => say`${quoted(scope)}`) ?? []),
      ...rest.map((id) => this.name(mapping, id)),
    ]);
  }

  /** The scope mappings of a provider, of which at least one gets its id only when the plan is applied. */
  plannedScopes(provider: ResourceChange): Text {
    const names = references(this.plan, provider, "property_mappings").flatMap((address) => {
      const name = this.planned.get(address);
      return name === undefined ? [] : [say`${quoted(name)}`];
    });
    return names.length === 0
      ? say`known after apply`
      : say`known after apply, ${list([...new Map(names.map((name) => [plain(name), name])).values()])} among them`;
  }

  private learn(type: string, values: Values | null | undefined): void {
    const attribute = NAME_OF[type];
    if (attribute === undefined || !values) return;
    const name = values[attribute];
    const { id, ids, managed_list: managed, pk, uuid } = values;
    if (typeof name === "string" && name !== "") {
      for (const known of [id, pk, uuid]) this.names.set(key(type, known), name);
    }
    if (
      type === "authentik_property_mapping_provider_scope" &&
      Array.isArray(ids) &&
      Array.isArray(managed)
    ) {
      const scopes = managed.map((identifier) => text(identifier).replace(/^.*\/scope-/, ""));
      const all = ids.map(text).sort();
      if (scopes.length === ids.length) this.lists.set(canonical(all), { ids: all, scopes });
    }
  }
}

const key = (type: string, id: unknown): string => `${type} ${text(id)}`;

const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : canonical(value);

/** `a, b and c`. */
export const list = (texts: readonly Text[]): Text => joined(texts, ", ", " and ");
