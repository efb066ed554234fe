import { loadConfiguration } from "../../../lib";
import { acme, WrittenFile } from "./written-file";

const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

describe("A configuration file", () => {
  let file: WrittenFile;
  beforeAll(() => {
    file = new WrittenFile();
  });
  afterAll(() => file.close());

  const first = (content: string, environment?: NodeJS.ProcessEnv) =>
    file.load(content, environment).integrations[0]?.props;

  it("gives each integration under its name, in order", () => {
    const configuration = file.load(acme());
    expect(configuration.file).toBe(file.path);
    expect(configuration.warnings).toEqual([]);
    expect(configuration.integrations).toEqual([
      {
        name: "acme",
        props: {
          authentik: { url: "https://authentik.company" },
          espocrm: { url: "https://espocrm.company" },
          application: { name: "EspoCRM", slug: "espocrm" },
          bindings: [{ group: "crm" }],
        },
      },
    ]);
  });

  it("may be JSON, with tabs, a byte order mark and Windows line ends", () => {
    const json = JSON.stringify(
      {
        $schema: "./integrations.schema.json",
        integrations: {
          acme: {
            authentik: { url: "https://authentik.company" },
            espocrm: { url: "https://espocrm.company" },
            application: { name: "Espo\u{1F600}", slug: "espocrm" },
          },
        },
      },
      undefined,
      "\t",
    );
    const props = first(`\uFEFF${json.replaceAll("\n", "\r\n")}`);
    expect(props?.application.name).toBe("Espo\u{1F600}");
  });

  describe("with defaults", () => {
    const shared = (own: string) => `defaults:
  authentik: { url: https://authentik.company, headers: { X-A: a, X-B: b } }
  application: { name: EspoCRM }
  bindings: [{ group: one }, { group: two }]
  backend: { type: s3, bucket: states, region: eu-central-1 }
integrations:
  acme:
    espocrm: { url: https://espocrm.company }
    application: { slug: espocrm }
${own}`;

    it("merges mappings key by key", () => {
      const props = first(
        shared(`    authentik: { headers: { X-B: c } }
    backend: { key: acme.tfstate }`),
      );
      expect(props?.authentik).toEqual({
        url: "https://authentik.company",
        headers: { "X-A": "a", "X-B": "c" },
      });
      expect(props?.application).toEqual({ name: "EspoCRM", slug: "espocrm" });
      expect(props?.backend).toEqual({
        type: "s3",
        bucket: "states",
        region: "eu-central-1",
        key: "acme.tfstate",
      });
    });

    it("replaces lists, and a backend of another type", () => {
      const props = first(
        shared(`    bindings: [{ user: ada }]
    backend: { type: gcs, bucket: other }`),
      );
      expect(props?.bindings).toEqual([{ user: "ada" }]);
      expect(props?.backend).toEqual({ type: "gcs", bucket: "other" });
    });

    it("asks for what neither of the two says, at the integration", () => {
      expect(file.problems(shared(""))).toMatchObject([
        {
          line: 7,
          path: "integrations.acme.backend.key",
          found: "nothing",
          expected: "the object's key",
        },
      ]);
    });

    it("names a mistake in them once, where it is", () => {
      const text = `${shared("    backend: { key: a }\n")}  globex:
    espocrm: { url: https://espocrm.globex.company }
    application: { name: Globex, slug: globex }
    backend: { key: g }
`;
      const wrong = text.replace(
        "{ url: https://authentik",
        "{ realease: x, url: http://authentik",
      );
      expect(file.problems(wrong)).toMatchObject([
        { line: 2, column: 16, path: "defaults.authentik.realease" },
        { line: 2, column: 34, path: "defaults.authentik.url", rule: "plain-http" },
      ]);
    });
  });

  it("shows warnings with their places", () => {
    const { warnings } = file.load(acme("login:", "  allowAdministrators: true", "bindings: []"));
    expect(warnings).toMatchObject([
      { line: 7, column: 28, path: "integrations.acme.login.allowAdministrators" },
      { line: 8, path: "integrations.acme.bindings", rule: "open-to-everyone" },
    ]);
  });

  it("may use anchors, aliases and merge keys, and hold anchors under x-…", () => {
    const props = first(`x-company: &company { url: https://authentik.company, release: "2026.2" }
integrations:
  acme:
    authentik: { <<: *company, tokenVariable: token_acme }
    espocrm: { url: https://espocrm.company }
    application: { name: &name EspoCRM, slug: espocrm, publisher: *name }
`);
    expect(props?.authentik).toEqual({
      url: "https://authentik.company",
      release: "2026.2",
      tokenVariable: "token_acme",
    });
    expect(props?.application.publisher).toBe("EspoCRM");
  });

  it("names the place of an anchor's value that is wrong", () => {
    const text = `x-a: &a { url: http://authentik.company }
integrations:
  acme:
    authentik: { <<: *a }
    espocrm: { url: https://espocrm.company }
    application: { name: EspoCRM, slug: espocrm }
`;
    expect(file.problems(text)).toMatchObject([
      { line: 1, column: 16, path: "integrations.acme.authentik.url", rule: "plain-http" },
    ]);
  });

  describe("that names other files", () => {
    it("reads certificates beside it, and nothing else of those files", () => {
      file.beside("ca.pem", `Some text\n${CERTIFICATE}`);
      const props = first(
        acme().replace(
          "{ url: https://espocrm.company }",
          "{ url: https://espocrm.company, certificateAuthorityFile: ca.pem, clientCertificate: { certificateFile: ca.pem, keyVariable: crm_key } }",
        ),
      );
      expect(props?.espocrm).toEqual({
        url: "https://espocrm.company",
        certificateAuthority: CERTIFICATE,
        clientCertificate: { certificate: CERTIFICATE, keyVariable: "crm_key" },
      });
    });

    it.each([
      ["nowhere.pem", "no such file"],
      [".", "a folder"],
      ["key.pem", "a file without certificates"],
    ])("refuses %s: %s", (name, found) => {
      file.beside("key.pem", "-----BEGIN PRIVATE KEY-----\nhunter2\n");
      const text = acme().replace(
        "{ url: https://espocrm.company }",
        `{ url: https://espocrm.company, certificateAuthorityFile: ${name} }`,
      );
      const { message, problems } = file.refusal(text);
      expect(problems).toMatchObject([
        { line: 4, column: 72, path: "integrations.acme.espocrm.certificateAuthorityFile" },
      ]);
      expect(problems[0]?.found).toContain(found);
      expect(message).not.toContain("hunter2");
    });

    it("finds a local state beside it, from the folder that Terraform runs in", () => {
      const environment = { CDKTF_OUTDIR: `${file.folder}/cdktf.out` };
      const backend = "backend: { type: local, path: states/acme.tfstate }";
      expect(first(acme(backend), environment)?.backend).toEqual({
        type: "local",
        path: "../../../states/acme.tfstate",
      });
      expect(
        file.problems(acme("backend: { type: local, path: /var/acme.tfstate }")),
      ).toMatchObject([{ line: 7, column: 35, found: "a path that is not relative" }]);
    });
  });

  describe("that can't be read", () => {
    it.each([
      ["empty", "", "an empty file"],
      ["only a comment", "# nothing\n", "an empty file"],
      ["a list", "- a\n", "no mapping"],
      ["integrations: null", "integrations: null\n", "a key without a value"],
      ["no integration", "integrations: {}\n", "no integration"],
      ["an integration without settings", "integrations:\n  acme:\n", "no mapping"],
      ["two documents", `${acme()}---\na: 1\n`, "2 YAML documents"],
      ["a tab", "integrations:\n\tacme: {}\n", "a tab in the indentation"],
      ["not UTF-8", Buffer.from([0x61, 0xff, 0xfe]), "bytes that are not UTF-8"],
      ["UTF-16", Buffer.from("\uFEFFa: 1", "utf16le"), "bytes that are not UTF-8"],
      ["too large", Buffer.alloc(5 * 2 ** 20, "#"), "5 MiB"],
      ["too deep", `integrations: ${"[".repeat(5000)}`, "values that are nested too deeply"],
      ["an alias of nothing", acme("onDestroy: *hunter2"), "an alias (*…) of an anchor"],
      ["an alias of itself", "integrations: &a { acme: *a }\n", "an alias of what it is in"],
      ["a merge of a text", acme("<<: text"), "a merge key of something else"],
      ["a list as a key", "[a, b]: 1\n", "a list or a mapping as a key"],
      ["a tag", acme("onDestroy: !!js/function x"), "a YAML tag"],
      ["an open quote", acme('onDestroy: "leave'), "no closing one"],
    ])("says so in one message: %s", (_what, content, found) => {
      const { message } = file.refusal(content);
      expect(message).toContain(found);
      expect(message).not.toContain("hunter2");
    });

    it("says so where there is none, and how to name one", () => {
      const nowhere = `${file.folder}/nowhere.yaml`;
      expect(() => loadConfiguration(nowhere, {})).toThrow(/nowhere.yaml[^]*ESPO_AUTHENTIK_CONFIG/);
      expect(() => loadConfiguration(file.folder, {})).toThrow(
        /a folder with an integrations.yaml in it[^]*name .*integrations.yaml/,
      );
    });

    it("refuses aliases that expand beyond measure, in no time", () => {
      const levels = Array.from({ length: 9 }, (_, n) => {
        const item = n === 0 ? "x" : `*l${n - 1}`;
        return `x-${n}: &l${n} [${Array.from({ length: 9 }, () => item).join(", ")}]`;
      });
      expect(file.refusal([...levels, acme()].join("\n")).message).toContain("aliases of aliases");
    });

    it("begins an open quote's message where the text begins", () => {
      expect(file.problems(acme('onDestroy: "leave', "backend: { type: local }"))[0]).toMatchObject(
        { line: 7, column: 16 },
      );
    });
  });

  describe("with names", () => {
    it.each(["..", "a/b", "a b", "-x", "__proto__", "é", "", "x".repeat(64)])(
      "refuses %j, which is no name of a stack",
      (name) => {
        const text = acme().replace("  acme:", `  ${JSON.stringify(name)}:`);
        expect(file.problems(text)).toMatchObject([
          { line: 2, column: 3, expected: expect.stringContaining("letters, digits") as string },
        ]);
      },
    );

    it.each(["con", "NUL", "com1", "constructor", "toString", "hasOwnProperty"])(
      "refuses %s, which systems or JavaScript keep for themselves",
      (name) => {
        expect(file.problems(acme().replace("acme", name))).toMatchObject([
          { line: 2, mend: `choose another, such as espocrm-${name}` },
        ]);
      },
    );

    it("refuses names that differ in capital letters alone", () => {
      const text = `${acme()}  Acme:
    authentik: { url: https://authentik.company }
    espocrm: { url: https://espocrm.other.company }
    application: { name: Other, slug: other }
`;
      expect(file.problems(text)).toMatchObject([{ line: 2 }, { line: 7 }]);
    });
  });
});
