import fc from "fast-check";

/** Stands in every string that a plan holds: our own words never have it. */
export const MARK = "qz";

/** Stands in every secret that Terraform marks. */
export const SECRET = "SECRETqz";

/** Stands in everything that must not be shown, though nobody marked it. */
export const HIDDEN = "HIDDENqz";

/** What would do something in Markdown, HTML, a terminal, or a reader's eye. */
const HOSTILE = [
  "@everyone",
  "@org/team",
  "#123",
  "GH-12",
  "owner/repo#1",
  "owner/repo@abcdef1",
  "!45",
  "~bug",
  '~"a b"',
  "$7",
  "%3",
  '%"1.0"',
  "&9",
  "[vulnerability:1]",
  "https://evil.example/x",
  "www.evil.example",
  "a@b.example",
  "mailto:a@b.example",
  "[x](https://evil.example)",
  "![x](https://evil.example/i.png)",
  "[x][y]",
  "[y]: https://evil.example",
  "<https://evil.example>",
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  "<!--",
  "-->",
  "<details>",
  "</details>",
  "</code>",
  "<code>",
  "a | b",
  "|",
  "\\|",
  "\\",
  "`",
  "``",
  "```",
  "~~~",
  "`` ` ``",
  "$`a`$",
  "# heading",
  "- item",
  "1. item",
  "> quote",
  "---",
  "***",
  "*a*",
  "**a**",
  "_a_",
  "~~a~~",
  ":smile:",
  "- [ ] task",
  "[^1]",
  "[^1]: note",
  "&lt;b&gt;",
  "&#64;all",
  "&copy;",
  "\n\n# heading\n\n",
  "\r\n| a | b |\r\n| --- | --- |\r\n",
  "\t",
  "\u0000",
  "\u001b[31mred",
  "\u001b]0;title\u0007",
  "\u202eright",
  "\u2066x\u2069",
  "\u200b",
  "\ufeff",
  "\u2028",
  "\ud800",
  "\u00ad",
  "\u{e0041}",
  "{{x}}",
  "%{x}",
  "${x}",
  "'",
  '"',
  "]]>",
  " lead",
  "trail ",
  "",
] as const;

const random = fc.string({ unit: "binary", maxLength: 30 });
const long = fc.integer({ min: 400, max: 3000 }).map((length) => "long ".repeat(length / 5));
const part = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 8, arbitrary: random },
  { weight: 1, arbitrary: long },
);

/** A string of a plan, with the mark somewhere in it. */
export const hostile: fc.Arbitrary<string> = fc
  .tuple(part, part)
  .map(([one, other]) => one + MARK + other);

const action = fc.oneof(
  // A plan in which everything changes takes the parser of the audit long.
  { weight: 3, arbitrary: fc.constant<readonly string[]>(["no-op"]) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<readonly string[]>(
      ["create"],
      ["update"],
      ["delete"],
      ["delete", "create"],
      ["create", "delete"],
      ["forget"],
      ["read"],
    ),
  },
);

/** What a generated plan is made from. */
const seeds = fc.record({
  actions: fc.array(action, { minLength: 8, maxLength: 8 }),
  texts: fc.array(hostile, { minLength: 9, maxLength: 9 }),
  kinds: fc.array(fc.constantFrom("group", "user", "policy"), { maxLength: 3 }),
  flags: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
  secret: fc.integer({ min: 0, max: 0xffff }).map((number) => `${SECRET}${number.toString(16)}`),
  prefix: fc.constantFrom("", "crm_"),
  errored: fc.boolean(),
});

type Seeds = typeof seeds extends fc.Arbitrary<infer T> ? T : never;
type Values = Record<string, unknown>;

const both = (
  value: (side: "before" | "after") => Values,
  actions: readonly string[],
  extra: Values = {},
) => {
  const creates = actions.includes("create") && !actions.includes("delete");
  const deletes =
    (actions.includes("delete") || actions.includes("forget")) && !actions.includes("create");
  return {
    actions,
    before: creates ? null : value("before"),
    after: deletes ? null : value("after"),
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: {},
    ...extra,
  };
};

