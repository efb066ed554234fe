import { writeFile } from "node:fs/promises";
import { LocalBackend, TerraformStack } from "cdktf";
import { EspoAuthentikIntegration, RemovedIntegration } from "../../lib";
import type { EspoCrmSandbox } from "../../sandbox/espocrm";
import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { TestProject } from "../cli/project";

jest.setTimeout(180_000);

/** What the program says of an integration: it is there, it goes, there is no word of it. */
type Word = "there" | "goes" | "gone";

describeWithTerraform("two integrations in one stack", () => {
  let project: TestProject;

  beforeEach(async () => {
    project = await TestProject.open(2);
  });
  afterEach(() => project.close());

  const espocrm = (name: "a" | "b"): EspoCrmSandbox => {
    const found = project.espocrms[name === "a" ? 0 : 1];
    if (found === undefined) throw new Error("There is no such EspoCRM.");
    return found;
  };

  /** Plans and applies what the program says. */
  const become = async (words: Readonly<Record<"a" | "b", Word>>) => {
    await project.declares((app) => {
      const stack = new TerraformStack(app, "crm");
      new LocalBackend(stack, { path: "../../../crm.tfstate" });
      for (const name of ["a", "b"] as const) {
        const props = project.integration(name, {}, espocrm(name));
        if (words[name] === "there") new EspoAuthentikIntegration(stack, name, props);
        if (words[name] === "goes") new RemovedIntegration(stack, name, props);
      }
    });
    const planned = await project.run(["plan"]);
    const applied = planned.code === 2 ? await project.run(["apply"]) : undefined;
    return { planned, applied };
  };

  /** Who signs in how, and which applications authentik has. */
  const world = () => ({
    a: espocrm("a").settings()["authenticationMethod"],
    b: espocrm("b").settings()["authenticationMethod"],
    applications: [...project.authentik.state.applications.values()].map(({ slug }) => slug).sort(),
  });

  it.each([
    ["a", "b"],
    ["b", "a"],
  ] as const)(
    "are removed one after the other, %s first: the other one stays as it is, unmentioned",
    async (first, second) => {
      await become({ a: "there", b: "there" });
      expect(world()).toEqual({ a: "Oidc", b: "Oidc", applications: ["a", "b"] });
      const writes = espocrm(second)
        .journal.list()
        .filter(({ method }) => method === "PUT").length;

      const one = await become({ [first]: "goes", [second]: "there" } as Record<"a" | "b", Word>);
      expect([one.planned.code, one.applied?.code]).toEqual([2, 0]);
      expect(one.planned.stdout).toContain("EspoCRM returns to its own log-in");
      expect(one.planned.stdout).toContain(`crm/${second}: nothing to do`);
      expect(one.planned.stdout.split(`crm/${second}`)).toHaveLength(2);
      const { [first]: left, [second]: kept } = world();
      expect([left, kept, world().applications]).toEqual(["Espo", "Oidc", [second]]);
      expect(
        espocrm(second)
          .journal.list()
          .filter(({ method }) => method === "PUT"),
      ).toHaveLength(writes);
      const without = await become({ [first]: "gone", [second]: "there" } as Record<
        "a" | "b",
        Word
      >);
      expect(without.planned).toMatchObject({ code: 0 });

      const two = await become({ [first]: "gone", [second]: "goes" } as Record<"a" | "b", Word>);
      expect([two.planned.code, two.applied?.code]).toEqual([2, 0]);
      expect(world()).toEqual({ a: "Espo", b: "Espo", applications: [] });
      expect((await become({ a: "gone", b: "gone" })).planned.code).toBe(0);
    },
  );

  it("are removed at once", async () => {
    await become({ a: "there", b: "there" });
    const both = await become({ a: "goes", b: "goes" });
    expect([both.planned.code, both.applied?.code]).toEqual([2, 0]);
    expect(world()).toEqual({ a: "Espo", b: "Espo", applications: [] });
    expect((await become({ a: "gone", b: "gone" })).planned.code).toBe(0);
  });

  it("are told how to be removed where they are just taken out, and nothing is done", async () => {
    await become({ a: "there", b: "there" });
    const { applied, planned } = await become({ a: "gone", b: "there" });
    expect([planned.code, applied]).toEqual([1, undefined]);
    expect(planned.stderr).toContain("new RemovedIntegration");
    expect(planned.stderr.match(/Provider configuration not present/g)).toHaveLength(1);
    expect(world()).toEqual({ a: "Oidc", b: "Oidc", applications: ["a", "b"] });
    const right = await become({ a: "goes", b: "there" });
    expect([right.planned.code, right.applied?.code]).toEqual([2, 0]);
    expect(world()).toEqual({ a: "Espo", b: "Oidc", applications: ["b"] });
  });
});

describeWithTerraform("an integration that its configuration says is removed", () => {
  let project: TestProject;

  beforeAll(async () => {
    project = await TestProject.open();
    // As the file would have it, for `verify`; the program makes the same of it.
    const { authentik, environment, espocrm } = project;
    const acme = (removed: boolean) => ({ ...project.integration("acme"), removed });
    say = async (removed) => {
      const file = project.file("integrations.json");
      await writeFile(file, JSON.stringify({ integrations: { acme: acme(removed) } }));
      await project.synthesizes({ acme: acme(removed) });
    };
    environment["ESPO_AUTHENTIK_CONFIG"] = "integrations.json";
    world = () => [
      espocrm.settings()["authenticationMethod"],
      authentik.state.applications.size + authentik.state.providers.size,
    ];
  });
  afterAll(() => project.close());

  let say: (removed: boolean) => Promise<void>;
  let world: () => unknown[];

  it("ends by a plan, a review and an apply like any other, and is quiet from then on", async () => {
    await say(false);
    expect((await project.run(["plan", "acme"])).code).toBe(2);
    expect((await project.run(["apply"])).code).toBe(0);
    expect(world()).toEqual(["Oidc", 2]);

    await say(true);
    const planned = await project.run(["plan", "acme"]);
    expect(planned).toMatchObject({ code: 2 });
    expect(planned.stdout).toContain("EspoCRM returns to its own log-in");
    expect(planned.stdout).toContain("look twice");
    expect(world()).toEqual(["Oidc", 2]);
    expect(await project.run(["apply", "acme"])).toMatchObject({ code: 0 });
    expect(world()).toEqual(["Espo", 0]);

    expect(await project.run(["plan", "--all"])).toMatchObject({ code: 0 });
    const verified = await project.run(["verify", "acme"]);
    expect(verified).toMatchObject({ code: 0, stdout: "" });
    expect(verified.stderr).toContain("acme: it is removed, so there is no login to look at.");
  });

  it("comes back with the same file", async () => {
    await say(false);
    expect((await project.run(["plan", "acme"])).code).toBe(2);
    expect((await project.run(["apply"])).code).toBe(0);
    expect(world()).toEqual(["Oidc", 2]);
    expect(await project.run(["plan", "acme"])).toMatchObject({ code: 0 });
  });
});
