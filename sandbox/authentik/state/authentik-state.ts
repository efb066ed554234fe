import { createHash } from "node:crypto";
import type {
  Application,
  ApplicationEntitlement,
  CertificateKeyPair,
  ExpressionPolicy,
  Flow,
  Group,
  OAuth2Provider,
  Permission,
  PolicyBinding,
  Role,
  ScopeMapping,
  Token,
  User,
} from "./models";

/** Everything that the sandbox authentik knows. Held in memory; keys are the objects' own ids. */
export class AuthentikState {
  /** Identifies this installation; part of hashed user ids. */
  readonly installId = "sandbox-authentik";
  /** By UUID. */
  readonly flows = new Map<string, Flow>();
  /** By UUID. */
  readonly scopeMappings = new Map<string, ScopeMapping>();
  /** By UUID. */
  readonly keyPairs = new Map<string, CertificateKeyPair>();
  /** By UUID. */
  readonly groups = new Map<string, Group>();
  /** By number. */
  readonly users = new Map<number, User>();
  /** By UUID. */
  readonly roles = new Map<string, Role>();
  /** By key. */
  readonly tokens = new Map<string, Token>();
  /** By number. */
  readonly providers = new Map<number, OAuth2Provider>();
  /** By UUID. */
  readonly applications = new Map<string, Application>();
  /** By UUID. */
  readonly entitlements = new Map<string, ApplicationEntitlement>();
  /** By UUID. */
  readonly policies = new Map<string, ExpressionPolicy>();
  /** By UUID. */
  readonly bindings = new Map<string, PolicyBinding>();

  #lastNumber = { user: 0, group: 0, provider: 0 };

  /** The next number of its kind; numbers are never used twice. */
  nextNumber(kind: "user" | "group" | "provider"): number {
    return ++this.#lastNumber[kind];
  }

  /** Forgets everything. */
  clear(): void {
    for (const table of Object.values(this) as unknown[]) {
      if (table instanceof Map) table.clear();
    }
    this.#lastNumber = { user: 0, group: 0, provider: 0 };
  }

  /** The application that a provider belongs to. */
  applicationOf(provider: number): Application | undefined {
    return first(this.applications, (application) => application.provider === provider);
  }

  /** The application with this slug. */
  applicationBySlug(slug: string): Application | undefined {
    return first(this.applications, (application) => application.slug === slug);
  }

  /** The user with this name. */
  userByName(username: string): User | undefined {
    return first(this.users, (user) => user.username === username);
  }

  /** The group with this name. */
  groupByName(name: string): Group | undefined {
    return first(this.groups, (group) => group.name === name);
  }

  /** Direct members of a group, by their numbers. */
  membersOf(group: string): User[] {
    return [...this.users.values()]
      .filter((user) => user.groups.includes(group))
      .sort((a, b) => a.pk - b.pk);
  }

  /** Groups whose parent this group is. */
  childrenOf(group: string): Group[] {
    return [...this.groups.values()].filter(({ parents }) => parents.includes(group));
  }

  /** Groups that a user is a member of: the direct ones and all above them. */
  allGroups(user: User): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [...user.groups];
    for (let pk = open.pop(); pk !== undefined; pk = open.pop()) {
      if (found.has(pk)) continue;
      found.add(pk);
      open.push(...(this.groups.get(pk)?.parents ?? []));
    }
    return found;
  }

  /** Whether one of the user's groups makes superusers. */
  isSuperuser(user: User): boolean {
    return [...this.allGroups(user)].some((pk) => this.groups.get(pk)?.is_superuser === true);
  }

  /** The role with this name. */
  roleByName(name: string): Role | undefined {
    return first(this.roles, (role) => role.name === name);
  }

  /** Whether a user may do this, to all objects of the kind. */
  may(user: User, permission: Permission): boolean {
    return (
      this.isSuperuser(user) ||
      user.roles.some((pk) => this.roles.get(pk)?.permissions.includes(permission) === true)
    );
  }

  /** The user's hashed id: 64 hexadecimal digits. */
  uidOf(user: User): string {
    return createHash("sha256").update(`${user.pk}-${this.installId}`).digest("hex");
  }

  /** Bindings of an application, entitlement or flow, in their order. */
  bindingsOf(target: string): PolicyBinding[] {
    return [...this.bindings.values()]
      .filter((binding) => binding.target === target)
      .sort((a, b) => a.order - b.order);
  }
}

function first<T>(table: ReadonlyMap<unknown, T>, matches: (row: T) => boolean): T | undefined {
  for (const row of table.values()) if (matches(row)) return row;
  return undefined;
}
