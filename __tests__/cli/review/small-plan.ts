/** Attributes of a resource. */
export type Values = Readonly<Record<string, unknown>>;

/** What a small plan does, where it is not a plan without anything to do. */
export interface Wish {
  /** Actions by resource. @default - nothing is done */
  readonly actions?: Readonly<Record<string, readonly string[]>>;
  /** EspoCRM's settings after; `undefined` leaves one out. */
  readonly settings?: Values;
  /** Attributes of authentik's provider after. */
  readonly provider?: Values;
  /** Attributes of the binding after. */
  readonly binding?: Values;
  /** Attributes of any resource after, by its name. */
  readonly resources?: Readonly<Record<string, Values>>;
  /** What is unknown after, by resource. @default - nothing is */
  readonly unknown?: Readonly<Record<string, unknown>>;
  /** What the integration states of itself after; null for a plan without a statement. */
  readonly stated?: Values | null;
  /** Attributes of the blocks of Terraform's providers: expressions, by key. */
  readonly blocks?: Readonly<Record<string, Values>>;
  /** Parts of the configuration of a resource, by address. */
  readonly configured?: Readonly<Record<string, Values>>;
  /** Further resources, as the plan has them. */
  readonly more?: readonly Values[];
  /** Further top-level keys of the plan. */
  readonly also?: Values;
}

/** authentik's client secret in the small plan. */
export const CLIENT_SECRET = "client-secret-of-the-small-plan";

/** EspoCRM's managed settings in the small plan. */
export const SETTINGS: Values = {
  authenticationMethod: "Oidc",
  oidcAuthorizationEndpoint: "https://authentik.company/application/o/authorize/",
  oidcClientId: "espocrm",
  oidcFallback: true,
  oidcJwksEndpoint: "https://authentik.company/application/o/espocrm/jwks/",
  oidcTokenEndpoint: "https://authentik.company/application/o/token/",
  oidcLogoutUrl: "https://authentik.company/application/o/espocrm/end-session/",
  oidcScopes: ["openid", "profile", "email"],
  oidcUserInfoEndpoint: "https://authentik.company/application/o/userinfo/",
  oidcUsernameClaim: "sub",
};

/** authentik's provider in the small plan. */
export const PROVIDER: Values = {
  id: "1",
  name: "EspoCRM",
  client_id: "espocrm",
  client_secret: CLIENT_SECRET,
  signing_key: "key-1",
  sub_mode: "user_username",
  client_type: "confidential",
  grant_types: ["authorization_code", "refresh_token"],
  allowed_redirect_uris: [
    { matching_mode: "strict", url: "https://espocrm.company/oauth-callback.php" },
  ],
};

const ANSWER = JSON.stringify({
  authenticationMethod: "Oidc",
  siteUrl: "https://espocrm.company",
  oidcJwtSignatureAlgorithmList: ["RS256"],
  smtpUsername: "never-shown@espocrm.company",
});

const GLANCE = "/Team?maxSize=1&select=id";

/** What an object sends, and when. */
const sends = (path: string, method: string, end = method): Values => ({
  path,
  create_path: path,
  update_path: path,
  destroy_path: path,
  create_method: method,
  update_method: method,
  destroy_method: end,
});

/** The resources of the small plan before, by address. */
export const RESOURCES: Readonly<Record<string, Values>> = {
  "restapi_object.observer": {
    ...sends("/Settings", "GET"),
    id: "settings",
    data: "{}",
    api_response: ANSWER,
  },
  "restapi_object.secret": {
    ...sends("/Settings", "PUT", "GET"),
    id: "settings",
    data: JSON.stringify({ oidcClientSecret: CLIENT_SECRET }),
  },
  "restapi_object.settings": {
    ...sends("/Settings", "PUT"),
    id: "settings",
    data: JSON.stringify(SETTINGS),
    destroy_data: JSON.stringify({
      ...Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, null])),
      authenticationMethod: "Espo",
      oidcClientSecret: null,
      oidcFallback: true,
      oidcScopes: ["profile", "email", "phone"],
      oidcUsernameClaim: "sub",
    }),
    ignore_changes_to: ["recordsPerPage", "siteUrl"],
  },
  "restapi_object.key_cache": {
    ...sends("/Admin/clearCache", "POST"),
    id: "keys",
    read_path: GLANCE,
    data: JSON.stringify({ jwksEndpoint: SETTINGS["oidcJwksEndpoint"], signingKey: "key-1" }),
    destroy_data: "{}",
  },
  "terraform_data.before": {
    input: { authenticationMethod: "Espo" },
    output: { authenticationMethod: "Espo" },
  },
  "terraform_data.secret_of": { input: { provider: "1", espocrm: "https://espocrm.company" } },
  "authentik_provider_oauth2.provider": PROVIDER,
  "authentik_application.application": {
    id: "espocrm",
    uuid: "app-1",
    slug: "espocrm",
    name: "EspoCRM",
    protocol_provider: 1,
    policy_engine_mode: "any",
  },
  "authentik_policy_binding.binding-group-crm-users": {
    target: "app-1",
    group: "crm-users",
    enabled: true,
    negate: false,
    order: 0,
  },
  "authentik_policy_expression.policy-a": {
    id: "policy-1",
    name: "a",
    expression: "return True",
    execution_logging: false,
  },
};

