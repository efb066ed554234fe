import { type App, LocalBackend, TerraformStack } from "cdktf";
import {
  type BindingProps,
  EspoAuthentikIntegration,
  EspoAuthentikStack,
  type LoginProps,
} from "../../../../lib";
import type { ReviewOptions } from "../../../../cli/review/index";
import { type Declare, Lab, type Wish } from "./lab";

/** One plan of the corpus. */
export interface Case {
  /** Name of the golden file. */
  readonly name: string;
  /** What is declared. @default - what was applied */
  readonly wish?: Wish | Declare;
  /** What is done by hand before planning; the answer undoes it. */
  readonly byHand?: (lab: Lab) => (() => void) | Promise<() => void>;
  /** Further arguments of `terraform plan`. */
  readonly args?: readonly string[];
  /** Options of the review. */
  readonly options?: ReviewOptions;
}

/** Cases that start from the same applied stack. */
export interface Chapter<Planned = Case> {
  readonly release: "2026.2" | "2026.5" | "2026.8";
  /** What is applied before. @default - nothing is */
  readonly applied?: Wish | Declare;
  /** What is done by hand before anything is applied. */
  readonly before?: (lab: Lab) => void;
  readonly cases: readonly Planned[];
}

/** The binding that integrations of the lab have. */
export const GROUP: BindingProps = { group: "crm-users" };
const POLICY_CODE = [
  "# Office hours, and only from the office.",
  "from datetime import datetime",
  "hour = datetime.now().hour",
  "return 8 <= hour < 18",
].join("\n");
/** A binding of a policy. */
export const POLICY: BindingProps = {
  policy: { name: "office-hours", expression: POLICY_CODE },
  order: 10,
};

/** Id of that group in every sandbox. */
const CRM_USERS = "dcdb4f0f-559a-412c-a161-bc5c707dafb4";

/** An integration with these bindings. */
export const bound = (...bindings: BindingProps[]): Wish => ({ bindings });
/** An integration with these settings of EspoCRM. */
export const login = (props: LoginProps): Wish => ({ login: props });
/** An integration whose bindings must all pass. */
export const all = (...bindings: BindingProps[]): Wish => ({
  bindings,
  application: { name: "EspoCRM", slug: "espocrm", group: "Business", policyEngineMode: "all" },
});

/** The integration, with something in the synthesized stack that the construct would not write. */
const overridden =
  (overrides: Readonly<Record<string, unknown>>, wish: Wish = {}): Declare =>
  (app, lab) => {
    const stack = new EspoAuthentikStack(app, "acme", lab.integration(wish));
    for (const [path, value] of Object.entries(overrides)) stack.addOverride(path, value);
    return stack;
  };

const SETTINGS = "resource.restapi_object.settings.data";
const PROVIDER = "resource.authentik_provider_oauth2.provider";

/** Settings that the construct refuses to write. */
const written = (settings: Readonly<Record<string, unknown>>): Declare =>
  overridden({
    [SETTINGS]: JSON.stringify(settings),
    [SETTINGS.replace(/data$/, "update_data")]: JSON.stringify(settings),
  });

const COMPLETE = {
  authenticationMethod: "Oidc",
  oidcAuthorizationEndpoint: "https://authentik.company/application/o/authorize/",
  oidcClientId: "espocrm",
  oidcFallback: true,
  oidcJwksEndpoint: "https://authentik.company/application/o/espocrm/jwks/",
  oidcLogoutUrl: "https://authentik.company/application/o/espocrm/end-session/",
  oidcScopes: ["openid", "profile", "email"],
  oidcTokenEndpoint: "https://authentik.company/application/o/token/",
  oidcUserInfoEndpoint: "https://authentik.company/application/o/userinfo/",
  oidcUsernameClaim: "sub",
};

/** CDKTF's own default would keep the state in the folder that Jest runs in. */
function bareStack(app: App): TerraformStack {
  const stack = new TerraformStack(app, "acme");
  new LocalBackend(stack, { path: "terraform.tfstate" });
  return stack;
}

/** A stack of the user's own program, with two integrations. */
export const two =
  (second: Wish = {}): Declare =>
  (app: App, lab: Lab) => {
    const stack = bareStack(app);
    new EspoAuthentikIntegration(stack, "sales", lab.integration());
    const wish: Wish = {
      application: { name: "Support CRM", slug: "support" },
      espocrm: { url: "https://support.company", apiUrl: lab.second.url },
      ...second,
    };
    new EspoAuthentikIntegration(stack, "support", lab.integration(wish));
    return stack;
  };

