import { spawnSync } from "node:child_process";
import { SPLIT_NAMES } from "../../../lib/fields";
import { PythonObject, runPython } from "../../../sandbox/authentik/python/expression";
import type { Changes } from "../company";
import { Synthesized } from "../synthesized";

const TYPE = "authentik_property_mapping_provider_scope";

/** A user of authentik, as far as names go. */
interface Person {
  readonly name: string;
  readonly username?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

const PEOPLE: readonly (readonly [Person, given: string, family: string])[] = [
  [{ name: "Jane Doe" }, "Jane", "Doe"],
  [{ name: "Jane Mary Doe" }, "Jane Mary", "Doe"],
  [{ name: "  Jane   Doe " }, "Jane", "Doe"],
  [{ name: "Jane Doe-Smith" }, "Jane", "Doe-Smith"],
  [{ name: "José Núñez" }, "José", "Núñez"],
  [{ name: "Madonna" }, "", "Madonna"],
  [{ name: "", username: "printer" }, "", "printer"],
  [
    {
      name: "Ludwig van Beethoven",
      attributes: { given_name: "Ludwig", family_name: "van Beethoven" },
    },
    "Ludwig",
    "van Beethoven",
  ],
  [{ name: "Jane Doe", attributes: { family_name: "" } }, "Jane", "Doe"],
];

const objectsOf = ({ attributes = {}, name, username = "jane" }: Person) => ({
  ...{ attributes, name, username },
  groups: { all: () => [new PythonObject({ name: "crm-users" })] },
});

const claims = (given: string, family: string, { name, username = "jane" }: Person) => ({
  ...{ name, given_name: given, family_name: family },
  ...{ preferred_username: username, nickname: username, groups: ["crm-users"] },
});

test.each(PEOPLE)("%j is %j %j", (person, given, family) => {
  const { groups, ...user } = objectsOf(person);
  const request = new PythonObject({
    user: new PythonObject({ ...user, groups: new PythonObject(groups) }),
  });
  expect(runPython(SPLIT_NAMES, { request })).toEqual(claims(given, family, person));
});

const python = spawnSync("python3", ["--version"]).status === 0;

(python ? test : test.skip)("Python itself says the same of everybody", () => {
  const script = `
import json, sys
from types import SimpleNamespace as S
def mapping(request):
${SPLIT_NAMES.replace(/^/gm, "    ")}
groups = S(all=lambda: [S(name="crm-users")])
print(json.dumps([mapping(S(user=S(groups=groups, **one))) for one in json.load(sys.stdin)]))
`;
  const people = PEOPLE.map(([{ attributes = {}, name, username = "jane" }]) => ({
    ...{ attributes, name, username },
  }));
  const { stderr, stdout } = spawnSync("python3", ["-c", script], {
    input: JSON.stringify(people),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual(
    PEOPLE.map(([person, given, family]) => claims(given, family, person)),
  );
});

describe("The mapping that splits names", () => {
  const mappings = (changes: Changes) => {
    const synthesized = Synthesized.company(changes);
    return {
      own: Object.values(synthesized.resources(TYPE)),
      used: String(synthesized.resource("authentik_provider_oauth2")["property_mappings"]),
    };
  };

  it.each<[string, Changes]>([
    ["where users are created", { login: { createUsers: true } }],
    ["where users are synchronized", { login: { syncUsers: true } }],
    ["where it is asked for", { provider: { splitNames: true } }],
  ])("is in place of authentik's own %s", (_, changes) => {
    const { own, used } = mappings(changes);
    expect(own).toMatchObject([
      { name: "espocrm: first and last name", scope_name: "profile", expression: SPLIT_NAMES },
    ]);
    expect(used).toContain("scope-mappings-openid-email.ids");
    expect(used).toContain(`${TYPE}.names.id`);
  });

  it.each<[string, Changes]>([
    ["where EspoCRM takes no names", {}],
    ["where it is not wanted", { login: { syncUsers: true }, provider: { splitNames: false } }],
    ["where profile is not asked for", { login: { syncUsers: true, scopes: ["openid", "email"] } }],
  ])("is not there %s", (_, changes) => {
    const { own, used } = mappings(changes);
    expect(own).toEqual([]);
    expect(used).toContain("scope-mappings-openid-profile-email.ids");
  });

  it("leaves the names to a written mapping that says them", () => {
    const expression = 'return {"family_name": request.user.name}';
    const { own } = mappings({
      login: { syncUsers: true },
      provider: { scopeMappings: [{ name: "CRM names", scope: "profile", expression }] },
    });
    expect(own).toMatchObject([{ name: "CRM names" }]);
  });
});
