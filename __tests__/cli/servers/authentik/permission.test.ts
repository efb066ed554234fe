import { z } from "zod";
import { Authentik } from "../../../../cli/servers/authentik/authentik";
import { Diagnostics } from "../../../../cli/terraform/diagnostics";
import { type Permission, PERMISSIONS } from "../../../../lib/fields";
import { RESOURCES } from "../../../../lib/fields/resources";
import { startAuthentik, type AuthentikSandbox } from "../../../../sandbox/authentik";
import {
  apiOf,
  flowPk,
  pkOf,
  providerBody,
  resultsOf,
  textAt,
} from "../../../../sandbox/__tests__/authentik/api-client";
import { AuthentikClient } from "../../../../sandbox/terraform/authentik/client";
import { Refusal } from "../../../../sandbox/terraform/host/provider";

const TOKEN = "terraform-key";
let sandbox: AuthentikSandbox;
/** An object of each kind, by the path of its list. */
const objects = new Map<string, string>();

beforeAll(async () => {
  sandbox = await startAuthentik();
  const api = apiOf(sandbox);
  const provider = pkOf(await api("POST", "/providers/oauth2/", await providerBody(api)));
  const application = { name: "EspoCRM", slug: "espocrm", provider: Number(provider) };
  const { body } = await api("POST", "/core/applications/", application);
  const [group] = resultsOf(await api("GET", "/core/groups/"));
  const binding = { target: textAt(body, "pk"), group: textAt(group, "pk"), order: 0 };
  const policy = { name: "abroad", expression: "return True" };
  objects
    .set("core/applications/", "espocrm")
    .set("providers/oauth2/", provider)
    .set("policies/bindings/", pkOf(await api("POST", "/policies/bindings/", binding)))
    .set("policies/expression/", pkOf(await api("POST", "/policies/expression/", policy)))
    // One that no binding names: the binding would go with it.
    .set("core/groups/", pkOf(await api("POST", "/core/groups/", { name: "others" })))
    .set("flows/instances/", "default-invalidation-flow");
  expect(await flowPk(api, "default-invalidation-flow")).not.toBe("");
  for (const path of [
    "core/users/",
    "crypto/certificatekeypairs/",
    "propertymappings/provider/scope/",
  ])
    objects.set(path, textAt(resultsOf(await api("GET", `/${path}`))[0], "pk"));
});
afterAll(() => sandbox.close());

/** Gives the token these permissions and no others. */
function allow(permissions: readonly Permission[]): void {
  sandbox.seed({
    roles: [
      {
        name: "deployments",
        permissions: permissions.map(({ name }) => name as `${string}.${string}`),
      },
    ],
    users: [{ username: "terraform", type: "service_account", roles: ["deployments"] }],
    tokens: [{ key: TOKEN, user: "terraform" }],
  });
}

/** What Terraform's provider says of what it is not let do; undefined where it is let. */
async function refusal({ of, right }: Permission): Promise<string | undefined> {
  const client = new AuthentikClient({
    ...{ url: sandbox.url, token: TOKEN, userAgent: "test", headers: {} },
    tls: { insecure: false },
  });
  const shape = { required: [] };
  const list = `/${of.path}`;
  const one = `${list}${objects.get(of.path) ?? ""}/`;
  const ask = {
    view: () => client.get(one, shape),
    add: () => client.post(list, {}, shape),
    change: () => client.put(one, {}, shape),
    delete: () => client.tell("DELETE", one),
  }[right];
  try {
    await ask();
    return undefined;
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    const said = new Diagnostics();
    for (const { detail = "", severity, summary } of cause.diagnostics)
      said.take({ type: "diagnostic", diagnostic: { detail, severity, summary } });
    return said.errors;
  }
}

const named = (text: string): string[] =>
  PERMISSIONS.map(({ name }) => name).filter((name) => new RegExp(`\\b${name}\\b`).test(text));

// What deletes comes last, and applications after their bindings: the objects are there for all others.
const deletes = PERMISSIONS.filter(({ right }) => right === "delete");
const inTurn = [...PERMISSIONS.filter((one) => !deletes.includes(one)), ...deletes.toReversed()];

test.each(inTurn.map((one) => [one.name, one] as const))(
  "without %s, what Terraform says names it and no other",
  async (name, missing) => {
    allow(PERMISSIONS.filter((one) => one !== missing));
    const said = await refusal(missing);
    expect(named(said ?? "")).toEqual([name]);
    expect(said).toContain("docs/permissions.md");
    allow(PERMISSIONS);
    // An empty body is still no object; that is another matter.
    expect((await refusal(missing)) ?? "").not.toContain("403");
  },
);

test.each(
  PERMISSIONS.filter(({ right }) => right === "view").map((one) => [one.name, one] as const),
)("without %s, what the commands say names it and no other", async (name, missing) => {
  allow(PERMISSIONS.filter((one) => one !== missing));
  const authentik = new Authentik(
    {
      ...{ url: sandbox.url, api: `${sandbox.url}/api/v3`, token: TOKEN },
      ...{ tokenVariable: "authentik_token", client: { server: "authentik", timeout: 5000 } },
    },
    () => undefined,
  );
  const one = `${missing.of.path}${objects.get(missing.of.path) ?? ""}/`;
  const said = await authentik.one(one, z.unknown()).then(
    () => "",
    (cause: unknown) => (cause instanceof Error ? cause.message : ""),
  );
  await authentik.close();
  expect(named(said)).toEqual([name]);
});

test("what a resource of an integration is in authentik has a row, and may be made, changed and deleted", () => {
  const types = [...new Set(Object.values(RESOURCES).map(({ type }) => type))];
  for (const type of types.filter((one) => one.startsWith("authentik_"))) {
    const rights = PERMISSIONS.filter(({ of }) => of.resource === type).map(({ right }) => right);
    expect([type, rights]).toEqual([type, ["view", "add", "change", "delete"]]);
  }
});
