import { Integrated } from "./integrated";

describe("verify, of EspoCRM's version", () => {
  let integrated: Integrated;
  beforeAll(async () => {
    integrated = await Integrated.start();
  });
  afterAll(() => integrated.close());
  afterEach(async () => {
    await integrated.integrate();
    await integrated.configure();
  });

  const saw = async (version: unknown) => {
    integrated.espocrm.seed({ settings: { version } });
    const { code, stdout } = await integrated.call(["--json"]);
    const report = JSON.parse(stdout) as {
      stacks: { checks: { id: string; status: string; saw?: string }[] }[];
    };
    const check = report.stacks[0]?.checks.find(({ id }) => id === "espocrm");
    return { code, status: check?.status, saw: check?.saw };
  };

  test.each(["9.3.9", "10.0.0"])("%s is supported", async (version) => {
    const found = await saw(version);
    expect(found).toMatchObject({ code: 0, status: "pass" });
    expect(found.saw).toContain(`EspoCRM ${version} shows its administrator's view`);
  });

  test.each([
    ["8.4.2", "older than what is supported (9.3 and 10.0)"],
    ["9.4.1", "a version that nothing was tried with"],
    ["10.1.0", "settings that it adds are left alone"],
    ["@@version", 'its version is "@@version"'],
    [null, "it states no version"],
  ])("%j is a warning, and says what to expect", async (version, words) => {
    const found = await saw(version);
    expect(found).toMatchObject({ code: 0, status: "warning" });
    expect(found.saw).toContain(words);
  });

  test("a declared setting that came later is named, as nothing comes of it", async () => {
    await integrated.configure({ login: { pkce: true } });
    const found = await saw("9.3.9");
    expect(found.status).toBe("warning");
    expect(found.saw).toContain("it stores oidcAuthorizationPkce, and nothing comes of it");
  });
});
