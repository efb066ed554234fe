import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import type { Fault } from "../../../sandbox/http/faults";
import { describeWithTerraform } from "../../../sandbox/__tests__/terraform/workspace";
import { TestProject, until } from "../project";

jest.setTimeout(180_000);

/** Longer than a kill takes. */
const HELD = 6_000;

const POINTS = [
  ["policy", "/api/v3/policies/expression/"],
  ["provider", "/api/v3/providers/oauth2/"],
  ["application", "/api/v3/core/applications/"],
  ["binding", "/api/v3/policies/bindings/"],
] as const;

/** The request is held, and never carried out: Terraform is killed before authentik has answered. */
const beforeAnswer = (path: string): Fault => ({
  method: "POST",
  path,
  times: 1,
  delay: HELD,
  effect: { kind: "refuse" },
});

/** What is made is read next: Terraform is killed between authentik's answer and its own state. */
const afterAnswer = (path: string): Fault => ({
  method: "GET",
  path: new RegExp(`^${path}[^/?]+/`),
  times: 1,
  delay: HELD,
  effect: { kind: "answer", status: 500 },
});

const ROWS = POINTS.flatMap(([what, path]) => [
  [what, "before", beforeAnswer(path)] as const,
  [what, "after", afterAnswer(path)] as const,
]);

describeWithTerraform("Terraform killed with SIGKILL while it creates", () => {
  let project: TestProject;
  let environment: NodeJS.ProcessEnv;

  beforeEach(async () => {
    project = await TestProject.open();
    const policy = { name: "not-from-abroad", expression: "return True" };
    await project.synthesizes({
      crm: project.integration("espocrm", {
        application: { name: "EspoCRM", slug: "espocrm" },
        bindings: [{ policy }],
      }),
    });
    // A Terraform that says its process id.
    const wrapper = project.file("terraform");
    const program = process.env["TERRAFORM_BINARY_NAME"] ?? "terraform";
    const script = `#!/bin/sh\necho $$ > '${project.file("pid")}'\nPATH='${process.env["PATH"] ?? ""}' exec ${program} "$@"\n`;
    await writeFile(wrapper, script);
    await chmod(wrapper, 0o755);
    environment = { TERRAFORM_BINARY_NAME: wrapper };
  });
  afterEach(async () => {
    project.authentik.faults.clear();
    await project.close();
  });

  test.each(ROWS)(
    "the %s, %s authentik's answer: the command that the output names converges",
    async (_, when, fault) => {
      expect((await project.run(["plan", "crm"])).code).toBe(2);
      project.authentik.faults.add(fault);
      await rm(project.file("pid"), { force: true });
      const applying = project.run(["apply", "crm"], environment);
      await until(() => project.authentik.faults.list().length === 0, 60_000);
      process.kill(Number(await readFile(project.file("pid"), "utf8")), "SIGKILL");
      expect((await applying).code).toBe(1);
      // Nobody's way in is touched before all of authentik's side is there.
      expect(project.espocrm.settings()["authenticationMethod"]).toBe("Espo");

      const plan = await project.run(["plan", "crm"]);
      const named = /npx espo-authentik (adopt crm)$/m.exec(plan.stderr)?.[1];
      // What Terraform does besides at the same time may be lost as well.
      if (when === "after") expect(named).toBe("adopt crm");
      if (named !== undefined) expect((await project.run(named.split(" "))).code).toBe(2);
      const apply = await project.run(["apply", "crm"]);
      expect([apply.code, apply.stderr]).toEqual([0, expect.anything()]);
      expect((await project.run(["plan", "crm"])).code).toBe(0);
      const { applications, bindings, policies, providers } = project.authentik.state;
      expect([applications, bindings, policies, providers].map(({ size }) => size)).toEqual([
        1, 1, 1, 1,
      ]);
      expect(project.espocrm.settings()["authenticationMethod"]).toBe("Oidc");
      expect(project.espocrm.clientSecret()).toBe([...providers.values()][0]?.client_secret);
    },
  );
});
