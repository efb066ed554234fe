import { spawnSync } from "node:child_process";
import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describeWithTerraform, TERRAFORM } from "../../../sandbox/__tests__/terraform/workspace";
import { TestProject, until } from "../project";

jest.setTimeout(60_000);

describeWithTerraform("espo-authentik plan", () => {
  let project: TestProject;

  beforeEach(async () => {
    project = await TestProject.open(2);
    await project.synthesizes({ acme: project.integration("acme") });
  });
  afterEach(() => project.close());

  test("ends with 2 where there are changes, and shows what they mean for people", async () => {
    const ran = await project.run(["plan"]);
    expect(ran.code).toBe(2);
    expect(ran.stdout).toContain("acme");
    expect(ran.stdout).toContain("authenticationMethod");
    expect(ran.stderr).toContain("1 stack: 1 with changes. Exit code 2.");
  });

  test("ends with 0 where there is nothing to do", async () => {
    await project.run(["plan"]);
    await project.run(["apply"]);
    const ran = await project.run(["plan", "acme"]);
    expect([ran.code, ran.stderr]).toEqual([0, expect.stringContaining("nothing to do")]);
  });

  test("ends with 3 where a gate refuses, and not where it is off with a reason", async () => {
    await project.run(["plan"]);
    await project.run(["apply"]);
    await project.synthesizes({ acme: project.integration("acme", { bindings: [] }) });
    const refused = await project.run(["plan"]);
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining("acme")]);
    const gate = "last-binding-removed=off: everybody may use it from now on";
    expect((await project.run(["plan", "--gate", gate])).code).toBe(2);
  });

  test("keeps the plan and what it was made from where its owner alone can read them", async () => {
    await project.run(["plan"]);
    const plans = ["cdktf.out", "plans"];
    for (const file of ["acme.tfplan", "acme.json"]) {
      expect((await stat(project.file(...plans, file))).mode & 0o777).toBe(0o600);
    }
    expect((await stat(project.file(...plans))).mode & 0o777).toBe(0o700);
    expect(JSON.parse(await project.read(...plans, "acme.json"))).toMatchObject({
      stack: "acme",
      changes: true,
      terraform: expect.stringMatching(/^(terraform|tofu) \d/) as string,
    });
  });

  test("logs in to an EspoCRM once, however many stacks and requests, and ends the session", async () => {
    const { espocrm } = project;
    await project.synthesizes(
      { one: project.integration("one"), two: project.integration("two") },
      { skipValidation: true },
    );
    const ran = await project.run(["plan", "--all"]);
    expect(ran.code).toBe(2);
    expect(project.logIns()).toBe(1);
    expect(espocrm.state.loginLog.list()).toHaveLength(1); // Requests with a token are not logged.
    expect(espocrm.journal.list().length).toBeGreaterThan(3);
    expect(espocrm.state.tokens.list()).toHaveLength(1);
    expect(project.activeTokens()).toBe(0);
  });

  test("gives each EspoCRM its own token, though their passwords come from one variable", async () => {
    const [first, second] = project.espocrms;
    await project.synthesizes({
      one: project.integration("one", {}, first),
      two: project.integration("two", {}, second),
    });
    expect((await project.run(["plan", "*"])).code).toBe(2);
    for (const espocrm of [first, second]) expect(project.logIns(espocrm)).toBe(1);
    expect(project.activeTokens()).toBe(0);
  });

  test("uses the password with --no-auth-token", async () => {
    expect((await project.run(["plan", "--no-auth-token"])).code).toBe(2);
    expect(project.logIns()).toBe(0);
    expect(project.espocrm.state.loginLog.list().length).toBeGreaterThan(0);
  });

  test("spends one failed log-in on a wrong password, and names EspoCRM, URL and variables", async () => {
    const ran = await project.run(["plan"], { TF_VAR_espocrm_password: "not-the-password" });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(`EspoCRM at ${project.espocrm.url}`);
    expect(ran.stderr).toContain("TF_VAR_espocrm_username and TF_VAR_espocrm_password");
    expect(ran.stderr).not.toContain("not-the-password");
    expect(project.espocrm.state.loginLog.failed()).toHaveLength(1);
    expect(project.authentik.journal.list().every(({ method }) => method === "GET")).toBe(true);
  });

  test("says which side is down, at which URL, and goes on with the other stacks", async () => {
    const [up, down] = project.espocrms;
    await project.synthesizes({
      down: project.integration("down", {}, down),
      up: project.integration("up", {}, up),
    });
    await down?.close();
    const ran = await project.run(["plan", "--all", "--format", "markdown"]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/down.*failed/);
    expect(ran.stderr).toContain("EspoCRM refuses the connection");
    expect(ran.stderr).toContain(String(down?.url));
    expect(ran.stderr).toContain("2 stacks: 1 failed (down), 1 with changes. Exit code 1.");
    expect(ran.stdout).toContain("up");
    expect(project.activeTokens()).toBe(0);
  });

  test("ends the session where Terraform fails", async () => {
    const ran = await project.run(["plan"], { TF_VAR_authentik_token: "wrong-authentik-token" });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/403|Token invalid/);
    expect(ran.stderr).not.toContain("wrong-authentik-token");
    expect([project.logIns(), project.activeTokens()]).toEqual([1, 0]);
  });

  test("warns where EspoCRM does not let it end the session", async () => {
    project.espocrm.faults.add({
      path: "/api/v1/App/destroyAuthToken",
      effect: { kind: "answer", status: 500 },
    });
    const ran = await project.run(["plan"]);
    expect(ran.stderr).toMatch(/Warning: The session with EspoCRM .* could not be ended/);
    expect(ran.stderr).toContain("Auth Tokens");
  });

  test("names the variable that Terraform lacks", async () => {
    const ran = await project.run(["plan"], { TF_VAR_espocrm_password: undefined });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/Set in the environment:\n +TF_VAR_espocrm_password {2}\S/);
  });

  test("ends with one message and 1 where there is no Terraform", async () => {
    const ran = await project.run(["plan"], { PATH: "/nowhere" });
    expect(ran).toEqual({ code: 1, stdout: "", stderr: expect.any(String) as string });
    expect(ran.stderr.trim().split("\n")).toHaveLength(1);
    expect(ran.stderr).toContain("TERRAFORM_BINARY_NAME");
  });

  test("shows what a program that fails has said, without its stack trace", async () => {
    await writeFile(project.file("broken"), "");
    const ran = await project.run(["plan"]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("Error: broken");
    expect(ran.stderr).not.toContain("at somewhere");
  });

  test("initializes again where Terraform asks for it", async () => {
    await project.run(["plan"]);
    await rm(project.file("cdktf.out/stacks/acme/.terraform/terraform.tfstate"));
    expect((await project.run(["plan"])).code).toBe(2);
  });

  test("synthesizes a configuration file, and shows what is wrong in it", async () => {
    const file = project.file("integrations.yaml");
    const { bindings, ...integration } = project.integration("espocrm");
    expect(bindings).toHaveLength(1);
    const program = join(__dirname, "../../../main.ts");
    const app = `node --import file://${require.resolve("tsx")} ${program}`;
    await writeFile(project.file("cdktf.json"), JSON.stringify({ app }));
    const configured = (of: object) =>
      writeFile(file, JSON.stringify({ integrations: { acme: of } }));

    await configured(integration);
    const planned = await project.run(["plan", "acme"]);
    expect(planned.code).toBe(2);
    expect(planned.stderr).toContain("[open-to-everyone]");

    await configured({ ...integration, aplication: {} });
    const refused = await project.run(["plan", "acme"]);
    expect([refused.code, refused.stdout]).toEqual([1, ""]);
    expect(refused.stderr).toContain("integrations.yaml:1:");
    expect(refused.stderr).toContain("aplication");
  });

  test("writes the secret again where EspoCRM lost the client ID, as from a backup", async () => {
    await project.run(["plan"]);
    await project.run(["apply"]);
    const secret = project.espocrm.clientSecret();
    project.espocrm.seed({
      settings: { authenticationMethod: "Espo", oidcClientId: null, oidcClientSecret: null },
    });
    expect(project.espocrm.clientSecret()).not.toBe(secret);
    const lost = [2, expect.stringContaining("EspoCRM lacks the client secret")];
    const ran = await project.run(["plan"]);
    expect([ran.code, ran.stderr]).toEqual(lost);
    expect(ran.stdout).toContain("written again");
    // An apply that fails leaves what was found in the state: then it is drift no longer.
    const down = { kind: "answer", status: 503 } as const;
    project.espocrm.faults.add({ path: "/api/v1/Team", times: 1, effect: down });
    expect((await project.run(["apply"])).code).toBe(1);
    const again = await project.run(["plan"]);
    expect([again.code, again.stderr]).toEqual(lost);
    expect((await project.run(["apply"])).code).toBe(0);
    expect(project.espocrm.clientSecret()).toBe(secret);
    expect((await project.run(["plan"])).code).toBe(0);
  });

  test("writes the secret again where EspoCRM's settings are made anew, as after a taint", async () => {
    await project.run(["plan"]);
    await project.run(["apply"]);
    const secret = project.espocrm.clientSecret();
    const { status } = spawnSync(
      TERRAFORM ?? "terraform",
      ["taint", "-no-color", "restapi_object.settings"],
      {
        cwd: project.file("cdktf.out/stacks/acme"),
        env: { ...process.env, ...project.environment },
      },
    );
    expect(status).toBe(0);
    const ran = await project.run(["plan"]);
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining("it is written again")]);
    expect((await project.run(["apply"])).code).toBe(0);
    expect(project.espocrm.clientSecret()).toBe(secret);
    expect((await project.run(["plan"])).code).toBe(0);
  });

  test("compares with the state alone without credentials of EspoCRM, says what is lost, and keeps no plan", async () => {
    const alone = ["plan", "--no-refresh"];
    const without = { TF_VAR_espocrm_username: undefined, TF_VAR_espocrm_password: undefined };
    const first = await project.run(alone, without);
    expect([first.code, first.stderr]).toEqual([2, expect.not.stringContaining("npx")]);
    expect(first.stdout).toContain("acme: look twice: neither server was asked; sign-in through");
    expect(first.stdout).not.toContain("tried first");
    expect(await project.run(["apply"])).not.toMatchObject({ code: 0 });

    await project.run(["plan"]);
    expect((await project.run(["apply"])).code).toBe(0);
    project.espocrm.seed({ settings: { oidcLogoutUrl: "https://elsewhere.example/" } });
    const asked = project.espocrm.journal.list().length;
    const same = await project.run(alone, without);
    expect([same.code, same.stdout]).toEqual([
      0,
      expect.stringContaining("What somebody changed by hand since the last apply is not in it"),
    ]);
    await project.synthesizes({ acme: project.integration("acme", { bindings: [] }) });
    const opened = await project.run(alone, without);
    expect([opened.code, opened.stdout]).toEqual([3, expect.stringContaining("last-binding")]);
    expect(project.espocrm.journal.list()).toHaveLength(asked);
  });

  test("plans the end of a stack with --destroy", async () => {
    await project.run(["plan"]);
    await project.run(["apply"]);
    const ran = await project.run(["plan", "acme", "--destroy", "--json"]);
    expect(ran.code).toBe(2);
    const [review] = JSON.parse(ran.stdout) as { resources: { action: string }[] }[];
    expect(review?.resources.map(({ action }) => action)).toContain("delete");
  });

  test("leaves no plan and no session at Ctrl-C", async () => {
    project.espocrm.faults.add({ path: "/api/v1/Team", delay: 1500 });
    const { child, ended } = project.start(["plan"]);
    await until(() => project.espocrm.journal.list().some(({ url }) => url.includes("/Team")));
    expect(project.activeTokens()).toBe(1);
    child.kill("SIGINT");
    const ran = await ended;
    expect(ran.code).toBe(130);
    expect(ran.stderr).toContain("Interrupted.");
    expect(project.activeTokens()).toBe(0);
    await expect(stat(project.file("cdktf.out", "plans", "acme.tfplan"))).rejects.toThrow("ENOENT");
  });

  test("removes what a killed plan left: secrets may be in it", async () => {
    const { pid } = spawnSync("true");
    const draft = (maker: number) =>
      project.file("cdktf.out", "plans", `.making-${hostname()}-${String(maker)}-abcdef`);
    const [left, others] = [draft(pid), draft(process.ppid)];
    for (const folder of [left, others]) await mkdir(folder, { recursive: true });
    await project.run(["plan"]);
    await expect(stat(left)).rejects.toThrow("ENOENT");
    expect((await stat(others)).isDirectory()).toBe(true);
  });

  test("shows no password, token or secret, whatever it prints", async () => {
    await project.run(["plan"]);
    const applied = await project.run(["apply"]);
    await project.synthesizes({
      acme: project.integration("acme", { login: { allowAdministrators: true } }),
    });
    const secrets = [
      "admin-password",
      project.authentik.token,
      String(project.espocrm.clientSecret()),
    ];
    for (const format of ["terminal", "markdown", "json", "junit", "sarif"]) {
      const { stderr, stdout } = await project.run(["plan", "--format", format]);
      const tokens = project.espocrm.state.tokens.list().map(({ token }) => token);
      for (const secret of [...secrets, ...tokens]) {
        expect(stdout + stderr + applied.stdout + applied.stderr).not.toContain(secret);
      }
    }
  });
});
