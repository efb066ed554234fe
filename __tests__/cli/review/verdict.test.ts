import { reviewPlan } from "../../../cli/review/index";
import { plain } from "../../../cli/review/render/text";
import { RESOURCES, SETTINGS, smallPlan, STATED, type Values, type Wish } from "./small-plan";

const EVIL = "https://evil.example/";
const ENDED = JSON.parse(String(RESOURCES["restapi_object.settings"]?.["destroy_data"])) as Values;
const resource = (name: string, values: Values): Wish => ({ resources: { [name]: values } });
const data = (name: string, values: Values): Wish =>
  resource(name, { data: JSON.stringify(values) });
const end = (values: Values): Wish =>
  resource("settings", { destroy_data: JSON.stringify({ ...ENDED, ...values }) });
const stated = (side: "authentik" | "espocrm", values: Values): Wish => ({
  stated: { [side]: { ...STATED[side], ...values } },
});
const GUARDED = "restapi_object.observer";
const GLANCE = "/Team?maxSize=1&select=id";
const withdrawal = (name: string, values: Values, actions = ["create"]) => {
  const own = {
    path: GLANCE,
    create_path: GLANCE,
    update_path: GLANCE,
    destroy_path: "/Settings",
    create_method: "GET",
    update_method: "GET",
    destroy_method: "PUT",
    data: "{}",
    destroy_data: `{"${name}":null}`,
    ...values,
  };
  const address = `restapi_object.withdraw-${name}`;
  const goes = actions.includes("delete");
  const change = {
    actions,
    before: goes ? own : null,
    after: goes ? null : own,
    after_unknown: {},
  };
  return {
    more: [{ address, mode: "managed", type: "restapi_object", name: `withdraw-${name}`, change }],
    stated: { resources: { ...STATED.resources, withdrawals: [address] } },
  };
};
/** Everything is new. */
const NEW: Wish = {
  actions: Object.fromEntries(
    [...Object.keys(RESOURCES), ".statement"].map((address) => [
      address.slice(address.indexOf(".") + 1),
      ["create"],
    ]),
  ),
  // What EspoCRM's settings are is read only when it is applied.
  resources: { before: { input: undefined, output: undefined } },
  unknown: { before: { input: true, output: true } },
};
const redirects = (url: string): Values => ({
  allowed_redirect_uris: [{ matching_mode: "strict", url }],
});
const secretUnknown = (values: Values = {}): Wish => ({
  unknown: { secret: { data: true } },
  ...values,
});

