import { node } from "../../../cli/doctor/machine";
import { describeWithTerraform } from "../../../sandbox/__tests__/terraform/workspace";
import { TestProject } from "../project";

interface Answer {
  readonly complete: boolean;
  readonly findings: readonly {
    readonly about: string;
    readonly state: string;
    readonly found: string;
    readonly fix?: string;
  }[];
}

describeWithTerraform("espo-authentik doctor", () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await TestProject.open();
    await project.synthesizes({ acme: project.integration("espocrm") });
  });
  afterAll(() => project.close());

  const doctor = async (environment: NodeJS.ProcessEnv = {}) => {
    const { code, stderr, stdout } = await project.run(["doctor", "--json"], environment);
    return { code, stderr, stdout, ...(JSON.parse(stdout) as Answer) };
  };
  const about = ({ findings }: Answer, what: RegExp) =>
    findings.find((finding) => what.test(finding.about));

  test("finds engine, Node, program, variables and both servers", async () => {
    const said = await doctor();
    expect(said).toMatchObject({ code: 0, complete: true });
    expect(said.findings.map(({ state }) => state)).not.toContain("missing");
    expect(about(said, /Terraform/)?.found).toMatch(/^(Terraform|OpenTofu) \d+\.\d+\.\d+ \(/);
    expect(about(said, /^Integrations/)?.found).toBe("acme");
    expect(about(said, /^authentik http/)?.found).toContain("accepts the API token");
    expect(about(said, /^EspoCRM http/)?.found).toMatch(/^EspoCRM \d+\.\d+\.\d+ /);
  });

  test("names variables that are missing, and still looks whether the servers answer", async () => {
    const said = await doctor({ TF_VAR_authentik_token: "", TF_VAR_espocrm_password: "" });
    expect(said).toMatchObject({ code: 1, complete: false });
    const missing = said.findings.filter(({ state }) => state === "missing");
    expect(missing.map(({ about: name }) => name)).toEqual([
      "TF_VAR_authentik_token",
      "TF_VAR_espocrm_password",
    ]);
    expect(missing[0]?.fix).toBe("export TF_VAR_authentik_token=…");
    expect(about(said, /^authentik http/)?.found).toMatch(/^answers/);
    expect(about(said, /^EspoCRM http/)?.found).toMatch(/^answers/);
  });

  test("says which credentials a server does not take, and shows none", async () => {
    const wrong = {
      TF_VAR_authentik_token: "wrong-token",
      TF_VAR_espocrm_password: "wrong-secret",
    };
    const said = await doctor(wrong);
    expect(said.code).toBe(1);
    expect(about(said, /^authentik http/)).toMatchObject({ state: "missing" });
    expect(about(said, /^authentik http/)?.found).toContain("TF_VAR_authentik_token");
    expect(about(said, /^EspoCRM http/)?.found).toContain("TF_VAR_espocrm_password");
    expect(said.stdout + said.stderr).not.toMatch(/wrong-(token|secret)/);
  });

  test("says where a server is not reached", async () => {
    await project.synthesizes({
      acme: project.integration("espocrm", { authentik: { url: "http://127.0.0.1:1" } }),
    });
    const said = await doctor();
    await project.synthesizes({ acme: project.integration("espocrm") });
    expect(said.code).toBe(1);
    expect(about(said, /^authentik http/)).toMatchObject({ state: "missing" });
    expect(about(said, /^EspoCRM http/)).toMatchObject({ state: "ok" });
  });

  test("says which release line to declare where a plan would stop at the other one", async () => {
    const { url } = project.authentik;
    const another = project.authentik.release === "2026.2" ? "2026.5" : "2026.2";
    await project.synthesizes({
      acme: project.integration("espocrm", { authentik: { url, release: another } }),
    });
    const said = await doctor();
    await project.synthesizes({ acme: project.integration("espocrm") });
    expect(said).toMatchObject({ code: 1, complete: false });
    const { found, fix } = about(said, /^authentik http/) ?? {};
    expect(found).toContain(`authentik is ${project.authentik.release}`);
    expect(found).toContain(`the configuration says ${another}`);
    expect(fix).toContain(`Write "${project.authentik.release}" as authentik.release`);
  });

  test("says that there is no engine, and how to get one", async () => {
    const said = await doctor({ PATH: "", TERRAFORM_BINARY_NAME: "no-such-terraform" });
    expect(about(said, /Terraform/)).toMatchObject({ state: "missing" });
    expect(about(said, /Terraform/)?.fix).toContain("Name an installed Terraform or OpenTofu");
  });

  test("is read by people, too", async () => {
    const { code, stdout } = await project.run(["doctor", "acme"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok +TF_VAR_espocrm_password +set, for acme$/m);
    expect(stdout).toContain("All is there that a deployment needs.");
  });
});

test.each([
  ["18.20.0", "missing"],
  ["20.18.3", "missing"],
  ["20.19.0", "ok"],
  ["22.12.0", "ok"],
  ["24.0.0", "ok"],
])("Node %s is %s", (version, state) => {
  expect(node(version)).toMatchObject({ state });
});
