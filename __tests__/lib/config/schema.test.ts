import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { parse } from "yaml";
import { RULES } from "../../../lib/rules/index";
import { fileSchema, integrationSchema } from "../../../lib/config/schema/index";
import { bare, schemaAt, shapeOf } from "../../../lib/config/schema/walk";
import { WrittenFile } from "./written-file";

const ROOT = resolve(__dirname, "../../..");

/** The interfaces of the library, and where the configuration has what they have. */
const INTERFACES: readonly (readonly [
  file: string,
  name: string,
  path: readonly (string | 0)[],
])[] = [
  ["props.ts", "EspoAuthentikIntegrationProps", []],
  ["authentik/props.ts", "AuthentikConnection", ["authentik"]],
  ["espocrm/props.ts", "EspoCrmConnection", ["espocrm"]],
  ["espocrm/props.ts", "ClientCertificate", ["espocrm", "clientCertificate"]],
  ["espocrm/props.ts", "Retries", ["espocrm", "retries"]],
  ["authentik/props.ts", "ApplicationProps", ["application"]],
  ["authentik/props.ts", "OAuth2ProviderProps", ["provider"]],
  ["authentik/props.ts", "BindingOptions", ["bindings", 0]],
  ["authentik/props.ts", "ExpressionPolicy", ["bindings", 0, "policy"]],
  ["espocrm/props.ts", "LoginProps", ["login"]],
  ["espocrm/props.ts", "TeamMapping", ["login", "teams", 0]],
];

/** Properties that a file names otherwise, or can't hold. */
const OTHERWISE: Readonly<Record<string, string | undefined>> = {
  certificateAuthority: "certificateAuthorityFile",
  certificate: "certificateFile",
  "AuthentikConnection.provider": undefined,
  "AuthentikConnection.terraformProvider": undefined,
  "EspoCrmConnection.terraformProvider": undefined,
  "EspoCrmConnection.provider": undefined,
};

interface Documented {
  readonly name: string;
  readonly isOptional: boolean;
  /** What its `@default` says. */
  readonly fallback: string | undefined;
}

function propertiesOf(file: string, name: string): Documented[] {
  const path = join(ROOT, "lib", file);
  const source = ts.createSourceFile(
    path,
    readFileSync(path, "utf8"),
    ts.ScriptTarget.ES2022,
    true,
  );
  const found = source.statements
    .filter((statement) => ts.isInterfaceDeclaration(statement))
    .find((statement) => statement.name.text === name);
  return (found?.members ?? []).filter(ts.isPropertySignature).map((member) => {
    const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "default");
    return {
      name: (member.name as ts.PropertyName).getText(source),
      isOptional: member.questionToken !== undefined,
      fallback: tag === undefined ? undefined : ts.getTextOfJSDocComment(tag.comment),
    };
  });
}

/** What the schema says of a key's default, as docstrings write it. */
function fallbackOf(path: readonly (string | number)[]): string | undefined {
  const schema = schemaAt(integrationSchema, path);
  const { default: value, otherwise } = (schema && bare(schema).meta()) ?? {};
  if (typeof otherwise === "string") return `- ${otherwise}`;
  if (value === undefined) return undefined;
  return JSON.stringify(value).replaceAll(",", ", ");
}

describe("The schema of the configuration", () => {
  it.each(INTERFACES)("has what %s has in %s, with the same defaults", (file, name, path) => {
    const properties = propertiesOf(file, name);
    expect(properties).not.toHaveLength(0);
    for (const { fallback, isOptional, name: property } of properties) {
      const known =
        `${name}.${property}` in OTHERWISE
          ? OTHERWISE[`${name}.${property}`]
          : (OTHERWISE[property] ?? property);
      if (known === undefined) continue;
      const schema = schemaAt(integrationSchema, [...path, known]);
      expect([property, schema?.safeParse(undefined).success]).toEqual([property, isOptional]);
      expect([property, fallbackOf([...path, known])]).toEqual([property, fallback]);
    }
  });

  it("has no key that the library does not have", () => {
    for (const [file, name, path] of INTERFACES) {
      const schema = schemaAt(integrationSchema, path);
      const known = propertiesOf(file, name).map((one) => OTHERWISE[one.name] ?? one.name);
      const further = [
        ...(path.at(-1) === 0 ? ["policy", "group", "user"] : []),
        ...(path.length === 0 ? ["backend", "removed"] : []),
        ...(path.at(-1) === "policy" ? ["id"] : []),
      ];
      if (schema === undefined) throw new Error(`There is no ${path.join(".")}.`);
      const keys = Object.keys(shapeOf(schema));
      expect(keys.filter((key) => ![...known, ...further].includes(key))).toEqual([]);
    }
  });

  it("is what editors and the documentation show", () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "scripts/config-pages.ts", "--check"],
      { cwd: ROOT, encoding: "utf8" },
    );
    expect([status, stderr]).toEqual([0, ""]);
  });

  it("accepts each of its own examples", () => {
    const check = (path: readonly (string | number)[]): void => {
      const schema = schemaAt(integrationSchema, path);
      if (schema === undefined) return;
      const { default: value, examples } = bare(schema).meta() ?? {};
      for (const example of [value, ...((examples as unknown[] | undefined) ?? [])]) {
        if (example === undefined) continue;
        expect([path, schema.safeParse(example).success]).toEqual([path, true]);
      }
      for (const key of Object.keys(shapeOf(schema))) check([...path, key]);
    };
    check([]);
  });
});

describe("The files of the project", () => {
  let file: WrittenFile;
  beforeAll(() => {
    file = new WrittenFile();
  });
  afterAll(() => file.close());

  const examples = join(ROOT, "examples");
  const inExamples = existsSync(examples) ? readdirSync(examples, { recursive: true }) : [];
  const shipped = [
    "integrations.yaml",
    ...inExamples.map((name) => join("examples", String(name))),
  ].filter((name) => /integrations\.(yaml|json)$/.test(name) && !name.includes("node_modules"));

  it.each(shipped)("%s fits the schema that editors use", (name) => {
    const value: unknown = parse(readFileSync(join(ROOT, name), "utf8"), { merge: true });
    expect(fileSchema.safeParse(value).error?.issues ?? []).toEqual([]);
  });

  const page = readFileSync(join(ROOT, "docs/configuration.md"), "utf8");
  const snippets = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text = ""]) => text);

  it.each(snippets)("docs/configuration.md shows what can be used: %#", (text) => {
    expect(file.load(text).integrations).not.toHaveLength(0);
  });

  const REST = `
authentik: { url: https://authentik.company }
espocrm: { url: https://espocrm.company }
application: { name: EspoCRM, slug: espocrm }
`;
  const people = readFileSync(join(ROOT, "docs/people.md"), "utf8");
  const parts = [...people.matchAll(/```yaml\n([^]*?)```/g)].map(([, text = ""]) => text);

  it.each(parts)("docs/people.md shows known keys, and values that no rule refuses: %#", (text) => {
    const acme = { ...(parse(REST) as object), ...(parse(text) as object) };
    expect(file.load(JSON.stringify({ integrations: { acme } })).integrations).toHaveLength(1);
  });

  it.each(RULES.map(({ example, id }) => [id, example]))(
    "the rule %s shows known keys",
    (_id, example) => {
      const value = fileSchema.safeParse({ integrations: { acme: parse(example) as unknown } });
      expect(value.error?.issues ?? []).toEqual([]);
    },
  );
});
