import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { packInto } from "./tarball/tarball";

const REPOSITORY = resolve(__dirname, "..");
const TSX = ["--import", pathToFileURL(require.resolve("tsx")).href];
const TSC = require.resolve("typescript/bin/tsc");

/** A project of its own, with the oldest constructs that CDKTF goes with. */
let project: string;
const inProject = (path: string): string => join(project, path);
const installed = (path: string): string => inProject(`node_modules/espo-authentik/${path}`);

const run = (program: string, args: readonly string[], cwd = project): string =>
  execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** Runs a program of the project, and gives the stacks that it synthesized. */
function synthesized(program: string): Readonly<Record<string, string>> {
  rmSync(inProject("cdktf.out"), { recursive: true, force: true });
  run(process.execPath, [...(program.endsWith(".ts") ? TSX : []), program]);
  const stacks = inProject("cdktf.out/stacks");
  return Object.fromEntries(
    readdirSync(stacks).map((name) => [
      name,
      readFileSync(join(stacks, name, "cdk.tf.json"), "utf8"),
    ]),
  );
}

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "package-"));
  const tarball = packInto(project);
  const dependencies = { cdktf: "0.21.0", constructs: "10.4.2", "espo-authentik": tarball };
  writeFileSync(inProject("package.json"), JSON.stringify({ private: true, dependencies }));
  run("npm", ["install", "--no-fund", "--no-audit", "--silent", "--prefer-offline"]);
}, 240_000);
afterAll(() => {
  rmSync(project, { recursive: true, force: true });
});

describe("the tarball of npm pack, installed in a project with CDKTF", () => {
  test.each(["cdktf", "constructs"])("adds no second copy of %s", (name) => {
    const files = readdirSync(inProject("node_modules"), { recursive: true, encoding: "utf8" });
    const copies = files.filter((file) => file === name || file.endsWith(`/node_modules/${name}`));
    expect(copies).toEqual([name]);
  });

  test("holds the product, what it is told by, and nothing of the sandbox", () => {
    expect(readdirSync(installed("dist")).sort()).toEqual(["cli", "lib"]);
    expect(readdirSync(installed(".")).sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "dist",
      "docs",
      "examples",
      "integrations.schema.json",
      "node_modules",
      "package.json",
    ]);
  });

  test("holds each file that its pages lead to", () => {
    const pages = readdirSync(installed("docs")).filter((name) => name.endsWith(".md"));
    const missing = ["README.md", ...pages.map((name) => `docs/${name}`)].flatMap((page) => {
      const links = readFileSync(installed(page), "utf8").matchAll(/\]\((?!https?:|#)([^)#]+)/g);
      return [...links]
        .map(([, link = ""]) => join(dirname(page), link))
        .filter((file) => !existsSync(installed(file)));
    });
    // Those who contribute have a checkout.
    expect([...new Set(missing)]).toEqual(["CONTRIBUTING.md"]);
  });

  test("brings the program, which reads a configuration", () => {
    cpSync(join(REPOSITORY, "examples/minimal/integrations.yaml"), inProject("one.yaml"));
    const said = run("npx", ["--no-install", "espo-authentik", "validate", "one.yaml"]);
    expect(said).toContain("acme");
  });
});

describe("a project with a configuration file, as in examples/project", () => {
  beforeAll(() => {
    cpSync(join(REPOSITORY, "examples/project"), project, { recursive: true });
  });

  test("gets a stack of each integration", () => {
    const { acme = "", ...others } = synthesized("main.ts");
    expect(acme).toContain('"authentik_provider_oauth2"');
    expect(acme).toContain('"restapi_object"');
    expect(others).toEqual({});
  });

  test("has the schema where the file says", () => {
    const file = readFileSync(inProject("integrations.yaml"), "utf8");
    const [, schema = ""] = /\$schema=(\S+)/.exec(file) ?? [];
    expect(existsSync(inProject(schema))).toBe(true);
  });

  test("is told what is wrong in the file, and the page that helps is where it is said to be", () => {
    writeFileSync(inProject("integrations.yaml"), "");
    const { status, stdout, stderr } = spawnSync(process.execPath, [...TSX, "main.ts"], {
      cwd: project,
      encoding: "utf8",
    });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/integrations\.yaml:1:1/);
    expect(stderr).not.toMatch(/^\s+at /m);
    const [page = ""] = /\S*docs\/configuration\.md/.exec(stderr) ?? [];
    expect(existsSync(inProject(page))).toBe(true);
  });
});

