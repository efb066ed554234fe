import type { AuthentikSeed } from "./seed-schema";

const PREFIX = "goauthentik.io/providers/oauth2";

/** What authentik's own blueprints put into every installation, as far as the sandbox uses it. */
export const SHIPPED: AuthentikSeed = {
  flows: [
    {
      slug: "default-authentication-flow",
      name: "Welcome to authentik!",
      title: "Welcome to authentik!",
      designation: "authentication",
      stages: ["identification", "password", "authenticator_validate", "user_login"],
    },
    {
      slug: "default-invalidation-flow",
      name: "Logout",
      title: "Default Invalidation Flow",
      designation: "invalidation",
      stages: ["user_logout"],
    },
    {
      slug: "default-provider-authorization-explicit-consent",
      name: "Authorize Application",
      title: "Redirecting to %(app)s",
      designation: "authorization",
      authentication: "require_authenticated",
      stages: ["consent"],
    },
    {
      slug: "default-provider-authorization-implicit-consent",
      name: "Authorize Application",
      title: "Redirecting to %(app)s",
      designation: "authorization",
      authentication: "require_authenticated",
    },
    {
      slug: "default-provider-invalidation-flow",
      name: "Logged out of application",
      title: "You've logged out of %(app)s.",
      designation: "invalidation",
    },
  ],
  scopeMappings: [
    {
      managed: `${PREFIX}/scope-openid`,
      name: "authentik default OAuth Mapping: OpenID 'openid'",
      scopeName: "openid",
      expression: [
        "# This scope is required by the OpenID-spec, and must as such exist in authentik.",
        "# The scope by itself does not grant any information",
        "return {}",
      ].join("\n"),
    },
    {
      managed: `${PREFIX}/scope-email`,
      name: "authentik default OAuth Mapping: OpenID 'email'",
      scopeName: "email",
      description: "Email address",
      expression: [
        "return {",
        '    "email": request.user.email,',
        '    "email_verified": False',
        "}",
      ].join("\n"),
    },
    {
      managed: `${PREFIX}/scope-profile`,
      name: "authentik default OAuth Mapping: OpenID 'profile'",
      scopeName: "profile",
      description: "General Profile Information",
      expression: [
        "return {",
        "    # Because authentik only saves the user's full name, and has no concept of first and last names,",
        "    # the full name is used as given name.",
        '    # You can override this behaviour in custom mappings, i.e. `request.user.name.split(" ")`',
        '    "name": request.user.name,',
        '    "given_name": request.user.name,',
        '    "preferred_username": request.user.username,',
        '    "nickname": request.user.username,',
        '    "groups": [group.name for group in request.user.groups.all()],',
        "}",
      ].join("\n"),
    },
    {
      managed: `${PREFIX}/scope-entitlements`,
      name: "authentik default OAuth Mapping: Application Entitlements",
      scopeName: "entitlements",
      description: "Application entitlements",
      expression: [
        "entitlements = [entitlement.name for entitlement in request.user.app_entitlements(provider.application)]",
        "return {",
        '    "entitlements": entitlements,',
        '    "roles": entitlements,',
        "}",
      ].join("\n"),
    },
    {
      managed: `${PREFIX}/scope-offline_access`,
      name: "authentik default OAuth Mapping: OpenID 'offline_access'",
      scopeName: "offline_access",
      description: "Access to request new tokens without interaction",
      expression: [
        "# This scope grants the application a refresh token that can be used to refresh user data",
        "# and let the application access authentik without the users interaction",
        "return {}",
      ].join("\n"),
    },
    {
      managed: `${PREFIX}/scope-authentik_api`,
      name: "authentik default OAuth Mapping: authentik API access",
      scopeName: "goauthentik.io/api",
      description: "authentik API Access on behalf of your user",
      expression: [
        "# This scope grants the application the ability to access the authentik API",
        "# on behalf of the authorizing user",
        "return {}",
      ].join("\n"),
    },
    {
      managed: "goauthentik.io/providers/proxy/scope-proxy",
      name: "authentik default OAuth Mapping: Proxy outpost",
      scopeName: "ak_proxy",
      description: "authentik Proxy - User information",
      expression: [
        "# This mapping is used by the authentik proxy. It passes extra user attributes,",
        "# which are used for example for the HTTP-Basic Authentication mapping.",
        "return {",
        '    "ak_proxy": {',
        '        "user_attributes": request.user.group_attributes(request),',
        '        "is_superuser": request.user.is_superuser,',
        "    }",
        "}",
      ].join("\n"),
    },
  ],
  keyPairs: [{ name: "authentik Self-signed Certificate", key: "rsa" }],
  groups: [{ name: "authentik Admins", isSuperuser: true }],
  users: [
    {
      username: "akadmin",
      name: "authentik Default Admin",
      email: "root@example.com",
      password: "akadmin",
      groups: ["authentik Admins"],
    },
  ],
};

/** People and keys to try things with. Every password is the username. */
export const EXAMPLE: AuthentikSeed = {
  keyPairs: [{ name: "EC", key: "ec" }],
  groups: [{ name: "crm-users" }, { name: "sales", parents: ["crm-users"] }],
  users: [
    {
      username: "jane",
      name: "Jane Doe",
      email: "jane@example.com",
      password: "jane",
      groups: ["crm-users"],
    },
    {
      username: "sam",
      name: "Sam Seller",
      email: "sam@example.com",
      password: "sam",
      groups: ["sales"],
    },
    {
      username: "admin",
      name: "CRM Administrator",
      email: "admin@example.com",
      password: "admin",
      groups: ["crm-users"],
    },
    { username: "guest", name: "Guest", email: "guest@example.com", password: "guest" },
  ],
};
