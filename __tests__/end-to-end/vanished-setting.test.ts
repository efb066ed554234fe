import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { TestProject } from "../cli/project";
import { lastingSettings } from "./deployment";

jest.setTimeout(180_000);

describeWithTerraform(
  "a setting that came after the deployment, went again, and a write that failed since",
  () => {
    let project: TestProject;
    let found: Record<string, unknown>;

    beforeAll(async () => {
      project = await TestProject.open();
      found = lastingSettings(project.espocrm);
      const crm = project.integration("crm");
      await project.synthesizes({ crm });
      expect(await deployed()).toBe(0);
      const settings = { tomorrow: "x", oidcLogoutUrl: "https://elsewhere.example/" };
      project.espocrm.seed({ settings });
      expect(await deployed()).toBe(0);
      project.espocrm.seed({ removeSettings: ["tomorrow"] });
      await project.synthesizes({ crm: { ...crm, login: { scopes: ["profile", "email"] } } });
      project.espocrm.faults.add({
        method: "PUT",
        path: "/api/v1/Settings",
        effect: { kind: "answer", status: 500 },
      });
      expect(await deployed()).toBe(1);
      project.espocrm.faults.clear();
    });
    afterAll(() => project.close());

    const deployed = async () => {
      await project.run(["plan", "crm"]);
      return (await project.run(["apply", "crm"])).code;
    };

    test("keep the end from being planned: the message names the way, and no setting's value", async () => {
      const { code, stderr } = await project.run(["plan", "crm", "--destroy"]);
      expect(code).toBe(1);
      expect(stderr).toContain("Provider produced invalid plan (restapi_object.settings)");
      expect(stderr).toContain("(without --destroy)");
      expect(stderr).not.toContain("oidcTokenEndpoint");
    });

    test("are got over by our own plan, which says that it makes the records anew", async () => {
      const { code, stderr, stdout } = await project.run(["plan", "crm"]);
      expect(stderr).toContain("records of EspoCRM's settings disagree");
      expect({ code, stdout }).toMatchObject({
        code: 2,
        stdout: expect.stringContaining("EspoCRM asks for other scopes") as string,
      });
      expect((await project.run(["apply", "crm"])).code).toBe(0);
      expect(project.espocrm.settings()["oidcScopes"]).toEqual(["profile", "email"]);
      expect((await project.run(["plan", "crm"])).code).toBe(0);
    });

    test("leave the way back as it was", async () => {
      expect((await project.run(["plan", "crm", "--destroy"])).code).toBe(2);
      expect((await project.run(["apply", "crm"])).code).toBe(0);
      expect(lastingSettings(project.espocrm)).toEqual(found);
    });
  },
);