/** The integration is given the address of another EspoCRM. */
const elsewhere: Declare = (app, lab) =>
  new EspoAuthentikStack(
    app,
    "acme",
    lab.integration({ espocrm: { url: "https://support.company", apiUrl: lab.second.url } }),
  );

/** EspoCRM itself is given another address. */
const renamed = (lab: Lab) => {
  lab.espocrm.seed({ settings: { siteUrl: "https://crm.company" } });
  return () => lab.espocrm.seed({ settings: { siteUrl: "https://espocrm.company" } });
};

/** The integration is taken out of the configuration, and Terraform is to forget it. */
export const forgotten: Declare = (app, lab) => {
  const stack = new EspoAuthentikStack(app, "acme", lab.integration());
  const written = stack.toTerraform() as { resource: Record<string, Record<string, unknown>> };
  stack.addOverride("resource", undefined);
  const addresses = Object.entries(written.resource).flatMap(([type, resources]) =>
    Object.keys(resources).map((name) => `${type}.${name}`),
  );
  stack.addOverride("output", undefined);
  stack.addOverride("check", undefined);
  stack.addOverride("locals", undefined);
  stack.addOverride(
    "removed",
    addresses.map((from) => ({ from, lifecycle: { destroy: false } })),
  );
  return stack;
};

/** Changes EspoCRM's settings by hand. */
export const setByHand =
  (settings: Record<string, unknown>) =>
  ({ espocrm }: Lab) => {
    const old = Object.fromEntries(
      Object.keys(settings).map((key) => [key, espocrm.settings()[key]]),
    );
    espocrm.seed({ settings });
    return () => espocrm.seed({ settings: old });
  };

/** The first object of a table. */
export function only<T>(table: ReadonlyMap<unknown, T>): T {
  const [object] = table.values();
  if (object === undefined) throw new Error("the sandbox has none");
  return object;
}

const subjectByHand = ({ authentik }: Lab) => {
  const provider = only(authentik.state.providers);
  provider.sub_mode = "user_email";
  return () => void (provider.sub_mode = "user_username");
};

const bindingsByHand = ({ authentik: { state } }: Lab) => {
  const bindings = [...state.bindings];
  state.bindings.clear();
  return () => bindings.forEach(([id, binding]) => state.bindings.set(id, binding));
};

const applicationByHand = ({ authentik: { state } }: Lab) => {
  const application = only(state.applications);
  state.applications.delete(application.pk);
  return () => void state.applications.set(application.pk, application);
};

const wrong = (name: string) => (lab: Lab) => {
  const right = lab.credentials[name];
  lab.credentials[name] = "wrong-credential";
  return () => void (lab.credentials[name] = right ?? "");
};

const SECOND_KEY = "Signing key of 2027";

const secondKey = ({ authentik }: Lab) => {
  authentik.seed({ keyPairs: [{ name: SECOND_KEY, key: "other-rsa" }] });
  return () => undefined;
};

const OFF = new Map([["last-binding-removed", "the whole company is to get in from Monday on"]]);

const NEW: readonly Case[] = [
  { name: "create" },
  { name: "create-open-to-everyone", wish: bound() },
];

const FIRST: readonly Case[] = [
  ...NEW,
  { name: "create-out-everywhere", wish: { provider: { logout: "everywhere" } } },
  { name: "create-all-of-several", wish: all(GROUP, { user: "guest", negate: true }, POLICY) },
  {
    name: "create-with-accounts",
    wish: login({
      allowAdministrators: true,
      allowRegularUserFallback: true,
      createUsers: true,
      groupClaim: "groups",
      syncUsers: true,
      teams: [{ id: "sales", name: "Sales", group: "sales" }],
    }),
  },
  {
    name: "create-over-oidc",
    byHand: setByHand({ authenticationMethod: "Oidc", oidcClientId: "old" }),
  },
  { name: "error-espocrm-password", byHand: wrong("espocrm_password") },
  { name: "error-authentik-token", byHand: wrong("authentik_token") },
];

