import { z } from "zod";
import { DEFAULT_SCOPES } from "../../authentik/scopes";
import { about, flag, text } from "./field";

/** What EspoCRM has where a setting is not managed. */
const unmanaged = (value: string) => ({ otherwise: `not managed; EspoCRM: ${value}` });

/** `login`: EspoCRM's OIDC settings, as far as they don't follow from authentik. */
export const login = about(
  z.strictObject({
    scopes: about(z.array(z.string()), "the scopes that EspoCRM asks for (oidcScopes)", {
      default: DEFAULT_SCOPES,
    }).optional(),
    usernameClaim: text("the claim that holds the EspoCRM user name (oidcUsernameClaim)", {
      default: "sub",
    }).optional(),
    fallback: flag(
      "whether administrators can still sign in with their password (oidcFallback); false is refused",
      { default: true, const: true },
    ).optional(),
    allowRegularUserFallback: flag(
      "whether other users can, too (oidcAllowRegularUserFallback)",
      unmanaged("false"),
    ).optional(),
    allowAdministrators: flag(
      "whether administrators may sign in through authentik (oidcAllowAdminUser)",
      unmanaged("false"),
    ).optional(),
    logoutUrl: text(
      "the address to which the browser goes at logout (oidcLogoutUrl); EspoCRM fills in {siteUrl} and {clientId}",
      { otherwise: "the application's end-session endpoint" },
    ).optional(),
    signatureAlgorithms: about(
      z.array(z.enum(["RS256", "RS384", "RS512", "HS256", "HS384", "HS512"])),
      "the signature algorithms that are accepted (oidcJwtSignatureAlgorithmList)",
      unmanaged('["RS256"]'),
    ).optional(),
    authorizationPrompt: about(
      z.enum(["none", "consent", "login", "select_account"]),
      "what authentik shows at each login (oidcAuthorizationPrompt)",
      unmanaged('"consent"'),
    ).optional(),
    authorizationMaxAge: about(
      z.int().min(0),
      "seconds after which authentik asks for the password again (oidcAuthorizationMaxAge)",
      unmanaged("no limit"),
    ).optional(),
    jwksCachePeriod: text(
      "how long EspoCRM caches authentik's keys (oidcJwksCachePeriod), as PHP reads a time span",
      { ...unmanaged('"10 minutes"'), example: "1 minute" },
    ).optional(),
    createUsers: flag(
      "whether an unknown user is created at the first login (oidcCreateUser)",
      unmanaged("false"),
    ).optional(),
    syncUsers: flag(
      "whether name, e-mail address and telephone number are overwritten at each login (oidcSync)",
      unmanaged("false"),
    ).optional(),
    syncTeams: flag(
      "whether teams are set at each login (oidcSyncTeams)",
      unmanaged("false"),
    ).optional(),
    groupClaim: text("the claim that lists a user's groups (oidcGroupClaim)", {
      ...unmanaged("none"),
      example: "groups",
    }).optional(),
    teams: about(
      z.array(
        z.strictObject({
          id: text("id of the team in EspoCRM"),
          name: text("name of the team, shown on EspoCRM's page of settings", {
            otherwise: "the id",
          }).optional(),
          group: text("value of the group claim that gives the team", {
            otherwise: "every OIDC user gets it",
          }).optional(),
        }),
      ),
      "the EspoCRM teams that OIDC users get (oidcTeamsIds, oidcTeamsNames, oidcTeamsColumns)",
      unmanaged("none"),
    ).optional(),
  }),
  "EspoCRM's OIDC settings",
  { otherwise: "as authentik's guide for EspoCRM has it" },
);
