import { execFile, execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { startAuthentik } from "../../sandbox/authentik";
import { startEspoCrm } from "../../sandbox/espocrm";
import { startProviders } from "../../sandbox/terraform";
import {
  describeWithTerraform,
  type Ran,
  SCHEMAS,
} from "../../sandbox/__tests__/terraform/workspace";

const REPOSITORY = resolve(__dirname, "../..");
const TSX = ["--import", pathToFileURL(require.resolve("tsx")).href];
const TSC = require.resolve("typescript/bin/tsc");
const EXAMPLE = readFileSync(join(REPOSITORY, "examples/library/main.ts"), "utf8");

/** How the example begins with CDK Terrain, by its README. */
const FIRST_LINES = /^```ts\n([^]*?)^```/m.exec(
  readFileSync(join(REPOSITORY, "examples/library/README.md"), "utf8"),
)?.[1];

const forCdktn = (program: string): string =>
  program.replace(
    /^import .* from "cdktf";\nimport .* from "espo-authentik";\n/,
    FIRST_LINES ?? "",
  );

/** Runs a program in a project, and gives the stacks that it synthesizes, as text. */
function synthesized(project: string, program: string, text: string): Record<string, string> {
  writeFileSync(join(project, program), text);
  const outdir = join(project, "synthesized");
  rmSync(outdir, { recursive: true, force: true });
  execFileSync(process.execPath, [...TSX, program], {
    cwd: project,
    env: { ...process.env, CDKTF_OUTDIR: outdir },
    stdio: "pipe",
  });
  const read = (name: string) => readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8");
  return Object.fromEntries(readdirSync(join(outdir, "stacks")).map((name) => [name, read(name)]));
}

/** What a program says that ends badly, in a project. */
function complaint(project: string, text: string): string {
  writeFileSync(join(project, "wrong.mjs"), text);
  const { status, stderr } = spawnSync(process.execPath, ["wrong.mjs"], {
    cwd: project,
    encoding: "utf8",
  });
  expect(status).toBe(1);
  return /^(?:Error|EngineMismatch): (.*)$/m.exec(stderr)?.[1] ?? stderr;
}

/**
 * Describes the package beside CDK Terrain.
 * @param beside gives a project that has the package beside CDKTF, and the tarball that it was installed from
 */
export function describeEngines(beside: () => { cdktf: string; tarball: string }): void {
  let folder: string;
  let cdktn: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "engines-"));
    cdktn = join(folder, "cdktn");
    mkdirSync(cdktn);
    const dependencies = {
      cdktn: "0.24.0",
      constructs: "10.7.0",
      "espo-authentik": beside().tarball,
    };
    writeFileSync(join(cdktn, "package.json"), JSON.stringify({ private: true, dependencies }));
    execFileSync("npm", ["install", "--no-fund", "--no-audit", "--silent", "--prefer-offline"], {
      cwd: cdktn,
      stdio: "pipe",
    });
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe("the same tarball in a project with CDK Terrain", () => {
    test("brings no CDKTF, and no second copy of anything", () => {
      const files = readdirSync(join(cdktn, "node_modules"), { recursive: true, encoding: "utf8" });
      const engines = files.filter((file) =>
        /(^|\/node_modules\/)(cdkt[fn]|constructs)$/.test(file),
      );
      expect(engines.sort()).toEqual(["cdktn", "constructs"]);
    });

    test("makes of the library example what it makes of it beside CDKTF, to the byte", () => {
      const versionless = (stack: Record<string, string>) =>
        stack["crm"]?.replace(/("stackName": "crm",\s+"version": )"[\d.]+"/, '$1"…"');
      const [one, other] = [
        synthesized(beside().cdktf, "same.ts", EXAMPLE),
        synthesized(cdktn, "same.ts", forCdktn(EXAMPLE)),
      ];
      expect(other["crm"]).toContain('"version": "0.24.0"');
      expect(versionless(other)).toBe(versionless(one));
    });

    test.each([
      ["node16", "node16"],
      ["commonjs", "node10"],
    ])("compiles with module %s and moduleResolution %s", (module, resolution) => {
      writeFileSync(join(cdktn, "compiled.ts"), forCdktn(EXAMPLE));
      const flags = ["--strict", "--noEmit", "--target", "es2022", "--esModuleInterop"];
      const modules = ["--module", module, "--moduleResolution", resolution];
      const { stdout } = spawnSync(process.execPath, [TSC, ...flags, ...modules, "compiled.ts"], {
        cwd: cdktn,
        encoding: "utf8",
      });
      expect(stdout).toBe("");
    });

    test("says what to import, where the program asks for the other engine", () => {
      expect(complaint(cdktn, 'import "espo-authentik";')).toBe(
        "espo-authentik works with CDKTF, the package cdktf, which is not installed. To fix it, " +
          "either npm install cdktf constructs, or, with CDK Terrain (cdktn), " +
          'import from "espo-authentik/cdktn".',
      );
      expect(complaint(beside().cdktf, 'import "espo-authentik/cdktn";')).toBe(
        "espo-authentik/cdktn works with CDK Terrain, the package cdktn, which is not installed. " +
          "To fix it, either npm install cdktn constructs, or, with CDKTF (cdktf), " +
          'import from "espo-authentik".',
      );
    });
  });

  describe("a program that mixes both engines", () => {
    let mixed: string;
    beforeAll(() => {
      mixed = join(folder, "mixed");
      mkdirSync(join(mixed, "node_modules"), { recursive: true });
      const link = (project: string, name: string, as = name) =>
        symlinkSync(join(project, "node_modules", name), join(mixed, "node_modules", as));
      link(beside().cdktf, "cdktf");
      link(beside().cdktf, "espo-authentik", "for-cdktf");
      link(cdktn, "cdktn");
      link(cdktn, "espo-authentik", "for-cdktn");
    });

    const program = (engine: string, imported: string, made: string): string => `
      import engine from "${engine}";
      import product from "${imported}";
      const app = new engine.App();
      const props = {
        authentik: { url: "https://authentik.company" },
        espocrm: { url: "https://espocrm.company" },
        application: { name: "EspoCRM", slug: "espocrm" },
        bindings: [{ group: "crm-users" }],
      };
      ${made};
      app.synth();`;
    const INTEGRATION =
      'new product.EspoAuthentikIntegration(new engine.TerraformStack(app, "crm"), "crm", props)';
    const STACK = 'new product.EspoAuthentikStack(app, "crm", props)';
    const WITHIN = `class Own extends engine.App {}
      new product.EspoAuthentikStack(new Own(), "crm", props)`;

    test.each([
      ["an integration in a stack", INTEGRATION],
      ["a stack", STACK],
      ["a stack in an app of one's own class", WITHIN],
    ])("is told so in one message: %s", (_, made) => {
      const said = complaint(mixed, program("cdktn", "for-cdktf", made));
      expect(readFileSync(join(REPOSITORY, "docs/cdk-terrain.md"), "utf8")).toContain(said);
      expect(said).toBe(
        'The app is of CDK Terrain (cdktn), but what is imported from "espo-authentik" is for ' +
          "CDKTF (cdktf), and one program can't mix them. To fix it, " +
          'import from "espo-authentik/cdktn" instead, or everything else from "cdktf".',
      );
      expect(complaint(mixed, program("cdktf", "for-cdktn/cdktn", made))).toBe(
        'The app is of CDKTF (cdktf), but what is imported from "espo-authentik/cdktn" is for ' +
          "CDK Terrain (cdktn), and one program can't mix them. To fix it, " +
          'import from "espo-authentik" instead, or everything else from "cdktn".',
      );
    });
  });

  describeWithTerraform("an integration that was deployed with CDKTF", () => {
    test("is planned clean with CDK Terrain, and destroyed", async () => {
      const authentik = await startAuthentik();
      const espocrm = await startEspoCrm();
      const providers = await startProviders({ schemas: SCHEMAS, environment: {} });
      const environment = {
        PATH: process.env["PATH"],
        HOME: process.env["HOME"],
        TERRAFORM_BINARY_NAME: process.env["TERRAFORM_BINARY_NAME"],
        ...providers.environment,
        TF_VAR_authentik_token: authentik.token,
        TF_VAR_espocrm_username: "admin",
        TF_VAR_espocrm_password: "admin-password",
      };
      const project = (installed: string, entry: string) => {
        const home = join(installed, "deployment");
        mkdirSync(home);
        const cdktf = { language: "typescript", app: "node program.cjs" };
        writeFileSync(join(home, "cdktf.json"), JSON.stringify(cdktf));
        writeFileSync(
          join(home, "program.cjs"),
          `const { runProgram, synthesize } = require("${entry}");\nrunProgram(() => synthesize());`,
        );
        const acme = {
          authentik: { url: authentik.url },
          espocrm: { url: espocrm.url },
          application: { name: "EspoCRM", slug: "espocrm" },
          bindings: [{ group: "crm-users" }],
        };
        writeFileSync(join(home, "integrations.yaml"), JSON.stringify({ integrations: { acme } }));
        const bin = join(installed, "node_modules/.bin/espo-authentik");
        const run = (...args: string[]): Promise<Ran> =>
          new Promise((done) => {
            execFile(bin, args, { cwd: home, env: environment }, (error, stdout, stderr) => {
              done({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
            });
          });
        return { home, run };
      };
      try {
        const before = project(beside().cdktf, "espo-authentik");
        expect(await before.run("plan", "acme")).toMatchObject({ code: 2 });
        expect(await before.run("apply", "acme")).toMatchObject({ code: 0 });

        const after = project(cdktn, "espo-authentik/cdktn");
        const state = "terraform.acme.tfstate";
        copyFileSync(join(before.home, state), join(after.home, state));
        expect(await after.run("plan", "acme")).toMatchObject({ code: 0 });
        expect(espocrm.settings()["authenticationMethod"]).toBe("Oidc");
        expect(await after.run("plan", "acme", "--destroy")).toMatchObject({ code: 2 });
        expect(await after.run("apply", "acme")).toMatchObject({ code: 0 });
        expect(espocrm.settings()["authenticationMethod"]).toBe("Espo");
      } finally {
        await Promise.all([authentik.close(), espocrm.close(), providers.close()]);
      }
    }, 180_000);
  });
}