/** What the integration of the small plan states of itself. */
export const STATED = {
  format: 1,
  path: "",
  resources: {
    observer: "restapi_object.observer",
    before: "terraform_data.before",
    provider: "authentik_provider_oauth2.provider",
    application: "authentik_application.application",
    secretOf: "terraform_data.secret_of",
    secret: "restapi_object.secret",
    settings: "restapi_object.settings",
    keyCache: "restapi_object.key_cache",
    bindings: ["authentik_policy_binding.binding-group-crm-users"],
    policies: ["authentik_policy_expression.policy-a"],
    withdrawals: [],
  },
  authentik: {
    url: "https://authentik.company",
    apiUrl: "https://authentik.company",
    backchannelUrl: "https://authentik.company",
    release: "2026.5",
    verifyTls: true,
    headers: [],
  },
  espocrm: {
    url: "https://espocrm.company",
    apiUrl: "https://espocrm.company",
    backchannelUrl: "https://espocrm.company",
    verifyTls: true,
    headers: [],
  },
  logoutUrl: null,
  onDestroy: "restore",
  settings: Object.keys(SETTINGS).sort(),
  lifecycle: {
    "restapi_object.observer": {
      conditions: 2,
      ignoreChanges: [],
      preventDestroy: false,
      other: [],
    },
  },
  acknowledged: {},
};

const variable = (name: string) => ({ references: [`var.${name}`] });

/** Variables that hold a credential. */
const HIDDEN = ["authentik_token", "espocrm_password"];

/** The blocks of Terraform's providers in the small plan. */
const BLOCKS: Readonly<Record<string, Values>> = {
  restapi: {
    uri: { constant_value: "https://espocrm.company/api/v1" },
    username: variable("espocrm_username"),
    password: variable("espocrm_password"),
    test_path: { constant_value: `${GLANCE}#EspoCRM` },
  },
  authentik: {
    url: { constant_value: "https://authentik.company" },
    token: variable("authentik_token"),
  },
};

/** The JSON of a plan of one integration. What a wish changes is updated; the rest stays as it is. */
export function smallPlan(wish: Wish = {}): string {
  const settings = { ...SETTINGS, ...wish.settings };
  const secret = wish.provider?.["client_secret"] ?? CLIENT_SECRET;
  const stated = wish.stated === null ? undefined : { ...STATED, settings: keys(settings) };
  const derived: Readonly<Record<string, Values | undefined>> = {
    settings: wish.settings && { data: JSON.stringify(settings) },
    secret: { data: JSON.stringify({ oidcClientSecret: secret }) },
    provider: wish.provider,
    "binding-group-crm-users": wish.binding,
    statement: stated && { input: { ...stated, ...wish.stated } },
  };
  const change = ([address, before]: readonly [string, Values]) => {
    const [type = "", name = ""] = address.split(".");
    const after = { ...before, ...derived[name], ...wish.resources?.[name] };
    const unknown = wish.unknown?.[name] ?? {};
    const same = JSON.stringify([before, {}]) === JSON.stringify([after, unknown]);
    const actions = wish.actions?.[name] ?? (same ? ["no-op"] : ["update"]);
    const only = (action: string) => actions.length === 1 && actions[0] === action;
    const mask = name === "secret" ? { data: true } : { client_secret: true };
    return {
      address,
      mode: "managed",
      type,
      name,
      change: {
        actions,
        before: only("create") ? null : before,
        after: only("delete") || only("forget") ? null : after,
        after_unknown: unknown,
        before_sensitive: mask,
        after_sensitive: mask,
      },
    };
  };
  const resources = {
    ...RESOURCES,
    ...(stated && { "terraform_data.statement": { input: STATED } }),
  };
  const key = (address: string) => /^(restapi|authentik)_/.exec(address)?.[1] ?? "terraform";
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: [...Object.entries(resources).map(change), ...(wish.more ?? [])],
    configuration: {
      provider_config: Object.fromEntries(
        Object.entries(BLOCKS).map(([name, block]) => [
          name,
          {
            name,
            ...(name === "authentik" && { version_constraint: "~> 2026.5.0" }),
            expressions: { ...block, ...wish.blocks?.[name] },
          },
        ]),
      ),
      root_module: {
        variables: Object.fromEntries(HIDDEN.map((name) => [name, { sensitive: true }])),
        resources: Object.keys(resources).map((address) => ({
          address,
          provider_config_key: key(address),
          ...(address === "restapi_object.settings" && { depends_on: ["restapi_object.secret"] }),
          ...wish.configured?.[address],
        })),
      },
    },
    checks: [
      {
        address: { kind: "resource", to_display: "restapi_object.observer" },
        status: "pass",
      },
      { address: { kind: "check", to_display: "check.before_secret" }, status: "pass" },
    ],
    ...wish.also,
  });
}

const keys = (values: Values): string[] => Object.keys(values).sort();
