import { TERRAFORM } from "../../sandbox/__tests__/terraform/workspace";
import { type Ran, TestProject, until } from "../cli/project";
import { killableTerraform } from "../cli/killable";
import { missingPostgres, Postgres } from "./postgres";

jest.setTimeout(180_000);

const missing = TERRAFORM === undefined ? "no Terraform here" : missingPostgres;

(missing === undefined ? describe : describe.skip)(
  `deploys with the state in PostgreSQL${missing === undefined ? "" : ` [skipped: ${missing}]`}`,
  () => {
    let postgres: Postgres;
    let project: TestProject;
    beforeAll(async () => {
      postgres = await Postgres.start();
    });
    afterAll(() => postgres.close());
    beforeEach(async () => {
      project = await TestProject.open();
      project.environment["PG_CONN_STR"] = postgres.connection;
    });
    afterEach(() => project.close());

    const declare = (schemaName: string, minutes = 10) =>
      project.synthesizes({
        crm: project.integration("espocrm", {
          provider: { accessTokenValidity: `minutes=${minutes}` },
          backend: { type: "pg", schemaName },
        }),
      });

    async function expectCode(code: number, ...args: string[]): Promise<Ran> {
      const ran = await project.run(args);
      if (ran.code !== code) throw new Error(`${args.join(" ")}: ${ran.code} ${ran.stderr}`);
      return ran;
    }

    /** Begins an apply, which holds the lock until it is let go on. */
    async function applyHeld() {
      let goOn = (): void => undefined;
      const held = new Promise<void>((resolve) => (goOn = resolve));
      const { faults } = project.authentik;
      faults.add({ method: "PUT", path: "/api/v3/providers/oauth2/", times: 1, until: held });
      const applied = project.run(["apply", "crm"]);
      await until(() => faults.list().length === 0, 60_000);
      return { applied, goOn };
    }

    test("of two at once the second is refused, or waits; nothing is lost", async () => {
      await declare("two_at_once");
      await expectCode(2, "plan", "crm");
      await expectCode(0, "apply", "crm");
      await declare("two_at_once", 11);
      await expectCode(2, "plan", "crm");
      const { applied, goOn } = await applyHeld();

      const refused = await expectCode(1, "plan", "crm", "--plans", "others");
      expect(refused.stderr).toContain("Error acquiring the state lock");
      expect(refused.stderr).toContain("let Terraform wait for it: --lock-timeout 10m");
      expect(refused.stderr).toContain("It ends with the run that has it, killed or not");
      expect(refused.stderr).not.toContain("-lock=false");
      expect(refused.stderr).not.toContain("force-unlock");

      const waits = project.run(["plan", "crm", "--plans", "others", "--lock-timeout", "90s"]);
      goOn();
      expect(await applied).toMatchObject({ code: 0 });
      // What the first one has done is what the second one sees.
      expect(await waits).toMatchObject({ code: 0 });
      const [provider] = project.authentik.state.providers.values();
      expect(provider?.access_token_validity).toBe("minutes=11");
    });

    test("Terraform killed: the lock is free, what it did is not in the state, and is adopted", async () => {
      await declare("killed");
      const killable = await killableTerraform(project);
      await expectCode(2, "plan", "crm");
      const { faults } = project.espocrm;
      // The last thing that a first apply asks for.
      faults.add({
        method: "POST",
        path: "/api/v1/Admin/clearCache",
        times: 1,
        effect: { kind: "silence", carriedOut: false },
      });
      const killed = project.run(["apply", "crm"], killable.environment);
      await until(() => faults.list().length === 0, 60_000);
      await killable.kill();
      const { code, stderr } = await killed;
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining("Terraform was ended by SIGKILL"),
      ]);
      expect(stderr).toContain("crm: to see what is left: npx espo-authentik plan crm");

      const plan = await expectCode(1, "plan", "crm");
      expect(plan.stderr).toContain('the application "EspoCRM espocrm" (espocrm)');
      expect(plan.stderr).toContain("npx espo-authentik adopt crm");
      const adopt = await expectCode(2, "adopt", "crm");
      expect(adopt.stderr).toContain("  npx espo-authentik apply crm");
      await expectCode(0, "apply", "crm");
      await expectCode(0, "plan", "crm");
      const { applications, bindings, providers } = project.authentik.state;
      expect([applications, bindings, providers].map(({ size }) => size)).toEqual([1, 1, 1]);
      const [provider] = providers.values();
      expect(project.espocrm.clientSecret()).toBe(provider?.client_secret);
    });

    test("our program killed: Terraform ends in order, and its state has what it did", async () => {
      await declare("program_killed");
      await expectCode(2, "plan", "crm");
      let goOn = (): void => undefined;
      const held = new Promise<void>((resolve) => (goOn = resolve));
      const { faults } = project.authentik;
      const path = "/api/v3/core/applications/";
      faults.add({ method: "POST", path, times: 1, until: held });
      const { child, ended } = project.start(["apply", "crm"]);
      await until(() => faults.list().length === 0, 60_000);
      child.kill("SIGKILL");
      await ended.catch(() => undefined);
      goOn();
      // It waits for Terraform, which has the lock until it has written its state.
      const plan = await expectCode(2, "plan", "crm", "--lock-timeout", "90s");
      expect(plan.stderr).toContain("npx espo-authentik apply");
      expect(project.authentik.state.applications.size).toBe(1);
      expect(project.authentik.state.bindings.size).toBe(0);
      await expectCode(0, "apply", "crm");
      await expectCode(0, "plan", "crm");
      expect(project.authentik.state.applications.size).toBe(1);
    });
  },
);
