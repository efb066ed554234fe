import { z } from "zod";
import { AuthTokens } from "./auth-tokens";
import { AuthenticationProviders } from "./authentication-providers";
import { fatal } from "./errors";
import { Log } from "./log";
import { LoginLog } from "./login-log";
import { KeyCache } from "./oidc/key-cache";
import { isTruthy } from "./php";
import { PhpSessions } from "./php-sessions";
import { PortalSettings } from "./portal-settings";
import { type Portal, Portals, portalSeedSchema } from "./portals";
import { type EspoCrmRelease, TRAITS } from "./release";
import { Settings } from "./settings";
import { Users, userSeedSchema, type UserSeed } from "./users";

/** What an EspoCRM is to know beside what it knows. */
export const seedSchema = z.strictObject({
  /** Accounts to add; those of the same name are changed. @default - none */
  users: z.array(userSeedSchema).optional(),
  /** Names of teams to add. @default - none */
  teams: z.array(z.string()).optional(),
  /** Portals to add; those of the same id are changed. @default - none */
  portals: z.array(portalSeedSchema).optional(),
  /** Settings to store unchecked, as an edit of the configuration file would. @default - none */
  settings: z.record(z.string(), z.unknown()).optional(),
  /** Settings to remove, which the API cannot. @default - none */
  removeSettings: z.array(z.string()).optional(),
});

/** What an EspoCRM is to know beside what it knows. */
export type EspoCrmSeed = z.input<typeof seedSchema>;

/**
 * The accounts of the sandbox unless others are given. `admin`, `jane`, `sam` and `guest` have their
 * counterparts of the same name at the authentik sandbox.
 */
export const EXAMPLE_USERS: readonly UserSeed[] = [
  {
    userName: "admin",
    type: "admin",
    password: "admin-password",
    emailAddress: "admin@example.com",
  },
  {
    userName: "user1",
    password: "user1-password",
    firstName: "Una",
    lastName: "User",
    emailAddress: "user1@example.com",
    teams: ["Sales"],
  },
  {
    userName: "jane",
    password: "jane-password",
    firstName: "Jane",
    lastName: "Doe",
    emailAddress: "jane@example.com",
  },
  {
    userName: "sam",
    password: "sam-password",
    firstName: "Sam",
    lastName: "Seller",
    emailAddress: "sam@example.com",
    teams: ["Sales"],
  },
  {
    userName: "guest",
    password: "guest-password",
    lastName: "Guest",
    emailAddress: "guest@example.com",
  },
  { userName: "api1", type: "api", apiKey: "api1-key" },
];

/** Everything that one EspoCRM knows. It is lost when the process ends. */
export class EspoCrmState {
  /** Settings, the client secret included. */
  readonly settings: Settings;
  /** Accounts and teams. */
  readonly users = new Users();
  /** Customer portals. */
  readonly portals: Portals;
  /** Log-ins that portals can have. */
  readonly authenticationProviders = new AuthenticationProviders(() => this.release);
  /** The portal at which a request came; undefined: at EspoCRM itself. */
  readonly portal: Portal | undefined;
  /** Sessions. */
  readonly tokens = new AuthTokens();
  /** Attempts to log in. */
  readonly loginLog: LoginLog;
  /** EspoCRM's log. */
  readonly log: Log;
  /** Keys of the identity provider (JWKS). */
  readonly keyCache: KeyCache;
  /** PHP's sessions. */
  readonly sessions = new PhpSessions();
  /** When the cache was cleared last, in milliseconds since 1970. */
  cacheClearedAt = 0;

  /**
   * @param release Its version.
   * @param passwordCost Duration of a password hash, in milliseconds.
   * @param providerTimeout How long EspoCRM waits for the identity provider, in milliseconds.
   * @param now Clock, in milliseconds since 1970.
   */
  constructor(
    siteUrl: string,
    public release: EspoCrmRelease,
    readonly passwordCost: number,
    readonly providerTimeout: number,
    readonly now: () => number,
  ) {
    this.settings = new Settings(siteUrl, release, now);
    this.loginLog = new LoginLog(now);
    this.log = new Log(now);
    this.keyCache = new KeyCache(now);
    this.portals = new Portals(now);
  }

  /** The same EspoCRM as it is at a portal. */
  at(portal: Portal): EspoCrmState {
    const id = portal.authenticationProviderId;
    const login = this.authenticationProviders.find(id);
    if (id !== null && login === undefined) throw fatal(); // No authentication provider for portal.
    const settings = new PortalSettings(this.settings, portal, login, this.release, this.now);
    return Object.create(this, {
      portal: { value: portal },
      settings: { value: settings },
    }) as EspoCrmState;
  }

  /** Adds accounts, teams and settings. */
  seed({ portals = [], users = [], teams = [], settings = {}, ...rest }: EspoCrmSeed): void {
    for (const portal of portals) this.portals.add(portal);
    for (const user of users) this.users.add(user);
    for (const team of teams) this.users.addTeam(team);
    for (const [key, value] of Object.entries(settings)) this.settings.put(key, value);
    for (const key of rest.removeSettings ?? []) this.settings.remove(key);
  }

  /** Becomes another version, as an upgrade does it. */
  upgrade(release: EspoCrmRelease): void {
    this.release = release;
    this.settings.upgrade(release);
    this.keyCache.clear();
  }

  /** Whether it proves its codes (PKCE): a setting that was never written is off. */
  provesCodes(): boolean {
    return TRAITS[this.release].pkce && isTruthy(this.settings.get("oidcAuthorizationPkce"));
  }

  /** Clears the cache, the identity provider's keys included. */
  clearCache(): void {
    this.keyCache.clear();
    this.cacheClearedAt = this.now();
    this.settings.touch();
  }
}
