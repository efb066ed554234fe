import { App } from "cdktf";
import fc from "fast-check";
import { stringify } from "yaml";
import { ConfigurationErrors, EspoAuthentikStack } from "../../../lib";
import { shapeOf } from "../../../lib/config/schema/walk";
import { integrationSchema } from "../../../lib/config/schema/index";
import { WrittenFile } from "./written-file";

const SECRET = "hunter2Hunter2hunter2";

/** Keys of the configuration, keys that JavaScript knows, and any others. */
const key = fc.oneof(
  fc.constantFrom(
    ...Object.entries(shapeOf(integrationSchema)).flatMap(([name, inner]) => [
      name,
      ...Object.keys(shapeOf(inner)),
    ]),
  ),
  fc.constantFrom("__proto__", "constructor", "toString", "<<", "integrations", "defaults", "x-a"),
  fc.string({ maxLength: 6 }),
);

const leaf = fc.oneof(
  fc.constantFrom(null, true, false, 0, -1, 2026.5, Infinity, "https://a.company", "${A}", "*a"),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.double(),
);

const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.array(tie("tree"), { maxLength: 3 }),
    fc
      .array(fc.tuple(key, tie("tree")), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));

const base = {
  authentik: { url: "https://authentik.company" },
  espocrm: { url: "https://espocrm.company" },
  application: { name: "EspoCRM", slug: "espocrm" },
};

/** Files that are nothing, something like a configuration, or one with a few mistakes. */
const content = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  tree.map((value) => JSON.stringify(value)),
  tree.map((value) => stringify({ integrations: value })),
  fc.tuple(tree, tree).map(([defaults, acme]) => stringify({ defaults, integrations: { acme } })),
  fc
    .tuple(key, tree)
    .map(([name, value]) => stringify({ integrations: { acme: { ...base, [name]: value } } })),
  fc
    .tuple(fc.constantFrom(...Object.keys(shapeOf(integrationSchema))), key, tree)
    .map(([section, name, value]) =>
      stringify({
        defaults: base,
        integrations: { acme: { [section]: { [name]: value } }, globex: {} },
      }),
    ),
  fc
    .tuple(fc.constant(stringify({ integrations: { acme: base } })), fc.nat(), fc.string())
    .map(([text, at, insert]) => {
      const place = at % text.length;
      return text.slice(0, place) + insert + text.slice(place);
    }),
);

describe("Whatever is in the file", () => {
  let file: WrittenFile;
  beforeAll(() => {
    file = new WrittenFile();
  });
  afterAll(() => file.close());

  it("it is a configuration that can be synthesized, or refused with places and mends", () => {
    fc.assert(
      fc.property(content, (text) => {
        try {
          const { integrations } = file.load(text);
          for (const { name, props } of integrations) {
            new EspoAuthentikStack(new App({ outdir: "/nowhere" }), name, props);
          }
        } catch (error) {
          if (!(error instanceof ConfigurationErrors)) throw error;
          expect(error.problems).not.toHaveLength(0);
          for (const { column, expected, found, line, mend } of error.problems) {
            expect(line).toBeGreaterThan(0);
            expect(column).toBeGreaterThan(0);
            for (const part of [expected, found, mend]) expect(part).not.toMatch(/^$|undefined/);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it("a secret in it is never repeated", () => {
    const place = fc.constantFrom(
      ["authentik", "token"],
      ["authentik", "tokenVariable"],
      ["authentik", "headers", "X-Proxy"],
      ["espocrm", "password"],
      ["espocrm", "passwordVariable"],
      ["espocrm", "clientCertificate", "keyVariable"],
      ["espocrm", "clientCertificate", "key"],
      ["provider", "clientSecret"],
      ["provider", "clientSecretVariable"],
      ["backend", "secretKey"],
      ["apiKey"],
    );
    const wrapped = fc.constantFrom<(secret: string) => unknown>(
      (secret) => secret,
      (secret) => [secret],
      (secret) => ({ value: secret }),
      (secret) => `\${TF_VAR_x:-${secret}}`,
      (secret) => `-----BEGIN PRIVATE KEY-----\n${secret}`,
    );
    const damage = fc.constantFrom("", "\t", '"', "[", "}", "*", "&", ": ", "\n---\n");
    fc.assert(
      fc.property(place, wrapped, damage, fc.nat(), (path, wrap, insert, at) => {
        const secret = path.reduceRight<unknown>(
          (inner, part) => ({ [part]: inner }),
          wrap(SECRET),
        );
        const text = stringify({ defaults: secret, integrations: { acme: base } });
        const damaged = text.indexOf(SECRET) - (at % 40);
        const cut = Math.max(0, damaged);
        const { message } = file.refusal(text.slice(0, cut) + insert + text.slice(cut));
        expect(message).not.toContain(SECRET);
      }),
      { numRuns: 150 },
    );
  });
});
