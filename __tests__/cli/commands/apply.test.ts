import { access, appendFile, chmod, readFile, stat, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { DataResource, LocalBackend, TerraformStack } from "cdktf";
import { describeWithTerraform } from "../../../sandbox/__tests__/terraform/workspace";
import { TestProject, until } from "../project";

const RECORD = "cdktf.out/plans/acme.json";

jest.setTimeout(60_000);

describeWithTerraform("espo-authentik apply", () => {
  let project: TestProject;

  beforeEach(async () => {
    project = await TestProject.open();
    await project.synthesizes({ acme: project.integration("acme") });
  });
  afterEach(() => project.close());

  const plan = () => project.file("cdktf.out", "plans", "acme.tfplan");
  const isThere = (file: string): Promise<boolean> =>
    access(file).then(
      () => true,
      () => false,
    );
  const method = (): unknown => project.espocrm.settings()["authenticationMethod"];

  test("applies the plan that was saved, with a session of its own, and removes it", async () => {
    await project.run(["plan"]);
    expect(await isThere(plan())).toBe(true);
    const ran = await project.run(["apply"]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain("authenticationMethod");
    expect(ran.stderr).toContain("acme: restapi_object.settings created");
    expect(method()).toBe("Oidc");
    expect(await isThere(plan())).toBe(false);
    expect([project.logIns(), project.activeTokens()]).toEqual([2, 0]);
  });

  test("gives the local state, whatever its mode was, to its owner alone; a plan only tells", async () => {
    const file = project.file("terraform.acme.tfstate");
    const mode = async (): Promise<string> => ((await stat(file)).mode & 0o777).toString(8);
    await project.run(["plan"]);
    await project.run(["apply"]);
    expect(await mode()).toBe("600");
    await chmod(file, 0o644);
    await project.synthesizes({
      acme: project.integration("acme", { login: { createUsers: true } }),
    });
    const planned = await project.run(["plan"]);
    expect([planned.code, planned.stderr]).toEqual([
      2,
      expect.stringContaining(`others on this machine can read it: chmod 600 ${file}`),
    ]);
    expect((await project.run(["apply"])).code).toBe(0);
    expect(await mode()).toBe("600");
  });

  test("says so where there is no saved plan", async () => {
    const ran = await project.run(["apply"]);
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining("espo-authentik plan")]);
  });

  test("refuses a plan whose configuration has changed since", async () => {
    await project.run(["plan"]);
    await project.synthesizes({ acme: project.integration("acme", { bindings: [] }) });
    const ran = await project.run(["apply"]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("The configuration of acme has changed since its plan was made");
    expect(ran.stderr).toContain("Plan again.");
    expect(method()).toBe("Espo");
  });

  test("refuses a plan whose state has changed since", async () => {
    await project.run(["plan"]);
    const [saved, record] = [await readFile(plan()), await project.read(RECORD)];
    expect((await project.run(["apply"])).code).toBe(0);
    await writeFile(plan(), saved);
    await writeFile(project.file(RECORD), record);
    const ran = await project.run(["apply"]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("The state of acme has changed since this plan was made");
  });

  test("refuses a plan that is not the reviewed one", async () => {
    await project.run(["plan"]);
    await appendFile(plan(), "x");
    const ran = await project.run(["apply", "acme"]);
    expect([ran.code, ran.stderr]).toEqual([
      1,
      expect.stringContaining("is not the one that was reviewed"),
    ]);
  });

  test("leaves a plan of another Terraform version, which Terraform refuses in clear words", async () => {
    await project.run(["plan"]);
    const other = await readFile(join(__dirname, "../deploy/plan-of-1.10.0"));
    await writeFile(plan(), other);
    const record = JSON.parse(await project.read(RECORD)) as object;
    const digest = `sha256:${createHash("sha256").update(other).digest("hex")}`;
    await writeFile(project.file(RECORD), JSON.stringify({ ...record, plan: digest }));
    const ran = await project.run(["apply"]);
    expect(ran.code).toBe(1);
    expect(ran.stderr.replace(/[\s│]+/g, " ")).toContain(
      "plan file was created by Terraform 1.10.0, but this is",
    );
    expect(ran.stderr).toContain("Plan again.");
    expect(await isThere(plan())).toBe(true);
    expect(method()).toBe("Espo");
  });

  test("refuses what a gate refuses, unless a reason is given", async () => {
    await project.run(["plan"]);
    await project.run(["apply"]);
    await project.synthesizes({ acme: project.integration("acme", { bindings: [] }) });
    expect((await project.run(["plan"])).code).toBe(3);
    const refused = await project.run(["apply"]);
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining("--allow-refused")]);
    expect(refused.stderr).not.toContain("Applying");
    expect(project.authentik.state.bindings.size).toBe(1);
    const ran = await project.run(["apply", "--allow-refused", "everybody may use it"]);
    expect([ran.code, ran.stderr]).toEqual([0, expect.stringContaining("everybody may use it")]);
    expect(project.authentik.state.bindings.size).toBe(0);
  });

  test("takes no gate for off that only the record beside the plan says is off", async () => {
    await project.run(["plan"]);
    await project.run(["apply"]);
    await project.synthesizes({ acme: project.integration("acme", { bindings: [] }) });
    expect((await project.run(["plan"])).code).toBe(3);
    const record = JSON.parse(await project.read(RECORD)) as object;
    const gates = ["last-binding-removed=off: forged"];
    await writeFile(project.file(RECORD), JSON.stringify({ ...record, gates }));
    const refused = await project.run(["apply"]);
    expect([refused.code, refused.stderr]).toEqual([
      3,
      expect.stringContaining("--gate 'last-binding-removed=off: …'"),
    ]);
    expect(project.authentik.state.bindings.size).toBe(1);
    const ran = await project.run(["apply", "--gate", "last-binding-removed=off: all may use it"]);
    expect([ran.code, ran.stdout]).toEqual([0, expect.stringContaining("all may use it")]);
    expect(project.authentik.state.bindings.size).toBe(0);
  });

  describe("without names", () => {
    const both = async (): Promise<void> => {
      await project.synthesizes(
        { aaa: project.integration("aaa"), bbb: project.integration("bbb") },
        { skipValidation: true },
      );
      await project.run(["plan", "aaa"]);
      await project.run(["plan", "bbb"]);
    };
    const applications = (): readonly string[] =>
      [...project.authentik.state.applications.values()].map(({ slug }) => slug);

    test("applies what the last plan made, and names what an earlier one left", async () => {
      await both();
      const ran = await project.run(["apply"]);
      expect([ran.code, applications()]).toEqual([0, ["bbb"]]);
      expect(ran.stderr).toContain("Saved by an earlier `plan`, and not applied: aaa.");
      const again = await project.run(["apply"]);
      expect([again.code, applications()]).toEqual([2, ["bbb"]]);
      expect(again.stderr).toContain("espo-authentik apply aaa");
      expect((await project.run(["apply", "aaa"])).code).toBe(0);
      expect(applications()).toEqual(["bbb", "aaa"]);
    });

    test("applies nothing of an earlier plan where the last one failed", async () => {
      await both();
      const environment = { TF_VAR_espocrm_password: "wrong" };
      expect((await project.run(["plan", "bbb"], environment)).code).toBe(1);
      const ran = await project.run(["apply"]);
      expect([ran.code, applications()]).toEqual([2, []]);
      expect(ran.stderr).toContain("The last `plan` (of bbb) left nothing to apply");
    });

    test("names the plan of a stack that is no more, applies the others, and it can be thrown away", async () => {
      await both();
      await project.run(["plan"]);
      await project.synthesizes({ aaa: project.integration("aaa") });
      const ran = await project.run(["apply"]);
      expect([ran.code, applications()]).toEqual([1, ["aaa"]]);
      expect(ran.stderr).toContain("bbb: not applied, as the program has no such stack any more");
      const named = await project.run(["apply", "bbb"]);
      expect([named.code, named.stderr]).toEqual([
        2,
        expect.stringContaining("espo-authentik discard bbb"),
      ]);
      const gone = await project.run(["discard", "bbb"]);
      expect([gone.code, gone.stdout]).toEqual([0, "bbb: its saved plan is gone.\n"]);
      expect(await isThere(project.file("cdktf.out", "plans", "bbb.tfplan"))).toBe(false);
      expect((await project.run(["discard", "bbb"])).code).toBe(2);
    });
  });

  test("says what becomes of an earlier set-up: its secret is lost, and the rest put back", async () => {
    const earlier = {
      authenticationMethod: "Oidc",
      oidcClientId: "keycloak",
      oidcAuthorizationEndpoint: "https://keycloak.company/auth",
      oidcTokenEndpoint: "https://keycloak.company/token",
      oidcJwksEndpoint: "https://keycloak.company/certs",
      oidcFallback: true,
    };
    project.espocrm.seed({ settings: earlier });
    const planned = await project.run(["plan"]);
    expect(planned.stdout).toContain(
      "through another OpenID Connect set-up today (client ID keycloak, at https://keycloak.company)",
    );
    const ran = await project.run(["apply"]);
    expect([ran.code, ran.stderr]).toEqual([
      0,
      expect.stringContaining("except its client secret"),
    ]);
    expect((await project.run(["plan"])).stdout).not.toContain("does not hold");

    const end = await project.run(["plan", "--destroy"]);
    expect([end.code, end.stdout]).toEqual([
      2,
      expect.stringContaining("without its client secret"),
    ]);
    expect((await project.run(["apply"])).code).toBe(0);
    expect(project.espocrm.settings()).toMatchObject(earlier);
  });

  test("removes a plan that changes nothing", async () => {
    await project.run(["plan"]);
    await project.run(["apply"]);
    await project.run(["plan"]);
    const ran = await project.run(["apply"]);
    expect([ran.code, ran.stderr]).toEqual([0, expect.stringContaining("with nothing to do")]);
    expect(await isThere(plan())).toBe(false);
  });

  test("goes on with the other stacks where one fails, and ends its session", async () => {
    await project.synthesizes(
      { bad: project.integration("bad"), good: project.integration("good") },
      { skipValidation: true },
    );
    await project.run(["plan", "--all", "--out", "plans"]);
    project.espocrm.faults.add({
      method: "PUT",
      path: "/api/v1/Settings",
      times: 1,
      effect: { kind: "answer", status: 500 },
    });
    const ran = await project.run(["apply", "--plans", "plans"]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/2 stacks: 1 failed \((bad|good)\), 1 applied/);
    expect(project.activeTokens()).toBe(0);
  });

  test("never writes to one EspoCRM from two stacks at once", async () => {
    await project.synthesizes(
      { one: project.integration("one"), two: project.integration("two") },
      { skipValidation: true },
    );
    await project.run(["plan", "--all"]);
    project.espocrm.journal.clear();
    expect((await project.run(["apply", "--parallelism", "2"])).code).toBe(0);
    const writers = project.espocrm.journal
      .list()
      .filter(({ method: verb }) => verb === "PUT")
      .map(({ body }) => /"oidcClientId":"(\w+)"/.exec(body)?.[1] ?? "");
    expect(writers.filter(Boolean)).toHaveLength(2);
    const urls = project.espocrm.journal.list().map(({ method: verb, url }) => `${verb} ${url}`);
    const firstCleared = urls.findIndex((url) => url.startsWith("POST /api/v1/Admin/clearCache"));
    expect(urls.slice(0, firstCleared).filter((url) => url.startsWith("PUT"))).toHaveLength(2);
  });

  test("applies a stack after those that it needs, and destroys it before them", async () => {
    await project.declares((app) => {
      const [needed, needing] = ["needed", "a-needing"].map((name) => {
        const stack = new TerraformStack(app, name);
        new LocalBackend(stack, { path: `../../../${name}.tfstate` });
        new DataResource(stack, "thing");
        return stack;
      });
      if (needed !== undefined) needing?.addDependency(needed);
    });
    const order = async (...args: readonly string[]): Promise<readonly string[]> => {
      await project.run(["plan", "--all", ...args]);
      const ran = await project.run(["apply", "--allow-refused", "it is a test"]);
      expect(ran.code).toBe(0);
      return [...ran.stderr.matchAll(/^(.+): applied \(/gm)].map(([, name = ""]) => name);
    };
    expect(await order()).toEqual(["needed", "a-needing"]);
    expect(await order("--destroy")).toEqual(["a-needing", "needed"]);
  });

  test("lets Terraform end in order at Ctrl-C, and ends the session", async () => {
    await project.run(["plan"]);
    project.espocrm.faults.add({ method: "PUT", path: "/api/v1/Settings", delay: 1500, times: 1 });
    const { child, ended } = project.start(["apply"]);
    let said = "";
    child.stderr?.on("data", (text: Buffer) => (said += text.toString()));
    const writes = () =>
      project.espocrm.journal.list().filter(({ method: verb }) => verb === "PUT");
    await until(() => writes().length > 0);
    child.kill("SIGTERM");
    await until(() => said.includes("Asked to end (SIGTERM). What runs is ended in order"));
    expect(child.exitCode).toBeNull(); // Said at once, not at the end.
    expect((await ended).code).toBe(143);
    expect([writes().length, method(), project.activeTokens()]).toEqual([1, "Espo", 0]);
    expect((await project.run(["plan"])).code).toBe(2);
    expect((await project.run(["apply"])).code).toBe(0);
    expect(method()).toBe("Oidc");
  });
});
