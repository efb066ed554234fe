import { writeFile } from "node:fs/promises";
import { stringify } from "yaml";
import { SUPPORTED_RELEASES } from "../../lib/authentik/release";
import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { NEWEST_RELEASE, RELEASES, type Release } from "../../sandbox/authentik";
import { reviewPlan } from "../../cli/review";
import { plain } from "../../cli/review/render/text";
import { TestProject } from "../cli/project";
import { Deployment } from "./deployment";
import { EACH_AUTHENTIK, TEST_AUTHENTIK, testWhere } from "./pair";

jest.setTimeout(120_000);

test("the sandbox imitates each line that is supported, and no other", () => {
  expect(RELEASES).toEqual(SUPPORTED_RELEASES);
});

describeWithTerraform("an integration's life by the program", () => {
  const live = async (declared: string, release: Release, version: string): Promise<void> => {
    const project = await TestProject.open(1, release);
    try {
      project.authentik.faults.add({
        path: "/api/v3/admin/version/",
        effect: {
          kind: "answer",
          status: 200,
          body: JSON.stringify({ version_current: version }),
          contentType: "application/json",
        },
      });
      const { url } = project.authentik;
      const acme = project.integration("acme", {
        authentik: { url, release: declared as Release },
      });
      await project.synthesizes({ acme });
      await writeFile(project.file("integrations.yaml"), stringify({ integrations: { acme } }));
      const run = async (code: number, ...args: string[]) => {
        const ran = await project.run(args);
        expect({ args, code: ran.code, said: ran.code === code ? "" : ran.stderr }).toEqual({
          args,
          code,
          said: "",
        });
        return ran;
      };
      await run(2, "plan");
      await run(0, "apply");
      await run(0, "plan");
      const { stdout } = await run(0, "verify");
      expect(stdout).toContain(`it is ${version}, as declared`);
      await run(2, "plan", "--destroy", "--gate", "application-gone=off: the end");
      await run(0, "apply");
      expect(project.authentik.state.providers.size).toBe(0);
      expect(project.authentik.state.applications.size).toBe(0);
    } finally {
      await project.close();
    }
  };

  test.each(EACH_AUTHENTIK)(
    "on authentik %s: deployed, planned clean, verified, destroyed",
    (release) => live(release, release, `${release}.1`),
  );

  const newest = (TEST_AUTHENTIK ?? NEWEST_RELEASE) === NEWEST_RELEASE;
  testWhere(newest, `that is ${NEWEST_RELEASE}`)(
    "on a line of the future, which is taken for the newest",
    () => live("2099.1", NEWEST_RELEASE, "2099.1.0"),
  );
});

describeWithTerraform("a plan by Terraform alone, with a newer line than authentik's", () => {
  let deployment: Deployment;
  afterEach(() => deployment.close());

  test("has the same change after an apply, and its review names the line as the cause", async () => {
    deployment = await Deployment.prepare(
      { authentik: { release: "2026.5" } },
      { authentik: "2026.2" },
    );
    await deployment.apply();
    const plan = await deployment.terraform.plan(deployment.credentials);
    const { integrations, verdict } = reviewPlan(JSON.stringify(plan));
    expect(verdict).toBe("look-twice");
    expect(integrations.flatMap(({ impact }) => impact.map(({ text }) => plain(text)))[0]).toMatch(
      /^Redirect URIs and Grant types: authentik answers as one does that is older than line 2026\.5/,
    );
  });
});
