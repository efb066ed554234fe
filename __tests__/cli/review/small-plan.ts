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
  /** Further top-level keys of the plan. */
  readonly also?: Values;
}

/** authentik's client secret in the small plan. */
export const CLIENT_SECRET = "client-secret-of-the-small-plan";

const SETTINGS: Values = {
  authenticationMethod: "Oidc",
  oidcAuthorizationEndpoint: "https://authentik.company/application/o/authorize/",
  oidcClientId: "espocrm",
  oidcFallback: true,
  oidcJwksEndpoint: "https://authentik.company/application/o/espocrm/jwks/",
  oidcTokenEndpoint: "https://authentik.company/application/o/token/",
  oidcUsernameClaim: "sub",
};

const PROVIDER: Values = {
  id: "1",
  name: "EspoCRM",
  client_id: "espocrm",
  client_secret: CLIENT_SECRET,
  signing_key: "key-1",
  sub_mode: "user_username",
  grant_types: ["authorization_code"],
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

/** The JSON of a plan of one integration. What a wish changes is updated; the rest stays as it is. */
export function smallPlan(wish: Wish = {}): string {
  const change = (address: string, before: Values, after: Values = before, mask: Values = {}) => {
    const [type = "", name = ""] = address.split(".");
    const differs = JSON.stringify(before) !== JSON.stringify(after);
    const actions = wish.actions?.[name] ?? (differs ? ["update"] : ["no-op"]);
    const only = (action: string) => actions.length === 1 && actions[0] === action;
    return {
      address,
      mode: "managed",
      type,
      name,
      change: {
        actions,
        before: only("create") ? null : before,
        after: only("delete") || only("forget") ? null : after,
        after_unknown: {},
        before_sensitive: mask,
        after_sensitive: mask,
      },
    };
  };
  const data = (settings: Values) => ({ data: JSON.stringify(settings) });
  const binding = { target: "app-1", group: "crm-users", enabled: true, negate: false, order: 0 };
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: [
      change("restapi_object.observer", { api_response: ANSWER }),
      change(
        "restapi_object.secret",
        data({ oidcClientSecret: CLIENT_SECRET }),
        data({ oidcClientSecret: wish.provider?.["client_secret"] ?? CLIENT_SECRET }),
        { data: true },
      ),
      change("restapi_object.settings", data(SETTINGS), data({ ...SETTINGS, ...wish.settings })),
      change(
        "authentik_provider_oauth2.provider",
        PROVIDER,
        { ...PROVIDER, ...wish.provider },
        {
          client_secret: true,
        },
      ),
      change("authentik_application.application", {
        id: "espocrm",
        uuid: "app-1",
        slug: "espocrm",
        name: "EspoCRM",
        policy_engine_mode: "any",
      }),
      change("authentik_policy_binding.binding-group-crm-users", binding, {
        ...binding,
        ...wish.binding,
      }),
    ],
    ...wish.also,
  });
}