/** One line a change: what is planned, the verdict, and words of the headline or of the gate. */
const TABLE: readonly (readonly [string, Wish, string, RegExp | string])[] = [
  // Nothing.
  ["nothing", {}, "nothing", ""],
  ["nothing, without a statement", { stated: null }, "nothing", ""],
  // Harmless.
  ["the tile's name", resource("application", { name: "CRM" }), "safe", ""],
  ["the tile's icon", resource("application", { meta_icon: "fa://fa-users" }), "safe", ""],
  [
    "the tile's address in EspoCRM",
    resource("application", { meta_launch_url: "https://espocrm.company/#Lead" }),
    "safe",
    "",
  ],
  ["the provider's name", { provider: { name: "CRM" } }, "safe", ""],
  ["a binding's order", { binding: { order: 3 } }, "safe", ""],
  ["the log of a policy", resource("policy-a", { execution_logging: true }), "safe", ""],
  ["names of teams", { settings: { oidcTeamsNames: { a: "A" } } }, "safe", ""],
  ["the cache cleared", { actions: { key_cache: ["delete", "create"] } }, "safe", ""],
  ["the same secret once more", { actions: { secret: ["delete", "create"] } }, "safe", ""],
  [
    "other settings of EspoCRM not looked at",
    resource("settings", { ignore_changes_to: ["siteUrl"] }),
    "safe",
    "",
  ],
  ["a withdrawal made", withdrawal("oidcCreateUser", {}), "safe", ""],
  ["the statement of a newer construct", { actions: { statement: ["create"] } }, "safe", ""],
  [
    "a harmless change without a statement",
    { provider: { name: "CRM" }, stated: null },
    "look-twice",
    "who is who was guessed",
  ],
  // EspoCRM's settings.
  [
    "everybody's teams emptied",
    { settings: { oidcSyncTeams: true, oidcTeamsIds: [] } },
    "look-twice",
    "everybody loses all their teams",
  ],
  [
    "teams set at each login",
    { settings: { oidcSyncTeams: true, oidcTeamsIds: ["a"] } },
    "look-twice",
    "people get other teams",
  ],
  [
    "token endpoint elsewhere",
    { settings: { oidcTokenEndpoint: EVIL } },
    "refused",
    /foreign-endpoint.*client secret would be sent there/,
  ],
  [
    "userinfo endpoint elsewhere",
    { settings: { oidcUserInfoEndpoint: EVIL } },
    "refused",
    /foreign-endpoint.*userinfo/,
  ],
  [
    "keys elsewhere",
    { settings: { oidcJwksEndpoint: EVIL } },
    "refused",
    /foreign-endpoint.*sign in as anybody/,
  ],
  [
    "authorization endpoint elsewhere",
    { settings: { oidcAuthorizationEndpoint: EVIL } },
    "refused",
    /foreign-endpoint.*type their passwords/,
  ],
  [
    "logout elsewhere",
    { settings: { oidcLogoutUrl: EVIL } },
    "refused",
    /foreign-endpoint.*after logging out/,
  ],
  [
    "logout where it is declared",
    { settings: { oidcLogoutUrl: EVIL }, stated: { logoutUrl: EVIL } },
    "look-twice",
    "after logging out",
  ],
  [
    "token endpoint elsewhere, without a statement",
    { settings: { oidcTokenEndpoint: EVIL }, stated: null },
    "refused",
    /foreign-endpoint/,
  ],
  [
    "token endpoint elsewhere from the start",
    { ...NEW, settings: { oidcTokenEndpoint: EVIL } },
    "refused",
    /foreign-endpoint/,
  ],
  [
    "keys elsewhere from the start",
    { ...NEW, settings: { oidcJwksEndpoint: EVIL } },
    "refused",
    /foreign-endpoint/,
  ],
  [
    "logout elsewhere from the start",
    { ...NEW, settings: { oidcLogoutUrl: EVIL } },
    "refused",
    /foreign-endpoint/,
  ],
  ["an integration from the start", NEW, "look-twice", "sign-in through authentik is switched on"],
  [
    "users overwritten",
    { settings: { oidcSync: true } },
    "look-twice",
    "overwritten at each login, and emptied",
  ],
  [
    "keys kept for ever",
    { settings: { oidcJwksCachePeriod: "100 years" } },
    "look-twice",
    "100 years",
  ],
  [
    "another prompt",
    { settings: { oidcAuthorizationPrompt: "login" } },
    "look-twice",
    "at each login authentik shows",
  ],
  ["no proof of codes", { settings: { oidcAuthorizationPkce: false } }, "look-twice", "PKCE"],
  [
    "passwords off",
    { settings: { oidcFallback: false } },
    "refused",
    /terraform-credentials.*no password any more/,
  ],
  [
    "passwords off by a word of PHP's",
    { settings: { oidcFallback: "0" } },
    "refused",
    /terraform-credentials/,
  ],
  [
    "a method that is none",
    { settings: { authenticationMethod: "SAML" } },
    "refused",
    /lock-out.*SAML/,
  ],
  [
    "settings unknown",
    { unknown: { settings: { data: true } } },
    "refused",
    /terraform-credentials.*can't be seen/,
  ],
  ["settings that are no object", resource("settings", { data: "[]" }), "refused", /foreign-write/],
  [
    "a setting of another page",
    { settings: { smtpServer: "mail.evil.example" } },
    "refused",
    /foreign-write.*smtpServer/,
  ],
  // Other objects that write to EspoCRM.
  [
    "passwords off with the secret",
    data("secret", { oidcClientSecret: "x", oidcFallback: false }),
    "refused",
    /foreign-write.*oidcFallback/,
  ],
  [
    "the secret unknown, though authentik's is not",
    secretUnknown(),
    "refused",
    /foreign-write.*known only when it is applied/,
  ],
  [
    "passwords off with the cache",
    resource("key_cache", {
      path: "/Settings",
      create_path: "/Settings",
      update_path: "/Settings",
      update_method: "PUT",
    }),
    "refused",
    /foreign-write.*PUT \/Settings/,
  ],
  [
    "passwords off in the cache's data",
    data("key_cache", { oidcFallback: false }),
    "refused",
    /foreign-write.*oidcFallback/,
  ],
  [
    "the observer writes",
    resource("observer", { update_method: "PUT", data: '{"oidcFallback":false}' }),
    "refused",
    /foreign-write.*PUT \/Settings/,
  ],
  [
    "a withdrawal that writes",
    withdrawal("oidcCreateUser", {
      create_method: "PUT",
      create_path: "/Settings",
      data: '{"oidcFallback":false}',
    }),
    "refused",
    /foreign-write.*PUT \/Settings/,
  ],
  [
    "a withdrawal that makes an administrator",
    withdrawal("oidcCreateUser", {
      create_method: "POST",
      create_path: "/User",
      data: '{"type":"admin"}',
    }),
    "refused",
    /foreign-write.*POST \/User/,
  ],
  [
    "a withdrawal of a setting that is always managed",
    withdrawal("oidcFallback", { destroy_data: '{"oidcFallback":false}' }),
    "refused",
    /foreign-write.*oidcFallback/,
  ],
  ["a setting withdrawn", withdrawal("oidcCreateUser", {}, ["delete"]), "look-twice", ""],
  [
    "a withdrawal that nobody states",
    {
      ...withdrawal("oidcCreateUser", { create_method: "POST", create_path: "/User" }),
      stated: {},
    },
    "refused",
    /foreign-write.*POST \/User/,
  ],
  [
    "what only looks like an integration",
    {
      more: [
        {
          address: "restapi_object.other_settings",
          mode: "managed",
          type: "restapi_object",
          name: "other_settings",
          change: {
            actions: ["create"],
            before: null,
            after: { ...RESOURCES["restapi_object.settings"], data: '{"oidcFallback":false}' },
          },
        },
      ],
    },
    "refused",
    /foreign-write.*belongs to no integration/,
  ],
  // The way back.
  [
    "back to another provider",
    end({ authenticationMethod: "Oidc", oidcClientId: "x", oidcTokenEndpoint: EVIL }),
    "refused",
    /way-back.*a destroy would set/,
  ],
  [
    "back to a method that is none",
    end({ authenticationMethod: "SAML" }),
    "refused",
    /way-back.*SAML/,
  ],
  ["back to a client secret", end({ oidcClientSecret: "x" }), "refused", /way-back.*client secret/],
  ["back without passwords", end({ oidcFallback: false }), "refused", /way-back/],
  [
    "back to something unknown",
    { unknown: { settings: { destroy_data: true } } },
    "look-twice",
    "what a later destroy does changes",
  ],
  [
    "what was found exchanged",
    resource("before", { output: { authenticationMethod: "Oidc" } }),
    "refused",
    /way-back/,
  ],
  [
    "left alone at the end",
    { ...resource("settings", { destroy_method: "GET" }), stated: { onDestroy: "leave" } },
    "look-twice",
    "what a later destroy does changes",
  ],
  [
    "left alone at the end, and not stated",
    resource("settings", { destroy_method: "GET" }),
    "look-twice",
    "onDestroy",
  ],
  // authentik.
  [
    "a public client",
    { provider: { client_type: "public" } },
    "look-twice",
    "asks it for no secret any more",
  ],
  [
    "tokens of another source",
    { provider: { jwt_federation_sources: ["x"] } },
    "look-twice",
    "JWT federation",
  ],
  [
    "tokens of another provider",
    { provider: { jwt_federation_providers: [7] } },
    "look-twice",
    "JWT federation",
  ],
  [
    "no scope mappings",
    { ...resource("provider", { property_mappings: [] }), actions: { provider: ["update"] } },
    "look-twice",
    "",
  ],
  [
    "another scope mapping",
    { provider: { property_mappings: ["x"] } },
    "look-twice",
    "other scope mappings",
  ],
  [
    "another authorization flow",
    { provider: { authorization_flow: "x" } },
    "look-twice",
    "another flow authorizes",
  ],
  [
    "another authentication flow",
    { provider: { authentication_flow: "x" } },
    "look-twice",
    "sign in by another flow",
  ],
  [
    "another invalidation flow",
    { provider: { invalidation_flow: "x" } },
    "look-twice",
    "logging out runs another flow",
  ],
  ["another issuer", { provider: { issuer_mode: "global" } }, "look-twice", "issuer"],
  [
    "no claims in the ID token",
    { provider: { include_claims_in_id_token: false } },
    "look-twice",
    "ID token",
  ],
  [
    "codes of a second",
    { provider: { access_code_validity: "seconds=1" } },
    "look-twice",
    "seconds=1",
  ],
  [
    "tokens of ten years",
    { provider: { access_token_validity: "days=3650" } },
    "look-twice",
    "days=3650",
  ],
  [
    "logout tokens elsewhere",
    { provider: { logout_uri: EVIL } },
    "look-twice",
    "which name people, to https://evil.example/",
  ],
  [
    "a tile that leads elsewhere",
    resource("application", { meta_launch_url: EVIL }),
    "look-twice",
    "leads people to https://evil.example/",
  ],
  ["encrypted tokens", { provider: { encryption_key: "x" } }, "refused", /signing-key/],
  [
    "a redirect URI elsewhere",
    { provider: redirects(`${EVIL}oauth-callback.php`) },
    "refused",
    /redirect-uri/,
  ],
  [
    "a redirect URI elsewhere from the start",
    { ...NEW, provider: redirects(`${EVIL}oauth-callback.php`) },
    "refused",
    /redirect-uri/,
  ],
  [
    "another provider of the application",
    resource("application", { protocol_provider: 7 }),
    "look-twice",
    "another provider",
  ],
  [
    "a binding whose target is unknown",
    { unknown: { "binding-group-crm-users": { target: true } } },
    "look-twice",
    "Target becomes known only",
  ],
  [
    "a binding forgotten",
    { actions: { "binding-group-crm-users": ["forget"] } },
    "look-twice",
    "left to itself",
  ],
  [
    "everything unknown in the provider",
    { unknown: { provider: true } },
    "look-twice",
    "known only when it is applied",
  ],
  // Terraform's own ways.
  ["EspoCRM's API elsewhere", stated("espocrm", { apiUrl: EVIL }), "refused", /foreign-write/],
  [
    "EspoCRM's API elsewhere, as declared",
    {
      ...stated("espocrm", { apiUrl: "https://espocrm.internal" }),
      blocks: { restapi: { uri: { constant_value: "https://espocrm.internal/api/v1" } } },
    },
    "look-twice",
    "the administrator's password is sent there",
  ],
  [
    "EspoCRM's API elsewhere, not declared",
    { blocks: { restapi: { uri: { constant_value: `${EVIL}api/v1` } } } },
    "refused",
    /foreign-write.*evil/,
  ],
  [
    "authentik's API elsewhere, not declared",
    { blocks: { authentik: { url: { constant_value: EVIL } } } },
    "refused",
    /foreign-write.*evil/,
  ],
  [
    "TLS not verified, as declared",
    {
      ...stated("espocrm", { verifyTls: false }),
      blocks: { restapi: { insecure: { constant_value: true } } },
    },
    "look-twice",
    "no longer verifies EspoCRM's certificate",
  ],
  [
    "TLS not verified, not declared",
    { blocks: { authentik: { insecure: { constant_value: true } } } },
    "look-twice",
    "no longer verifies authentik's certificate",
  ],
  [
    "a password that stands there",
    { blocks: { restapi: { password: { constant_value: "x" } } } },
    "look-twice",
    "password from elsewhere",
  ],
  [
    "through another instance",
    { configured: { "restapi_object.secret": { provider_config_key: "restapi.other" } } },
    "refused",
    /foreign-write.*another instance/,
  ],
  [
    "guards taken away, as stated",
    { stated: { lifecycle: {} }, also: { checks: [] } },
    "look-twice",
    "guards",
  ],
  [
    "guards taken away, not stated",
    { also: { checks: [] } },
    "look-twice",
    "Terraform checks nothing there",
  ],
  [
    "more ignored",
    {
      stated: {
        lifecycle: { [GUARDED]: { ...STATED.lifecycle[GUARDED], ignoreChanges: ["data"] } },
      },
    },
    "look-twice",
    "ignores more changes",
  ],
  [
    "managed settings ignored",
    resource("settings", { ignore_changes_to: ["oidcTokenEndpoint"] }),
    "look-twice",
    "no longer seen",
  ],
  [
    "changes in EspoCRM ignored",
    resource("settings", { ignore_all_server_changes: true }),
    "look-twice",
    "no longer seen",
  ],
  [
    "a program besides",
    { configured: { "restapi_object.settings": { provisioners: [{ type: "local-exec" }] } } },
    "refused",
    /outside-change.*local-exec/,
  ],
  [
    "an address of another type stated",
    { stated: { resources: { ...STATED.resources, secret: "terraform_data.before" } } },
    "look-twice",
    "which is of another type",
  ],
  [
    "an address stated that is nowhere",
    { stated: { resources: { ...STATED.resources, keyCache: "restapi_object.other" } } },
    "look-twice",
    "which is nowhere",
  ],
  [
    "other settings stated than written",
    { stated: { settings: ["oidcClientId"] } },
    "look-twice",
    "other managed settings",
  ],
  [
    "another EspoCRM stated",
    stated("espocrm", { url: "https://other.company" }),
    "refused",
    /redirect-uri/,
  ],
];