/** The JSON of a plan, as `terraform show -json` prints it. Everything in it is hostile. */
function planText({ actions, errored, flags, kinds, prefix, secret, texts }: Seeds): string {
  let next = 0;
  const text = (): string => texts[next++ % texts.length] ?? MARK;
  const flag = (): boolean => flags[next++ % flags.length] ?? false;
  const suffix = prefix === "" ? "" : "_0A1B2C3D";
  const resource = (type: string, name: string, change: object): Values => ({
    address: `${type}.${prefix}${name}${suffix}`,
    mode: "managed",
    type,
    name: `${prefix}${name}${suffix}`,
    provider_name: text(),
    change,
  });
  const [observer, secretAction, settings, provider, application, binding, policy, other] = actions;

  const answer = (): Values => ({
    api_response: JSON.stringify({
      siteUrl: HIDDEN,
      oidcGroupClaim: HIDDEN,
      authenticationMethod: "Oidc",
    }),
    api_data: { siteUrl: HIDDEN },
    create_response: HIDDEN,
  });
  const settingsValues = (): Values => ({
    ...answer(),
    data: JSON.stringify({
      authenticationMethod: flag() ? "Oidc" : text(),
      oidcClientId: text(),
      oidcFallback: flag(),
      oidcAllowAdminUser: flag(),
      oidcLogoutUrl: text(),
      oidcScopes: [text(), text()],
      oidcTeamsColumns: { [text()]: { group: text() } },
      smtpPassword: HIDDEN,
      [text()]: HIDDEN,
    }),
    destroy_data: JSON.stringify({
      authenticationMethod: flag() ? "Espo" : "Oidc",
      oidcClientId: text(),
      smtpPassword: HIDDEN,
    }),
    destroy_method: flag() ? "PUT" : "GET",
  });
  const masked = {
    before_sensitive: { client_secret: true },
    after_sensitive: { client_secret: true },
  };
  const providerValues = (side: string): Values => ({
    id: "1",
    name: text(),
    client_id: text(),
    client_secret: flag() ? secret : `${secret}-${side}`,
    sub_mode: text(),
    signing_key: flag() ? text() : null,
    authorization_flow: text(),
    property_mappings: [text()],
    future_attribute: `${HIDDEN}-${side}`,
    allowed_redirect_uris: [{ matching_mode: flag() ? "strict" : "regex", url: text() }],
    grant_types: [text()],
  });
  const applicationValues = (): Values => ({
    id: text(),
    uuid: "uuid-1",
    slug: text(),
    name: text(),
    group: text(),
    meta_description: `${text()} ${secret}`,
    policy_engine_mode: flag() ? "any" : "all",
  });
  const bindings = kinds.map((kind, index) =>
    resource(
      "authentik_policy_binding",
      `binding-${String(index)}`,
      both(
        () => ({
          target: "uuid-1",
          [kind]: text(),
          order: index,
          enabled: flag(),
          negate: flag(),
          failure_result: flag(),
        }),
        binding ?? [],
      ),
    ),
  );
  const policyValues = (): Values => ({
    id: text(),
    name: text(),
    expression: `${text()}\n${secret}\n${text()}`,
  });
  const policyResource = resource(
    "authentik_policy_expression",
    "policy-a",
    both(policyValues, policy ?? []),
  );

  const changes = [
    resource("restapi_object", "observer", both(answer, observer ?? [])),
    resource(
      "restapi_object",
      "secret",
      both(
        () => ({ ...answer(), data: JSON.stringify({ oidcClientSecret: secret }) }),
        secretAction ?? [],
        { before_sensitive: { data: true }, after_sensitive: { data: true } },
      ),
    ),
    resource("restapi_object", "settings", both(settingsValues, settings ?? [])),
    resource("authentik_provider_oauth2", "provider", both(providerValues, provider ?? [], masked)),
    resource("authentik_application", "application", both(applicationValues, application ?? [])),
    ...bindings,
    policyResource,
    {
      ...resource(
        "vault_secret",
        text(),
        both(() => ({ value: HIDDEN }), other ?? []),
      ),
      previous_address: flag() ? text() : undefined,
    },
  ];
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: text(),
    errored,
    variables: { espocrm_password: { value: secret }, unmarked: { value: HIDDEN } },
    resource_changes: changes,
    resource_drift: changes.slice(2, 5),
    output_changes: { [text()]: { actions: ["update"], after: HIDDEN } },
    prior_state: {
      values: {
        root_module: {
          resources: [
            {
              address: "data.x.y",
              mode: "data",
              type: "authentik_group",
              values: { id: text(), name: text() },
              sensitive_values: {},
            },
          ],
        },
      },
    },
    configuration: {
      provider_config: {
        a: {
          full_name: text(),
          version_constraint: text(),
          expressions: { password: { constant_value: HIDDEN } },
        },
      },
      root_module: { variables: { espocrm_password: { sensitive: true } }, resources: [] },
    },
    checks: [
      {
        address: { to_display: text() },
        status: flag() ? "fail" : "pass",
        problems: [{ message: text() }],
      },
    ],
  });
}

/** A plan: its JSON. */
export const plan: fc.Arbitrary<string> = seeds.map(planText);