const UPDATES: readonly Case[] = [
  { name: "clean" },
  { name: "name", wish: { application: { name: "CRM", slug: "espocrm", group: "Business" } } },
  {
    name: "tile",
    wish: {
      application: {
        name: "EspoCRM",
        slug: "espocrm",
        group: "Sales & support",
        description: "Customers, leads and cases | everything",
        icon: "fa://fa-users",
        launchUrl: "https://espocrm.company/#Dashboard",
        openInNewTab: true,
      },
    },
  },
  { name: "slug", wish: { application: { name: "EspoCRM", slug: "crm", group: "Business" } } },
  { name: "administrators", wish: login({ allowAdministrators: true }) },
  { name: "regular-fallback", wish: login({ allowRegularUserFallback: true }) },
  { name: "logout-url", wish: login({ logoutUrl: "https://intranet.company/" }) },
  { name: "user-name-claim", wish: login({ usernameClaim: "preferred_username" }) },
  { name: "subject-mode", wish: { provider: { subjectMode: "user_email" } } },
  {
    name: "accounts",
    wish: login({
      createUsers: true,
      groupClaim: "groups",
      syncTeams: true,
      syncUsers: true,
      teams: [{ id: "sales", name: "Sales", group: "sales" }, { id: "everyone" }],
    }),
  },
  { name: "log-in-page", wish: login({ authorizationMaxAge: 3600, authorizationPrompt: "login" }) },
  { name: "signatures", wish: login({ signatureAlgorithms: ["RS256", "RS512"] }) },
  {
    name: "scopes",
    wish: { ...login({ scopes: ["openid", "email"] }), provider: { scopes: ["openid", "email"] } },
  },
  { name: "secret", wish: { provider: { clientSecretVariable: "given_secret" } } },
  { name: "client-id", wish: { provider: { clientId: "espocrm-2" } } },
  { name: "signing-key", byHand: secondKey, wish: { provider: { signingKey: SECOND_KEY } } },
  { name: "invalidation-flow", wish: { provider: { logout: "everywhere" } } },
  { name: "back-channel-logout", wish: { provider: { backchannelLogout: true } } },
  { name: "token-validity", wish: { provider: { accessTokenValidity: "hours=10" } } },
  {
    name: "back-channel-address",
    wish: { authentik: { backchannelUrl: "https://authentik.internal" } },
  },
  { name: "authentik-address", wish: { authentik: { url: "https://login.company" } } },
  { name: "error-site-url", wish: { espocrm: { url: "https://crm.company" } } },
];

const ACCESS: readonly Case[] = [
  { name: "access-group-added", wish: bound(GROUP, { group: "sales" }) },
  {
    name: "access-group-and-administrators",
    wish: { ...bound(GROUP, { group: "sales" }), ...login({ allowAdministrators: true }) },
  },
  { name: "access-group-exchanged", wish: bound({ group: "sales" }) },
  { name: "access-last-binding-removed", wish: bound() },
  { name: "access-last-binding-removed-on-purpose", wish: bound(), options: { gates: OFF } },
  { name: "access-binding-disabled", wish: bound({ ...GROUP, enabled: false }, { user: "jane" }) },
  { name: "access-negated-in-any", wish: bound(GROUP, { user: "guest", negate: true }) },
  { name: "access-negated-in-all", wish: all(GROUP, { user: "guest", negate: true }) },
  { name: "access-policy-added", wish: all(GROUP, POLICY) },
  { name: "access-nobody", wish: all({ user: "jane" }, { user: "sam" }) },
  {
    name: "access-new-group",
    wish: overridden({
      "resource.authentik_group.auditors": { name: "auditors" },
      "resource.authentik_policy_binding.auditors": {
        target: "${authentik_application.application.uuid}",
        group: "${authentik_group.auditors.id}",
        order: 5,
      },
    }),
  },
];

const DRIFT: readonly Case[] = [
  {
    name: "drift-setting",
    byHand: setByHand({ oidcLogoutUrl: "https://elsewhere.example/", recordsPerPage: 33 }),
  },
  {
    name: "drift-setting-and-change",
    byHand: setByHand({ oidcLogoutUrl: "https://elsewhere.example/" }),
    wish: login({ logoutUrl: "https://intranet.company/" }),
  },
  { name: "drift-switched-off", byHand: setByHand({ authenticationMethod: "Espo" }) },
  {
    name: "drift-backup-restored",
    byHand: setByHand({ authenticationMethod: "Espo", oidcClientId: null }),
  },
  { name: "drift-subject", byHand: subjectByHand },
  { name: "drift-bindings-deleted", byHand: bindingsByHand },
  { name: "drift-application-deleted", byHand: applicationByHand },
];

