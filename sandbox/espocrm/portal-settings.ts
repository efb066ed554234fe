import type { AuthenticationProvider } from "./authentication-providers";
import { type Portal, portalUrl } from "./portals";
import type { EspoCrmRelease } from "./release";
import { Settings, type SettingsData, type Viewer } from "./settings";

/** Settings of the log-in that no portal has. */
const NOT_AT_PORTALS: SettingsData = {
  oidcSyncTeams: false,
  oidcFallback: false,
  oidcAllowRegularUserFallback: false,
  oidcAllowAdminUser: false,
  oidcGroupClaim: null,
  oidcTeamsIds: null,
  oidcTeamsColumns: null,
};

/** Settings of the log-in that portals share with EspoCRM itself. */
const SHARED: readonly string[] = ["oidcAuthorizationMaxAge", "oidcJwksCachePeriod"];

/** EspoCRM's settings as they count at one portal: those of the log-in are its record's. */
export class PortalSettings extends Settings {
  /**
   * @param login the portal's log-in; undefined: EspoCRM's own, with passwords.
   * @param now Clock, in milliseconds since 1970.
   */
  constructor(
    private readonly whole: Settings,
    private readonly portal: Portal,
    private readonly login: AuthenticationProvider | undefined,
    release: EspoCrmRelease,
    now: () => number,
  ) {
    super(whole.siteUrl(), release, now);
  }

  override get(key: string): unknown {
    // While it is still being built.
    if ((this.whole as Settings | undefined) === undefined) return super.get(key);
    if (key === "authenticationMethod") return this.login?.["method"] ?? "Espo";
    if (this.login === undefined) return this.whole.get(key);
    if (key === "siteUrl") return portalUrl(this.portal, this.whole.siteUrl());
    if (Object.hasOwn(NOT_AT_PORTALS, key)) return NOT_AT_PORTALS[key];
    if (key.startsWith("oidc") && !SHARED.includes(key)) return this.login[key];
    return this.whole.get(key);
  }

  override view(viewer: Viewer): SettingsData {
    const seen: Record<string, unknown> = { ...this.whole.view(viewer) };
    delete seen["loginData"];
    if (this.get("authenticationMethod") !== "Oidc") return seen;
    const loginData = { handler: "handlers/login/oidc", fallback: false, method: "Oidc", data: {} };
    return { ...seen, loginData };
  }
}
