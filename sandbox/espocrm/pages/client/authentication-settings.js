/* global document */

/** The settings of Administration › Authentication with EspoCRM's own labels. */
const LABELS = {
  authenticationMethod: "Authentication Method",
  oidcClientId: "OIDC Client ID",
  oidcClientSecret: "OIDC Client Secret",
  oidcAuthorizationRedirectUri: "OIDC Authorization Redirect URI",
  oidcAuthorizationEndpoint: "OIDC Authorization Endpoint",
  oidcTokenEndpoint: "OIDC Token Endpoint",
  oidcJwksEndpoint: "OIDC JSON Web Key Set Endpoint",
  oidcUserInfoEndpoint: "OIDC UserInfo Endpoint",
  oidcJwtSignatureAlgorithmList: "OIDC JWT Allowed Signature Algorithms",
  oidcScopes: "OIDC Scopes",
  oidcUsernameClaim: "OIDC Username Claim",
  oidcCreateUser: "OIDC Create User",
  oidcSync: "OIDC Sync",
  oidcTeamsIds: "OIDC Teams",
  oidcGroupClaim: "OIDC Group Claim",
  oidcSyncTeams: "OIDC Sync Teams",
  oidcFallback: "OIDC Fallback Login",
  oidcAllowRegularUserFallback: "OIDC Allow fallback login for regular users",
  oidcAllowAdminUser: "OIDC Allow OIDC login for admin users",
  oidcLogoutUrl: "OIDC Logout URL",
  oidcAuthorizationPrompt: "OIDC Authorization Prompt",
};

/** Settings that are ticked or not; never written counts as not. */
const CHECKBOXES = new Set([
  "oidcCreateUser",
  "oidcSync",
  "oidcSyncTeams",
  "oidcFallback",
  "oidcAllowRegularUserFallback",
  "oidcAllowAdminUser",
]);

/** Shows the settings, which cannot be changed here. */
export function showAuthenticationSettings(list, settings) {
  const shown = {
    ...settings,
    oidcClientSecret: "never shown",
    oidcAuthorizationRedirectUri: `${settings.siteUrl.replace(/\/+$/, "")}/oauth-callback.php`,
  };
  list.replaceChildren(
    ...Object.entries(LABELS).flatMap(([name, label]) => {
      const term = document.createElement("dt");
      term.textContent = label;
      const value = document.createElement("dd");
      value.dataset.name = name;
      value.textContent = CHECKBOXES.has(name) ? yesOrNo(shown[name]) : text(shown[name]);
      return [term, value];
    }),
  );
}

function yesOrNo(value) {
  return value ? "Yes" : "No";
}

function text(value) {
  return Array.isArray(value) ? value.join(", ") : (value ?? "");
}
