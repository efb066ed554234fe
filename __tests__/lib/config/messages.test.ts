import { acme, WrittenFile } from "./written-file";

/** A file with one integration, one text of it replaced. */
const changed = (from: string, to: string): string => {
  if (!acme().includes(from)) throw new Error(`There is no ${from}.`);
  return acme().replace(from, to);
};

/** A file with one integration, and lines of defaults. */
const withDefaults = (...lines: readonly string[]): string =>
  ["defaults:", ...lines.map((line) => `  ${line}`), acme()].join("\n");

describe("A message", () => {
  let file: WrittenFile;
  beforeAll(() => {
    file = new WrittenFile();
  });
  afterAll(() => file.close());

  it("says where, what was found, what was expected, and the mend", () => {
    const text = acme("onDestroy: leav");
    expect(file.refusal(text).message).toBe(`${file.path} can't be used: 1 problem.

${file.path}:7:16  integrations.acme.onDestroy
  found:    "leav"
  expected: one of restore, espo, leave: what becomes of EspoCRM when the integration is destroyed: what was found is put back, EspoCRM's own login is switched on, or it is left alone
  to fix:   write leave`);
  });

  it.each([
    ["a slip of the pen", "slug: espocrm", "slugg: espocrm", "write slug (the application's slug"],
    ["another notation", "slug: espocrm", "slug: espocrm, launch_url: x", "write launchUrl"],
    ["exchanged letters", "bindings:", "bindigns:", "write bindings"],
    ["a shortened key", "name: EspoCRM", "name: EspoCRM, open: true", "write openInNewTab"],
  ])("suggests the key that was meant: %s", (_what, from, to, mend) => {
    const mends = file.problems(changed(from, to)).map((problem) => problem.mend);
    expect(mends).toContainEqual(expect.stringContaining(mend));
  });

  it.each([
    ["slug: crm", "application.slug"],
    ["oidcAllowAdminUser: true", "login.allowAdministrators"],
    ["timeout: 3", "espocrm.timeout"],
  ])("says where a key of another place belongs: %s", (line, home) => {
    expect(file.problems(acme(line))).toMatchObject([
      { line: 7, column: 5, mend: `move it: it belongs to integrations.acme.${home}` },
    ]);
  });

  it("sends keys at the top of the file to the defaults", () => {
    expect(file.problems(`onDestroy: leave\n${acme()}`)).toMatchObject([
      { line: 1, path: "onDestroy", mend: "move it: it belongs to defaults.onDestroy" },
    ]);
  });

  it.each([
    ["2025.12", /^upgrade authentik to 2026\.2/],
    ["2026.3", /^upgrade authentik to 2026\.5/],
    ["2026.6", /^upgrade authentik to 2026\.8, and write "2026\.8"/],
  ])(
    "never sends a server of line %s to an older one, with which nobody could log in",
    (line, fix) => {
      const text = changed("authentik.company }", `authentik.company, release: "${line}" }`);
      const [problem] = file.problems(text);
      expect(problem?.mend).toMatch(fix);
    },
  );

  it("takes a line of the future for the newest one", () => {
    const text = changed("authentik.company }", 'authentik.company, release: "2099.1" }');
    expect(() => file.problems(text)).toThrow("The file was accepted.");
  });

  it("asks for quotes where YAML reads a number", () => {
    const text = changed("authentik.company }", "authentik.company, release: 2026.5 }");
    expect(file.problems(text)).toMatchObject([
      { found: "the number 2026.5", mend: 'put it in quotes: "2026.5"' },
    ]);
    expect(file.problems(changed("name: EspoCRM", "name: 7"))).toMatchObject([
      { expected: expect.stringContaining("a text") as string, mend: 'put it in quotes: "7"' },
    ]);
  });

  it.each([
    ["login: { fallback: yes }", "write true, as it is"],
    ['espocrm: { timeout: "10" }', "write 10, without quotes"],
    ["login: { scopes: openid }", "write it as a list: [ … ], or each item on a line with -"],
    ["backend: { type: s4 }", "write s3"],
    ["provider: { signingKey: 3 }", "make it that"],
  ])("says how to write a value: %s", (line, mend) => {
    const text = acme(line).replace(
      "    espocrm: { timeout",
      "    espocrm: { url: https://espocrm.company, timeout",
    );
    expect(file.problems(text).map((problem) => problem.mend)).toContain(mend);
  });

  it.each([
    ["no", "leave it out: it can only be true"],
    ["3", "leave it out: it can only be true"],
    ["on", "write true, as it is"],
  ])("suggests no value that a rule refuses: fallback: %s", (written, mend) => {
    expect(file.problems(acme(`login: { fallback: ${written} }`))).toMatchObject([{ mend }]);
    expect(() => file.load(acme("login: { fallback: true }"))).not.toThrow();
  });

  it.each([
    [
      "bindings: [{ group: { name: crm } }]",
      "bindings[0].group",
      "write the name itself: group: crm",
    ],
    [
      "bindings: [{ user: { username: ada } }]",
      "bindings[0].user",
      "write the username itself: user: ada",
    ],
    [
      "provider: { signingKey: { name: key } }",
      "provider.signingKey",
      "write the name itself: signingKey: key",
    ],
    [
      "provider: { scopeMappings: [{ name: CRM groups }] }",
      "provider.scopeMappings[0]",
      "write the name itself: CRM groups",
    ],
  ])("asks for a name in place of a mapping with one: %s", (line, path, mend) => {
    expect(file.problems(acme(line))).toMatchObject([{ path: `integrations.acme.${path}`, mend }]);
  });

  it.each([
    ["provider: { scopeMappings: CRM groups }", "provider.scopeMappings", /as a list/],
    [
      "provider: { scopeMappings: [{ name: CRM, scope: crm }] }",
      "provider.scopeMappings[0].expression",
      /^add expression: /,
    ],
    [
      "provider: { scopeMappings: [{ name: CRM, scopeName: crm, expression: return 1 }] }",
      "provider.scopeMappings[0].scope",
      /^add scope: profile/,
    ],
  ])("says what a scope mapping lacks: %s", (line, path, mend) => {
    expect(file.problems(acme(line))).toContainEqual(
      expect.objectContaining({
        path: `integrations.acme.${path}`,
        mend: expect.stringMatching(mend) as unknown,
      }),
    );
  });

  it("repeats no name that may be a secret", () => {
    const secret = "a1b2c3d4e5f6a7b8c9d0e1f2";
    const { message } = file.refusal(acme(`bindings: [{ group: { name: ${secret} } }]`));
    expect(message).toContain("write the name itself");
    expect(message).not.toContain(secret);
  });

  it.each([
    ["bindings: [{ group: crm, slug: x }]", "bindings[0].slug"],
    ["bindings: [{ group: { slug: x, id: y } }]", "bindings[0].group.slug"],
    ["bindings: [{ policy: { slug: x } }]", "bindings[0].policy.slug"],
    ["provider: { signingKey: { slug: x, id: y } }", "provider.signingKey.slug"],
  ])("moves no key out of what is about another object: %s", (line, path) => {
    const problem = file
      .problems(acme(line))
      .find((one) => one.path === `integrations.acme.${path}`);
    expect(problem?.mend).toMatch(/^take it out, or choose one of /);
  });

  it.each([
    ["bindings: [sales]", "bindings: [{ group: sales }]"],
    ['bindings: ["a: b"]', 'bindings: [{ group: "a: b" }]'],
  ])("says how an item of a list is written, and that does it: %s", (wrong, right) => {
    const [problem] = file.problems(acme(wrong));
    const [, written = ""] = /^write (.+) in its place$/.exec(problem?.mend ?? "") ?? [];
    expect(right).toBe(`bindings: [${written}]`);
    expect(file.load(acme(right)).integrations).toHaveLength(1);
  });

  it.each([
    ["pg", "type, schemaName, skipSchemaCreation, skipTableCreation, skipIndexCreation"],
    ["s3", "that docs/configuration.md lists"],
  ])("offers a mistyped key of a backend those of its type: %s", (type, offered) => {
    const text = withDefaults(`backend: { type: ${type}, foo_bar_baz: x }`);
    const problem = file.problems(text).find(({ path }) => path.endsWith("foo_bar_baz"));
    expect(problem?.mend).toContain(offered);
    expect(problem?.mend.length).toBeLessThan(120);
  });

  it("asks for each missing key with an example", () => {
    const text = "integrations:\n  acme:\n    espocrm: {}\n    application: { name: A, slug: a }\n";
    expect(file.problems(text)).toMatchObject([
      { line: 2, path: "integrations.acme.authentik", found: "nothing" },
      { line: 3, column: 5, mend: "add url: https://espocrm.company" },
    ]);
  });

  it("doesn't ask for what YAML has not understood", () => {
    const { problems } = file.refusal(changed("{ name: EspoCRM", "} name: EspoCRM"));
    expect(problems.map(({ found }) => found)).not.toContain("nothing");
  });

  it.each([
    ["a key for the second time", "onDestroy: leave", "onDestroy: leave"],
    ["a tag", "onDestroy: !mine leave"],
    ["a merge of a text", "login: { <<: text }"],
    ["an alias of nothing", "onDestroy: *nothing"],
  ])("asks for what is missing in spite of %s elsewhere", (_what, ...lines) => {
    const problems = file.problems(acme("bindings: [{ policy: { name: x } }]", ...lines));
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatchObject({
      path: "integrations.acme.bindings[0].policy.expression",
      found: "nothing",
    });
  });

  it.each([
    ["a mapping for the second time", acme("application: { icon: x }")],
    ["a merge of a text", changed("{ name: EspoCRM", "{ <<: text")],
    [
      "a second mapping in the defaults",
      withDefaults("application: { name: A }", "application: { icon: x }").replace(
        "name: EspoCRM, ",
        "",
      ),
    ],
    [
      "an anchor with a second mapping",
      `x-a: &a { application: { name: A, slug: a }, application: {} }\n${changed("application: { name: EspoCRM, slug: espocrm }", "<<: *a")}`,
    ],
  ])("doesn't ask for what may be in %s", (_what, text) => {
    const { problems } = file.refusal(text);
    expect(problems.map(({ found }) => found)).not.toContain("nothing");
  });

  it("asks once for what is missing in a list of the defaults", () => {
    const text = withDefaults("bindings: [{ policy: { name: x } }]").replace(
      /^ {4}bindings.*\n/m,
      "",
    );
    expect(file.problems(text)).toMatchObject([
      { line: 2, path: "defaults.bindings[0].policy.expression" },
    ]);
  });

  it("is about a rule as well as about the schema, in one run", () => {
    const text = changed("slug: espocrm", 'slug: "a b", nmae: x').replace(
      "crm }",
      "crm, order: x }",
    );
    expect(file.problems(text)).toMatchObject([
      { line: 5, rule: "slug-form" },
      { line: 5, path: "integrations.acme.application.nmae" },
      { line: 6, path: "integrations.acme.bindings[0].order" },
    ]);
  });

  it("is not about what only follows from another mistake", () => {
    const text = changed("group: crm", "gruop: crm");
    expect(file.problems(text).map(({ path, rule }) => [path, rule])).toEqual([
      ["integrations.acme.bindings[0].gruop", undefined],
    ]);
  });

  it("compares integrations side by side", () => {
    const text = `${acme()}  globex:
    authentik: { url: https://authentik.company }
    espocrm: { url: https://espocrm.company/ }
    application: { name: Globex, slug: espocrm }
    bindings: [{ group: crm }]
`;
    expect(file.problems(text)).toMatchObject([
      { line: 9, column: 21, rule: "shared-espocrm" },
      { line: 10, rule: "shared-authentik-object" },
    ]);
  });

  it("shortens the list where hundreds have one cause", () => {
    const lines = Array.from({ length: 150 }, (_, n) => `wrong${n}: 1`);
    const { message, problems } = file.refusal(acme(...lines));
    expect(problems).toHaveLength(150);
    expect(message).toMatch(/150 problems[^]*… and 50 more\.$/);
  });
});
