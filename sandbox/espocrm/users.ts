import { z } from "zod";
import { recordId } from "./identifiers";

/** What an account may be. */
const USER_TYPES = ["admin", "regular", "api", "portal", "super-admin"] as const;

/** A user account to begin with. */
export const userSeedSchema = z.strictObject({
  /** Unique, whatever the case. */
  userName: z.string().min(1),
  /** `api` users have a key and no password, `portal` users log in at a portal only. @default - regular */
  type: z.enum(USER_TYPES).default("regular"),
  /** @default - none: the account cannot log in with a password */
  password: z.string().optional(),
  /** Value of `X-Api-Key`, of `api` users only. @default - none */
  apiKey: z.string().optional(),
  /** Whether the account works. @default - true */
  isActive: z.boolean().default(true),
  /** @default - none */
  firstName: z.string().nullable().default(null),
  /** @default - the user name */
  lastName: z.string().optional(),
  /** @default - none */
  emailAddress: z.string().nullable().default(null),
  /** @default - none */
  phoneNumber: z.string().nullable().default(null),
  /** @default - none */
  gender: z.string().nullable().default(null),
  /** Names of teams; new ones are made. @default - none */
  teams: z.array(z.string()).default([]),
  /** Ids of the portals that it may log in at, of `portal` users only. @default - none */
  portalsIds: z.array(z.string()).optional(),
});

/** A user account to begin with. */
export type UserSeed = z.input<typeof userSeedSchema>;

/** A user account. */
export interface User {
  /** Record id. */
  readonly id: string;
  /** Name to log in with. */
  userName: string;
  /** What the account may do. */
  type: (typeof USER_TYPES)[number];
  /** Password; null if none. */
  password: string | null;
  /** API key; null if none. */
  apiKey: string | null;
  /** Whether the account works. */
  isActive: boolean;
  /** First name; null if none. */
  firstName: string | null;
  /** Last name; null once an OpenID Connect synchronization cleared it. */
  lastName: string | null;
  /** Primary e-mail address; null if none. */
  emailAddress: string | null;
  /** Primary phone number; null if none. */
  phoneNumber: string | null;
  /** Gender as the claim gives it; null if none. */
  gender: string | null;
  /** Ids of the user's teams. */
  teamsIds: string[];
  /** Ids of the portals that it may log in at; only `portal` users have some. */
  portalsIds?: string[] | undefined;
}

/** A team. */
export interface Team {
  /** Record id. */
  readonly id: string;
  /** Name. */
  readonly name: string;
}

/** Whether an account may do everything: a super-administrator is an administrator, too. */
export const isAdmin = (user: User | undefined): boolean =>
  user?.type === "admin" || user?.type === "super-admin";

/** Whether an account may log in at a portal. */
export const isOfPortal = (user: User | undefined, portalId: string): boolean =>
  user?.type === "portal" && (user.portalsIds?.includes(portalId) ?? false);

/** What of an account may be shown. */
export function withoutCredentials(user: User): Partial<User> {
  const shown: Partial<User> = { ...user };
  delete shown.password;
  delete shown.apiKey;
  return shown;
}

/** The user accounts and teams of one EspoCRM. */
export class Users {
  readonly #users: User[] = [];
  readonly #teams: Team[] = [];

  /** All accounts. */
  list(): readonly User[] {
    return this.#users;
  }

  /** All teams. */
  teams(): readonly Team[] {
    return this.#teams;
  }

  /** Adds an account, or changes the one of that name. */
  add(seed: UserSeed): User {
    const { teams, password = null, apiKey = null, lastName, ...rest } = userSeedSchema.parse(seed);
    const user: User = {
      ...rest,
      id: this.named(rest.userName)?.id ?? recordId(),
      password,
      apiKey,
      lastName: lastName ?? rest.userName,
      teamsIds: teams.map((name) => this.addTeam(name).id),
    };
    const index = this.#users.findIndex(({ id }) => id === user.id);
    if (index < 0) this.#users.push(user);
    else this.#users[index] = user;
    return user;
  }

  /** Adds a team, or finds the one of that name. */
  addTeam(name: string): Team {
    const known = this.#teams.find((team) => team.name === name);
    if (known !== undefined) return known;
    const team = { id: recordId(), name };
    this.#teams.push(team);
    return team;
  }

  /** The account of this name, of whatever type. Names are compared without case. */
  named(userName: string): User | undefined {
    const name = userName.toLowerCase();
    return this.#users.find((user) => user.userName.toLowerCase() === name);
  }

  /**
   * The account that may log in under a name: api users may not, portal users at their portals alone, and
   * nobody else there.
   *
   * @param portalId The portal; undefined: EspoCRM itself.
   */
  find(userName: string, portalId?: string): User | undefined {
    const user = this.named(userName);
    if (portalId !== undefined) return isOfPortal(user, portalId) ? user : undefined;
    return user?.type === "api" || user?.type === "portal" ? undefined : user;
  }

  /** The api user with this key. */
  findByApiKey(apiKey: string): User | undefined {
    return this.#users.find((user) => user.type === "api" && user.apiKey === apiKey);
  }

  /** The account with this id. */
  findById(id: string): User | undefined {
    return this.#users.find((user) => user.id === id);
  }
}