/** The verdict, and all that the headline and the gates say. */
function reviewed(wish: Wish): { verdict: string; words: string } {
  const review = reviewPlan(smallPlan(wish));
  const { besides, findings, integrations, verdict } = review;
  const words = [
    ...besides.map(({ text }) => plain(text)),
    ...integrations.flatMap(({ reasons }) => reasons.map(plain)),
    ...[...findings, ...integrations.flatMap((one) => one.findings)].map(
      ({ found, id }) => `${id}: ${plain(found)}`,
    ),
  ];
  return { verdict, words: words.join("\n") };
}

describe("the verdict on a plan, one line a change", () => {
  test.each(TABLE)("%s", (_, wish, verdict, words) => {
    const found = reviewed(wish);
    expect([found.verdict, found.words]).toEqual([verdict, found.words]);
    if (typeof words === "string") expect(found.words).toContain(words);
    else expect(found.words).toMatch(words);
  });

  test("every managed setting of the small plan is one that the construct manages", () => {
    expect(Object.keys(SETTINGS)).toContain("oidcUserInfoEndpoint");
  });
});

describe("what a gate refuses", () => {
  test("is let through for a reason, and looked at twice", () => {
    const text = smallPlan({ settings: { oidcTokenEndpoint: EVIL } });
    const gates = new Map([["foreign-endpoint", "a test of the proxy"]]);
    const { integrations, verdict } = reviewPlan(text, { gates });
    expect(verdict).toBe("look-twice");
    expect(integrations.flatMap(({ reasons }) => reasons.map(plain)).join()).toContain(
      "foreign-endpoint is off",
    );
  });
});

