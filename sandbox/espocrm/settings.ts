import { fatal } from "./errors";
import fresh from "./fresh-settings.json";
import { asText, isTruthy } from "./php";
import { type EspoCrmRelease, TRAITS } from "./release";
import {
  INTERNAL_SETTINGS,
  isSeenByUsers,
  PUBLIC_SETTINGS,
  UNWRITABLE_SETTINGS,
} from "./settings-access";

/** Who looks at the settings: not logged in, a regular or api user, an administrator. */
export type Viewer = "nobody" | "user" | "admin";

/** Settings by name, as they go over the wire. */
export type SettingsData = Readonly<Record<string, unknown>>;

/** The settings of one EspoCRM: those of a fresh installation, and what was written. */
export class Settings {
  readonly #values: Map<string, unknown>;
  readonly #internal = new Map<string, unknown>();
  readonly #now: () => number;

  /**
   * @param release the version that was installed.
   * @param now Clock, in milliseconds since 1970.
   */
  constructor(siteUrl: string, release: EspoCrmRelease, now: () => number) {
    this.#now = now;
    this.#values = new Map(Object.entries({ ...fresh, ...TRAITS[release].fresh, siteUrl }));
    this.#values.set("appTimestamp", this.#seconds());
    this.#values.set("microtime", this.#microtime());
    this.touch();
  }

  /** A setting as stored; undefined if it never was. */
  get(key: string): unknown {
    return INTERNAL_SETTINGS.has(key) ? this.#internal.get(key) : this.#values.get(key);
  }

  /** A setting that EspoCRM reads as a text; null if absent or null. */
  text(key: string): string | null {
    const value = this.get(key) ?? null;
    const text = value === null ? null : asText(value);
    if (text === undefined) throw fatal();
    return text;
  }

  /** The authentication method. EspoCRM cannot go on when it is null. */
  authenticationMethod(): string {
    const method = this.text("authenticationMethod");
    if (method === null) throw fatal();
    return method;
  }

  /** The address of the site, without trailing slashes. */
  siteUrl(): string {
    return (this.text("siteUrl") ?? "").replace(/\/+$/, "");
  }

  /** All settings as stored, the internal ones left out. */
  stored(): SettingsData {
    return Object.fromEntries(this.#values);
  }

  /**
   * The settings object that a viewer is given. EspoCRM also takes the entity types that a user has
   * no right to out of lists such as `tabList`; here every list is whole.
   */
  view(viewer: Viewer): SettingsData {
    const seen = [...this.#values].filter(([key]) => {
      if (viewer === "admin") return true;
      return viewer === "user" ? isSeenByUsers(key) : PUBLIC_SETTINGS.has(key);
    });
    return {
      ...Object.fromEntries(seen),
      logoSrc: fresh.logoSrc,
      ...this.#loginData(),
    };
  }

  /** Stores values beside the others, as a write over the API does. Validated by the caller. */
  write(patch: SettingsData): void {
    const written = Object.entries(patch).filter(([key]) => !UNWRITABLE_SETTINGS.has(key));
    for (const [key, value] of written) this.put(key, value);
    if (written.some(([key]) => !INTERNAL_SETTINGS.has(key))) {
      this.#values.set("microtime", this.#microtime());
    }
    this.touch();
    // A timestamp that the caller sends is kept.
    if (typeof patch["cacheTimestamp"] === "number")
      this.put("cacheTimestamp", patch["cacheTimestamp"]);
  }

  /** Stores one value as an edit of the configuration file would: no check, no timestamps. */
  put(key: string, value: unknown): void {
    (INTERNAL_SETTINGS.has(key) ? this.#internal : this.#values).set(key, value);
  }

  /** Removes a setting, which the API cannot. */
  remove(key: string): void {
    this.#values.delete(key);
    this.#internal.delete(key);
  }

  /** Raises the cache timestamp. */
  touch(): void {
    this.#values.set("cacheTimestamp", this.#seconds());
    this.#values.set("microtimeState", this.#microtime());
  }

  /** Becomes another version, as an upgrade does it: what is new in it is not added to the settings. */
  upgrade(release: EspoCrmRelease): void {
    this.#values.set("version", release);
    this.#values.set("appTimestamp", this.#seconds());
    this.#values.set("microtime", this.#microtime());
    this.touch();
  }

  #loginData(): SettingsData {
    if (this.authenticationMethod() !== "Oidc") return {};
    const fallback = isTruthy(this.get("oidcFallback"));
    return { loginData: { handler: "handlers/login/oidc", fallback, method: "Oidc", data: {} } };
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000);
  }

  #microtime(): number {
    return Math.round(this.#now() * 1000) / 1e6;
  }
}
