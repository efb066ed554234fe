import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { ConfigurationErrors, loadConfiguration } from "../../../lib/config";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "folder-"));
  mkdirSync(join(root, "integrations"));
});
afterEach(() => rmSync(root, { recursive: true }));

const DEFAULTS = {
  authentik: { url: "https://authentik.company" },
  bindings: [{ group: "crm-users" }],
};
const integration = (name: string) => ({
  espocrm: { url: `https://${name}.company` },
  application: { name: `EspoCRM ${name}`, slug: name },
});

/** Writes files of the folder, and reads it as the one that stands in for integrations.yaml. */
function load(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(root, "integrations", name), text);
  return loadConfiguration(join(root, "integrations.yaml"), {});
}

/** What is wrong: file, line, column, path and what was found. */
function problems(files: Readonly<Record<string, string>>): unknown[] {
  try {
    load(files);
  } catch (error) {
    if (!(error instanceof ConfigurationErrors)) throw error;
    return error.problems.map(({ column, file, found, line, path }) => [
      file.slice(join(root, "integrations").length + 1),
      line,
      column,
      path,
      found,
    ]);
  }
  return [];
}

test("reads a folder as the one file that it stands for, each file in whatever way it is written", () => {
  const whole = join(root, "whole.yaml");
  const integrations = { acme: integration("acme"), bolt: integration("bolt") };
  writeFileSync(whole, stringify({ defaults: DEFAULTS, integrations }));
  const { integrations: expected } = loadConfiguration(whole, {});
  const read = load({
    "defaults.yml": `---\r\n# What all share\r\n${stringify(DEFAULTS).replaceAll("\n", "\r\n")}`,
    "bolt.json": JSON.stringify(integration("bolt"), undefined, 2),
    "acme.yaml": `# yaml-language-server: x\n\n${stringify(integration("acme"))}`,
    "README.md": "not a configuration",
    ".hidden.yaml": "neither",
  });
  expect(read.integrations).toEqual(expected);
  expect(read.file).toBe(join(root, "integrations"));
});

test("takes texts of several lines, quoted and not, as they are in the file alone", () => {
  const code = 'if True:\n  return "a"\n\nreturn None\n';
  const acme = {
    ...DEFAULTS,
    ...integration("acme"),
    provider: { scopeMappings: [{ name: "Own", scope: "own", expression: code }] },
    login: { scopes: ["openid", "own"] },
    acknowledged: { "open-to-everyone": "a long reason ".repeat(20).trim() },
  };
  const { integrations } = load({ "acme.yaml": stringify(acme) });
  expect(integrations[0]?.props).toMatchObject({
    provider: { scopeMappings: [{ expression: code }] },
    acknowledged: acme.acknowledged,
  });
});

test("says what is wrong with its place in the file where it stands, all at once", () => {
  const acme = stringify({ ...integration("acme"), espocrm: { url: "crm.company", nonsense: 1 } });
  expect(
    problems({
      "defaults.yaml": stringify({ ...DEFAULTS, onDestroy: "never" }),
      "acme.yaml": acme,
      "bolt.yaml": "",
      "c d.yaml": stringify(integration("cd")),
    }),
  ).toEqual([
    ["defaults.yaml", 5, 12, "onDestroy", '"never"'],
    ["acme.yaml", 2, 8, "espocrm.url", '"crm.company"'],
    ["acme.yaml", 3, 3, "espocrm.nonsense", 'the unknown key "nonsense"'],
    ["bolt.yaml", 1, 1, "", "no mapping"],
    ["c d.yaml", 1, 1, "", 'the name "c d"'],
  ]);
});

test("lets no file reach into another one: what is not closed, or named elsewhere, is its own fault", () => {
  expect(
    problems({
      "acme.yaml": "espocrm: { url: https://acme.company,",
      "bolt.yaml": "authentik: *shared",
      "crow.yaml": "a: 1\n---\nb: 2",
    }).map((problem) => (problem as unknown[])[0]),
  ).toEqual(expect.arrayContaining(["acme.yaml", "bolt.yaml", "crow.yaml"]));
});

test("says so where two files are one integration, and where there is none", () => {
  const [twice] = problems({
    "acme.yaml": stringify({ ...DEFAULTS, ...integration("acme") }),
    "acme.json": "{}",
  });
  expect(twice).toEqual([
    expect.stringMatching(/^acme\./),
    1,
    1,
    "",
    'the key "acme" for the second time',
  ]);
  rmSync(join(root, "integrations"), { recursive: true });
  mkdirSync(join(root, "integrations"));
  expect(problems({})).toEqual([["", undefined, undefined, "integrations", "no integration"]]);
});

test("does not stand in for a file that is there", () => {
  writeFileSync(
    join(root, "integrations.yaml"),
    stringify({ integrations: { one: { ...DEFAULTS, ...integration("one") } } }),
  );
  const { integrations } = load({
    "acme.yaml": stringify({ ...DEFAULTS, ...integration("acme") }),
  });
  expect(integrations.map(({ name }) => name)).toEqual(["one"]);
});
