import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type AuthentikSandbox, startAuthentik } from "../../sandbox/authentik";
import { type EspoCrmSandbox, startEspoCrm } from "../../sandbox/espocrm";
import { startProviders } from "../../sandbox/terraform";
import { describeWithTerraform, SCHEMAS } from "../../sandbox/__tests__/terraform/workspace";
import { packInto } from "./tarball";

/** Where npm gets packages from on this machine, and what it has of them: all that is left of its home. */
const NPM = {
  npm_config_cache: execFileSync("npm", ["config", "get", "cache"], { encoding: "utf8" }).trim(),
  npm_config_userconfig: join(homedir(), ".npmrc"),
  npm_config_prefer_offline: "true",
};

describeWithTerraform("a new project, from an empty folder in an empty home", () => {
  let work: string;
  let authentik: AuthentikSandbox;
  let espocrm: EspoCrmSandbox;
  let providers: Awaited<ReturnType<typeof startProviders>>;
  let environment: NodeJS.ProcessEnv;
  let tarball: string;
  const folder = (): string => join(work, "project");

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), "new-project-"));
    for (const name of ["project", "home"]) mkdirSync(join(work, name));
    tarball = packInto(work);
    authentik = await startAuthentik();
    espocrm = await startEspoCrm();
    providers = await startProviders({ schemas: SCHEMAS, environment: {} });
    environment = {
      PATH: process.env["PATH"],
      HOME: join(work, "home"),
      TERRAFORM_BINARY_NAME: process.env["TERRAFORM_BINARY_NAME"],
      ...NPM,
      ...providers.environment,
      TF_VAR_authentik_token: authentik.token,
      TF_VAR_espocrm_username: "admin",
      TF_VAR_espocrm_password: "admin-password",
      ESPO_AUTHENTIK_LOGIN_PASSWORD: "jane",
    };
  }, 240_000);
  afterAll(async () => {
    await Promise.all([authentik, espocrm, providers].map((each) => each.close()));
    rmSync(work, { recursive: true, force: true });
  });

  /** Runs what a person types, as their shell does; gives the exit code. */
  const type = (command: string): Promise<{ code: number; stdout: string; stderr: string }> =>
    promisify(execFile)("sh", ["-c", command], {
      cwd: folder(),
      env: environment,
      maxBuffer: 2 ** 26,
    }).then(
      ({ stderr, stdout }) => ({ code: 0, stdout, stderr }),
      (error: unknown) => error as { code: number; stdout: string; stderr: string },
    );

  test("is a deployed login after five commands", async () => {
    // Where npm has the package by its name, `--package` is not needed.
    const init = await type(
      `npx --yes --package ${tarball} espo-authentik init --package ${tarball} ` +
        `--authentik ${authentik.url} --espocrm ${espocrm.url} --group crm-users --ci github`,
    );
    expect(init).toMatchObject({ code: 0 });
    expect(readdirSync(folder())).toContain(".github");

    expect(await type("npm install --no-fund --no-audit")).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder(), "node_modules"))).not.toContain("cdktf-cli");

    const doctor = await type("npx espo-authentik doctor");
    expect([doctor.code, doctor.stdout]).toEqual([0, expect.stringContaining("All is there")]);

    const plan = await type("npx espo-authentik plan crm");
    expect([plan.code, plan.stderr]).toEqual([2, expect.stringContaining("1 with changes")]);
    expect(plan.stdout).toContain("Sign-in through authentik is switched on");

    expect(await type("npx espo-authentik apply crm")).toMatchObject({ code: 0 });
    expect(espocrm.settings()).toMatchObject({
      authenticationMethod: "Oidc",
      oidcClientId: "espocrm",
    });
  }, 300_000);

  test("lets people in, and a second plan finds nothing to do", async () => {
    const verified = await type("npx espo-authentik verify crm --login jane");
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining("jane signs in")]);
    expect(await type("npx espo-authentik plan")).toMatchObject({ code: 0 });
  }, 120_000);

  test("gives EspoCRM its own login back at the end", async () => {
    expect(await type("npx espo-authentik plan crm --destroy")).toMatchObject({ code: 2 });
    expect(await type("npx espo-authentik apply crm")).toMatchObject({ code: 0 });
    expect(espocrm.settings()["authenticationMethod"]).not.toBe("Oidc");
  }, 120_000);
});
