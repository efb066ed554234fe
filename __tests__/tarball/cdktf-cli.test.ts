import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type AuthentikSandbox, startAuthentik } from "../../sandbox/authentik";
import { type EspoCrmSandbox, startEspoCrm } from "../../sandbox/espocrm";
import { startProviders } from "../../sandbox/terraform";
import { SCHEMAS, TERRAFORM } from "../../sandbox/__tests__/terraform/workspace";
import { packInto } from "./tarball";

/** Nothing of ours needs cdktf-cli: it is what users add, so this project adds it. */
const project = mkdtempSync(join(tmpdir(), "cdktf-cli-"));
const REPOSITORY = resolve(__dirname, "../..");

/** Why there is no cdktf-cli to test with; undefined where there is one. */
function install(): string | undefined {
  if (TERRAFORM === undefined) return "no Terraform here";
  cpSync(join(REPOSITORY, "examples/project"), project, { recursive: true });
  const dependencies = {
    cdktf: "0.21.0",
    "cdktf-cli": "0.21.0",
    constructs: "10.4.2",
    "espo-authentik": packInto(project),
    tsx: "4",
  };
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, dependencies }));
  // Without its scripts: they want Python and a compiler for a terminal that CI does not have.
  const args = ["install", "--ignore-scripts", "--no-fund", "--no-audit", "--prefer-offline"];
  try {
    execFileSync("npm", args, { cwd: project, stdio: "pipe", timeout: 240_000 });
    return undefined;
  } catch (error) {
    return `npm could not install cdktf-cli: ${String(error).split("\n")[0]}`;
  }
}

const missing = install();
afterAll(() => {
  rmSync(project, { recursive: true, force: true });
});

(missing === undefined ? describe : describe.skip)(
  `a project to which its owner has added cdktf-cli${missing === undefined ? "" : ` [skipped: ${missing}]`}`,
  () => {
    let authentik: AuthentikSandbox;
    let espocrm: EspoCrmSandbox;
    let providers: Awaited<ReturnType<typeof startProviders>>;
    let environment: NodeJS.ProcessEnv;
    beforeAll(async () => {
      authentik = await startAuthentik();
      espocrm = await startEspoCrm();
      providers = await startProviders({ schemas: SCHEMAS, environment: {} });
      environment = {
        ...process.env,
        ...providers.environment,
        CI: "1",
        TF_VAR_authentik_token: authentik.token,
        TF_VAR_espocrm_username: "admin",
        TF_VAR_espocrm_password: "admin-password",
      };
      const file = join(project, "integrations.yaml");
      const text = readFileSync(file, "utf8");
      writeFileSync(
        file,
        text
          .replace("https://authentik.company", authentik.url)
          .replace("https://espocrm.company", espocrm.url),
      );
    });
    afterAll(() => Promise.all([authentik, espocrm, providers].map((each) => each.close())));

    const run = (program: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
      promisify(execFile)(program, args, {
        cwd: project,
        env: { ...environment, ...more },
        maxBuffer: 2 ** 26,
      });
    const cdktf = (...args: string[]) => run("npx", ["--no-install", "cdktf", ...args]);
    // Without a registry `terraform providers lock` fails; the versions are pinned all the same.
    const FLAGS = ["--auto-approve", "--skip-provider-lock"];

    test("`cdktf synth` writes the same bytes as the program itself, in whatever folder", async () => {
      const contents = (folder: string): string[] =>
        readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
      await cdktf("synth", "--output", "synthesized");
      await run(process.execPath, ["--import", "tsx", "main.ts"], { CDKTF_OUTDIR: "by-itself" });
      expect(contents("synthesized")).not.toEqual([]);
      expect(contents("by-itself")).toEqual(contents("synthesized"));
    }, 120_000);

    test("`cdktf deploy` and `cdktf destroy` switch EspoCRM over, and back", async () => {
      const found = espocrm.settings();
      await cdktf("deploy", "acme", ...FLAGS);
      expect(espocrm.settings()).toMatchObject({ authenticationMethod: "Oidc" });
      const { stdout } = await cdktf("diff", "acme", "--skip-provider-lock");
      expect(stdout).toContain("No changes");
      await cdktf("destroy", "acme", ...FLAGS);
      expect(espocrm.settings()["authenticationMethod"]).toBe(found["authenticationMethod"]);
    }, 240_000);

    test("`cdktf deploy` says in few words that an earlier set-up's secret will be lost", async () => {
      espocrm.seed({
        settings: {
          authenticationMethod: "Oidc",
          oidcClientId: "keycloak",
          oidcFallback: true,
          ldapBaseDn: "dc=secret-tree",
        },
      });
      const { stderr, stdout } = await cdktf("deploy", "acme", ...FLAGS, "--no-color");
      const said = stdout + stderr;
      expect(said.replace(/[│╷╵\s]+/g, " ")).toMatch(
        /puts that set-up back, except its client secret/,
      );
      expect(said).not.toContain("secret-tree");
      await cdktf("destroy", "acme", ...FLAGS);
    }, 240_000);
  },
);
