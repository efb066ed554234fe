import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EspoAuthentikStackProps } from "../../../lib";
import { describeWithTerraform } from "../../../sandbox/__tests__/terraform/workspace";
import { TestProject } from "../project";
import { byHand, Console } from "./by-hand";

jest.setTimeout(120_000);

/** What authentik's own pages fill in where the guide says nothing, and ours would otherwise. */
const AS_THERE = {
  name: "Provider for EspoCRM",
  clientId: "hand-made-client",
  accessTokenValidity: "hours=1",
} as const;

describeWithTerraform("espo-authentik adopt", () => {
  let project: TestProject;
  let console: Console;

  beforeEach(async () => {
    project = await TestProject.open();
    console = new Console(project.authentik);
  });
  afterEach(() => project.close());

  const declare = (more: Partial<EspoAuthentikStackProps> = {}) =>
    project.synthesizes({
      crm: project.integration("espocrm", {
        application: { name: "EspoCRM", slug: "espocrm" },
        provider: AS_THERE,
        ...more,
      }),
    });

  const written = () =>
    project.authentik.journal
      .list()
      .filter(({ method, url }) => method !== "GET" && url.startsWith("/api/v3/"))
      .map(({ method, url }) => `${method} ${url}`);

  test("what authentik's guide makes: the plan stops and names adopt, which imports all of it and changes nobody's login", async () => {
    const group = await console.group("crm-users");
    const application = { meta_launch_url: project.espocrm.url };
    const made = await byHand(project.authentik, project.espocrm, {
      bindings: [{ group }],
      application,
    });
    await declare();
    const before = written().length;

    const plan = await project.run(["plan", "crm"]);
    expect(plan.code).toBe(1);
    expect(plan.stderr).toContain('the application "EspoCRM" (espocrm)');
    expect(plan.stderr).toContain('who gets in today: whoever is in the group "crm-users"');
    expect(plan.stderr).toContain("npx espo-authentik adopt crm");
    expect(existsSync(project.file("cdktf.out/plans/crm.tfplan"))).toBe(false);

    const dry = await project.run(["adopt", "crm", "--dry-run"]);
    expect(dry.code).toBe(2);
    expect(existsSync(project.file("cdktf.out/plans/crm.tfplan"))).toBe(false);

    const adopt = await project.run(["adopt", "crm"]);
    expect(adopt.code).toBe(2);
    const page = readFileSync(join(__dirname, "../../../docs/adopt.md"), "utf8");
    const told = adopt.stderr.split("\n").filter((line) => /^crm: (imports|who)/.test(line));
    expect(told.filter((line) => !page.includes(`   ${line}\n`))).toEqual([]);
    for (const name of ["provider", "application", "binding"])
      expect(adopt.stderr).toMatch(new RegExp(`imports the ${name}\\b`));
    expect(adopt.stdout).toContain("the same, in another order");
    expect(adopt.stdout).not.toContain("Provider: Access token validity");
    expect(adopt.stdout).not.toContain("Application:");
    expect(adopt.stdout + adopt.stderr).not.toContain(made.secret);
    expect(written()).toHaveLength(before);

    expect((await project.run(["apply", "crm"])).code).toBe(0);
    // Nothing but the order of the scope mappings was written in authentik.
    expect(written().slice(before)).toEqual([`PUT /api/v3/providers/oauth2/${made.provider}/`]);
    const [provider] = [...project.authentik.state.providers.values()];
    expect(provider).toMatchObject({ pk: made.provider, client_secret: made.secret });
    expect(project.espocrm.clientSecret()).toBe(made.secret);
    expect((await project.run(["plan", "crm"])).code).toBe(0);
  });

  test("what is declared otherwise than it is there is a change, seen before it is written; who gets in besides is named", async () => {
    const user = await console.user("guest");
    await byHand(project.authentik, project.espocrm, {
      bindings: [{ user }],
      flow: "default-provider-authorization-explicit-consent",
    });
    await declare({ provider: { ...AS_THERE, clientId: "espocrm" } });
    const adopt = await project.run(["adopt", "crm"]);
    expect(adopt.stdout).toMatch(/Provider: Client ID +hand-made-client +→ +espocrm/);
    expect(adopt.stdout).toMatch(/Authorization flow/i);
    expect(adopt.stdout).toContain("not declared: user guest");
  });

  test("an application of another slug is taken over with --application", async () => {
    const group = await console.group("crm-users");
    await byHand(project.authentik, project.espocrm, { slug: "old-crm", bindings: [{ group }] });
    await declare();
    const without = await project.run(["adopt", "crm"]);
    expect(without.code).toBe(1);
    expect(without.stderr).toContain("add --application old-crm");
    const adopt = await project.run(["adopt", "crm", "--application", "old-crm"]);
    expect(adopt.code).toBe(2);
    expect(adopt.stdout).toMatch(/Slug +old-crm +→ +espocrm/);
    expect((await project.run(["apply", "crm"])).code).toBe(0);
    expect((await project.run(["plan", "crm"])).code).toBe(0);
  });

  test("a client ID that another provider has is refused with what to declare", async () => {
    await byHand(project.authentik, project.espocrm);
    await byHand(project.authentik, project.espocrm, {
      slug: "other",
      name: "Other",
      provider: { client_id: "espocrm" },
    });
    await declare({ provider: { ...AS_THERE, clientId: "espocrm" } });
    const ran = await project.run(["adopt", "crm"]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('that of another provider, "Provider for Other"');
    expect(written().filter((line) => line.startsWith("PUT"))).toEqual([]);
  });

  test("an application that is not there is told", async () => {
    await declare();
    const ran = await project.run(["adopt", "crm", "--application", "nowhere"]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('no application with the slug "nowhere"');
  });

  test("where there is nothing, it is a plan as any other", async () => {
    await declare();
    const ran = await project.run(["adopt", "crm"]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("there is nothing to adopt");
  });
});