describe("a CDKTF program of one's own", () => {
  const IMPORTS = `
    import { App, TerraformStack } from "cdktf";
    import { EspoAuthentikIntegration } from "espo-authentik";`;
  const REQUIRES = `
    const { App, TerraformStack } = require("cdktf");
    const { EspoAuthentikIntegration } = require("espo-authentik");`;
  const program = (head: string, own = "") => `${head}
    const app = new App();
    const stack = new TerraformStack(app, "crm");${own}
    const crm = new EspoAuthentikIntegration(stack, "crm", {
      authentik: { url: "https://authentik.company" },
      espocrm: { url: "https://espocrm.company" },
      application: { name: "EspoCRM", slug: "espocrm" },
      bindings: [{ group: "crm-users" }],
    });
    if (!crm.issuer.startsWith("https://authentik.company/")) throw new Error(crm.issuer);
    app.synth();`;

  test("is the library example", () => {
    cpSync(join(REPOSITORY, "examples/library"), inProject("library"), { recursive: true });
    run(process.execPath, [...TSX, "main.ts"], inProject("library"));
    const stack = readFileSync(inProject("library/cdktf.out/stacks/crm/cdk.tf.json"), "utf8");
    expect(stack).toContain('"authentik_provider_oauth2"');
    expect(stack).toContain('"restapi_object"');
  });

  test.each([
    ["an ES module", "consumer.mjs", IMPORTS],
    ["a CommonJS module", "consumer.cjs", REQUIRES],
  ])("may be %s", (_, file, head) => {
    writeFileSync(inProject(file), program(head));
    expect(Object.keys(synthesized(file))).toEqual(["crm"]);
  });

  test.each([
    ["node16", "node16"],
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ])("compiles with module %s and moduleResolution %s", (module, resolution) => {
    const files = ["consumer.mts", "consumer.cts"].map(inProject);
    for (const file of files) writeFileSync(file, program(IMPORTS));
    const flags = ["--strict", "--noEmit", "--target", "es2022"];
    const modules = ["--module", module, "--moduleResolution", resolution];
    const { stdout } = spawnSync(process.execPath, [TSC, ...flags, ...modules, ...files], {
      cwd: project,
      encoding: "utf8",
    });
    expect(stdout).toBe("");
  });

  test("may have bindings of authentik's provider, too, beside those in the package", () => {
    cpSync(join(REPOSITORY, "providers/authentik/lib"), inProject(".gen/providers/authentik"), {
      recursive: true,
    });
    const own = `
      const { AuthentikProvider } = require("./.gen/providers/authentik/provider");
      const { Application } = require("./.gen/providers/authentik/application");
      new AuthentikProvider(stack, "own", { url: "https://own.company" });
      new Application(stack, "portal", { name: "Portal", slug: "portal" });`;
    writeFileSync(inProject("own.cjs"), program(REQUIRES, own));
    const stack = JSON.parse(synthesized("own.cjs")["crm"] ?? "") as {
      terraform: { required_providers: Readonly<Record<string, unknown>> };
      provider: Readonly<Record<string, readonly unknown[]>>;
      resource: { authentik_application: Readonly<Record<string, { provider?: string }>> };
    };
    expect(stack.provider["authentik"]).toEqual([
      { url: "https://own.company" },
      expect.objectContaining({ url: "https://authentik.company" }),
    ]);
    expect(Object.keys(stack.terraform.required_providers).sort()).toEqual([
      "authentik",
      "restapi",
    ]);
    const { portal, ...others } = stack.resource.authentik_application;
    expect(portal).not.toHaveProperty("provider");
    expect(Object.values(others)).toEqual([
      expect.objectContaining({ provider: "authentik.authentik_authentik_company_b93ef5" }),
    ]);
  });
});