const GATES: readonly Case[] = [
  {
    name: "gate-lock-out-no-password",
    wish: written({ ...COMPLETE, oidcFallback: false, oidcAllowAdminUser: false }),
  },
  { name: "gate-lock-out-method", wish: written({ ...COMPLETE, authenticationMethod: "SAML" }) },
  {
    name: "gate-terraform-credentials",
    wish: written({ ...COMPLETE, oidcFallback: false, oidcAllowAdminUser: true }),
  },
  { name: "on-destroy-leave", wish: { onDestroy: "leave" } },
  { name: "gate-other-espocrm", wish: elsewhere },
  { name: "renamed", byHand: renamed, wish: { espocrm: { url: "https://crm.company" } } },
  { name: "gate-signing-key", wish: overridden({ [`${PROVIDER}.signing_key`]: null }) },
  {
    name: "gate-redirect-uri",
    wish: overridden({
      [`${PROVIDER}.allowed_redirect_uris`]: [
        {
          matching_mode: "strict",
          redirect_uri_type: "authorization",
          url: "https://evil.example/oauth-callback.php",
        },
        { matching_mode: "regex", redirect_uri_type: "authorization", url: "https://.*" },
      ],
    }),
  },
  {
    name: "gate-grant-types",
    wish: overridden({ [`${PROVIDER}.grant_types`]: ["client_credentials"] }),
  },
  {
    name: "gate-outside-change",
    wish: overridden({ "resource.authentik_group.other": { name: "unrelated" } }),
  },
  { name: "gate-application-gone", args: ["-replace=authentik_provider_oauth2.provider"] },
];

const WHOLE: readonly Case[] = [
  { name: "destroy", args: ["-destroy"] },
  { name: "refresh-only", args: ["-refresh-only"], byHand: subjectByHand },
  { name: "replace-binding", args: ["-replace=authentik_policy_binding.binding-group-crm-users"] },
  {
    name: "check-fails",
    wish: overridden({
      "check.people": {
        assert: [
          {
            condition: '${authentik_application.application.name == "CRM"}',
            error_message: "Tell the <b>help desk</b> & @everyone first.",
          },
        ],
      },
    }),
  },
  {
    name: "moved",
    wish: overridden(
      {
        moved: [
          {
            from: "authentik_policy_binding.binding-group-crm-users",
            to: `authentik_policy_binding.binding-group-${CRM_USERS}`,
          },
        ],
      },
      bound({ group: { id: CRM_USERS } }),
    ),
  },
  { name: "forgotten", wish: forgotten },
];

/** The corpus: what real Terraform plans in the sandbox, each kind of change. */
export const CORPUS: readonly Chapter[] = [
  { release: "2026.5", cases: FIRST },
  { release: "2026.5", applied: {}, cases: [...UPDATES, ...ACCESS, ...DRIFT, ...GATES, ...WHOLE] },
  {
    release: "2026.5",
    applied: all(GROUP, POLICY),
    cases: [
      {
        name: "policy-code",
        wish: all(GROUP, {
          policy: {
            name: "office-hours",
            expression: POLICY_CODE.replace("18", "20").replace(
              "# Office hours, and",
              "# Long hours,",
            ),
          },
          order: 10,
        }),
      },
      { name: "policy-removed", wish: all(GROUP) },
      { name: "mode-any", wish: { bindings: [GROUP, POLICY] } },
    ],
  },
  {
    release: "2026.5",
    before: setByHand({ authenticationMethod: "Oidc", oidcClientId: "keycloak-client" }),
    applied: {},
    cases: [{ name: "destroy-to-earlier-oidc", args: ["-destroy"] }],
  },
  {
    release: "2026.5",
    applied: { onDestroy: "leave" },
    cases: [{ name: "destroy-leave", args: ["-destroy"] }],
  },
  {
    release: "2026.5",
    applied: two(),
    cases: [
      { name: "two-clean" },
      { name: "two-one-changes", wish: two({ login: { createUsers: true } }) },
      {
        name: "two-one-destroyed",
        args: ["-destroy", "-target=restapi_object.support_observer_DC335F59"],
      },
    ],
  },
  {
    release: "2026.5",
    applied: {},
    cases: [
      {
        name: "import",
        byHand: async (lab) => {
          await lab.run("state", "rm", "authentik_application.application");
          return () => undefined;
        },
        wish: overridden({
          import: [{ to: "authentik_application.application", id: "espocrm" }],
        }),
      },
    ],
  },
  {
    release: "2026.5",
    applied: login({ allowAdministrators: true, createUsers: true }),
    cases: [
      { name: "settings-withdrawn", wish: {} },
      { name: "settings-withdrawn-one", wish: login({ createUsers: true }) },
      { name: "destroy-with-withdrawals", args: ["-destroy"] },
    ],
  },
  { release: "2026.2", cases: NEW },
  {
    release: "2026.2",
    applied: {},
    cases: [
      { name: "clean" },
      { name: "slug", wish: { application: { name: "EspoCRM", slug: "crm", group: "Business" } } },
      { name: "access-group-added", wish: bound(GROUP, { group: "sales" }) },
      { name: "drift-setting", byHand: setByHand({ oidcLogoutUrl: "https://elsewhere.example/" }) },
      { name: "destroy", args: ["-destroy"] },
    ],
  },
];