describe("a warning", () => {
  const allowed = { settings: { oidcAllowAdminUser: true } };
  const outcomes = (wish: Wish) =>
    reviewPlan(smallPlan(wish)).integrations.flatMap(({ findings }) =>
      findings.map(({ id, outcome, reason }) => [id, outcome, reason && plain(reason)]),
    );

  test("that somebody has heard is shown with the reason, and the change stays one", () => {
    const heard = { acknowledged: { "administrators-login": "they have no passwords" } };
    expect(outcomes(allowed)).toEqual([["administrators-login", "warned", undefined]]);
    const wish = { ...allowed, stated: heard };
    expect(outcomes(wish)).toEqual([
      ["administrators-login", "acknowledged", "they have no passwords"],
    ]);
    expect(reviewed(wish).verdict).toBe("look-twice");
  });
});

describe("drift", () => {
  const drifted = (name: string, values: Values): string => {
    const plan = JSON.parse(smallPlan(resource(name, values))) as {
      resource_changes: readonly { name: string; change: object }[];
    };
    const drift = plan.resource_changes.filter((one) => one.name === name);
    return smallPlan({ also: { resource_drift: drift } });
  };

  test.each([
    ["settings", { data: JSON.stringify({ ...SETTINGS, oidcLogoutUrl: EVIL }) }],
    ["settings", { destroy_data: "{}" }],
    ["secret", { update_path: "/User" }],
    ["provider", { sub_mode: "user_email" }],
    ["provider", { of_tomorrow: 1 }],
    ["application", { slug: "other" }],
    ["binding-group-crm-users", { enabled: false }],
  ])("of %s is looked at twice: %j", (name, values) => {
    const { integrations, verdict } = reviewPlan(drifted(name, values));
    expect(verdict).toBe("look-twice");
    expect(integrations[0]?.drift).toHaveLength(1);
  });

  test("of what EspoCRM answers is none", () => {
    expect(reviewPlan(drifted("observer", { api_response: "{}" })).verdict).toBe("nothing");
  });
});

describe("what is said besides", () => {
  test("is not that sessions go on where it is not certain who writes what", () => {
    const { integrations } = reviewPlan(smallPlan(data("secret", { oidcFallback: false })));
    const text = JSON.stringify(integrations);
    expect(text).not.toContain("stays signed in");
    expect(integrations[0]?.stays).toEqual([]);
  });

  test("is not that nobody got in before where Terraform knows no application", () => {
    const { integrations } = reviewPlan(smallPlan({ actions: { application: ["create"] } }));
    expect(integrations[0]?.access?.before).toBeUndefined();
  });
});
