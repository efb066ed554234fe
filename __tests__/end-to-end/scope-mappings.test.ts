import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { Deployment } from "./deployment";

const PATH = "/api/v3/propertymappings/provider/scope/";
const written = (expression: string) => ({
  provider: {
    scopeMappings: ["CRM groups", { name: "CRM names", scope: "profile", expression }],
  },
  login: { scopes: ["openid", "profile", "email", "crm_groups"] },
});
const FIRST = written('return {"nickname": "first"}');
const SECOND = written('return {"nickname": "second"}');

describeWithTerraform("scope mappings as people name and write them", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.prepare(FIRST);
  });
  afterAll(() => deployment.close());

  /** What authentik has of the name, and whether the provider uses it. */
  function mapping(name: string) {
    const { providers, scopeMappings } = deployment.authentik.state;
    const [provider] = [...providers.values()];
    const found = [...scopeMappings.values()].find((one) => one.name === name);
    return (
      found && {
        expression: found.expression,
        used: provider?.property_mappings.includes(found.pk) ?? false,
      }
    );
  }

  test("one that authentik does not have is named, and nothing is made", async () => {
    await expect(deployment.apply()).rejects.toThrow(/No matching mappings found[^]*CRM-groups/);
    expect(mapping("CRM names")).toBeUndefined();
  });

  test("the named one is found, the written one made, changed, and deleted with the integration", async () => {
    deployment.authentik.seed({
      scopeMappings: [{ name: "CRM groups", scopeName: "crm_groups", expression: "return {}" }],
    });
    await deployment.apply();
    expect(mapping("CRM groups")).toMatchObject({ used: true });
    expect(mapping("CRM names")).toEqual({
      expression: 'return {"nickname": "first"}',
      used: true,
    });
    expect((await deployment.check()).code).toBe(0);

    deployment.synthesize(SECOND);
    deployment.authentik.journal.clear();
    await deployment.apply();
    expect(mapping("CRM names")).toEqual({
      expression: 'return {"nickname": "second"}',
      used: true,
    });
    const writes = deployment.authentik.journal.list().filter(({ method }) => method !== "GET");
    expect(writes.map(({ method, url }) => [method, url.startsWith(PATH)])).toEqual([
      ["PUT", true],
    ]);

    deployment.synthesize();
    await deployment.apply();
    expect(mapping("CRM names")).toBeUndefined();
    expect(mapping("CRM groups")).toMatchObject({ used: false });
    expect((await deployment.check()).code).toBe(0);
  });
});
