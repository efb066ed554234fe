import type { AuthentikSandbox } from "../../authentik";
import { startAuthentik } from "../../authentik";
import type { EspoCrmSandbox } from "../../espocrm";
import { EXAMPLE_USERS, startEspoCrm } from "../../espocrm";
import type { AuthentikRelease } from "../../terraform";
import { lineOf } from "../../terraform/release";
import type { Plan } from "./workspace";
import { describeWithTerraform, Workspace } from "./workspace";

const actions = ({ resource_changes = [] }: Plan): Record<string, readonly string[]> =>
  Object.fromEntries(resource_changes.map(({ address, change }) => [address, change.actions]));

const words = (text: string): string => text.replace(/[│╷╵]/g, " ").split(/\s+/).join(" ");

describeWithTerraform("the traps of restapi", () => {
  let espocrm: EspoCrmSandbox;
  let workspace: Workspace;
  const administrator = EXAMPLE_USERS[0];

  const settings = (attributes: string, provider = "") => `
terraform {
  required_providers {
    restapi = {
      source = "Mastercard/restapi"
    }
  }
}
provider "restapi" {
  uri      = "${espocrm.url}/api/v1"
  username = "${administrator?.userName ?? ""}"
  password = "${administrator?.password ?? ""}"
  ${provider}
}
resource "restapi_object" "settings" {
  path           = "/Settings"
  create_path    = "/Settings"
  read_path      = "/Settings"
  update_path    = "/Settings"
  destroy_path   = "/Settings"
  create_method  = "PUT"
  destroy_method = "PUT"
  object_id      = "settings"
  ${attributes}
}
`;
  const data = (record: object) => `data = ${JSON.stringify(JSON.stringify(record))}`;
  const values = async () => (await workspace.state())[0]?.values ?? {};

  beforeEach(async () => {
    espocrm = await startEspoCrm();
    workspace = await Workspace.open(settings(data({ recordsPerPage: 25 })));
  });
  afterEach(async () => {
    await workspace.close();
    await espocrm.close();
  });

  test("the whole answer ends in data, and every plan wants to take it out again", async () => {
    await workspace.planAndApply();
    expect(actions(await workspace.plan())).toEqual({ "restapi_object.settings": ["update"] });
    expect(String((await values())["data"])).toBe('{"recordsPerPage":25}');
    await workspace.succeed(["apply", "-refresh-only", "-auto-approve"]);
    expect(JSON.parse(String((await values())["data"]))).toHaveProperty("applicationName");
  });

  test("a number that Go and Terraform write otherwise is a change for ever", async () => {
    const ignored = Object.keys(espocrm.settings()).filter((name) => name !== "smallest");
    const compared = (smallest: string) =>
      settings(`
        data              = jsonencode({ smallest = ${smallest} })
        ignore_changes_to = ${JSON.stringify([...ignored, "auth2FAInPortal", "loginData"])}
      `);
    const seeded = async (smallest: number) => {
      await workspace.configure(compared(String(smallest)));
      await workspace.planAndApply();
      espocrm.seed({ settings: { smallest } });
      return actions(await workspace.plan());
    };
    expect(await seeded(0.00001)).toEqual({ "restapi_object.settings": ["no-op"] });
    expect(await seeded(1e-7)).toEqual({ "restapi_object.settings": ["update"] });
  });

  test("ignore_server_additions hides every change that the server made", async () => {
    await workspace.configure(
      settings(`${data({ recordsPerPage: 25 })}\nignore_server_additions = true`),
    );
    await workspace.planAndApply();
    espocrm.seed({ settings: { recordsPerPage: 99 } });
    expect(actions(await workspace.plan())).toEqual({ "restapi_object.settings": ["no-op"] });
  });

  test("api_data has values as Go prints them", async () => {
    espocrm.seed({ settings: { recordsPerPage: 1234567 } });
    await workspace.configure(settings(`data = "{}"\nignore_server_additions = true`));
    await workspace.planAndApply();
    expect((await values())["api_data"]).toMatchObject({
      recordsPerPage: "1.234567e+06",
      oidcFallback: "true",
      oidcScopes: "[profile email phone]",
    });
  });

  test("force_new replaces the object when that key changes", async () => {
    const object = (scale: number) =>
      settings(
        `${data({ recordsPerPage: scale })}\nignore_server_additions = true\nforce_new = ["recordsPerPage"]`,
      );
    await workspace.configure(object(25));
    await workspace.planAndApply();
    await workspace.configure(object(26));
    expect(actions(await workspace.plan())).toEqual({
      "restapi_object.settings": ["delete", "create"],
    });
  });

  test("an update that fails leaves what the server has in the state", async () => {
    const object = (scale: number) =>
      settings(`${data({ recordsPerPage: scale })}\nignore_server_additions = true`);
    await workspace.configure(object(25));
    await workspace.planAndApply();
    await workspace.configure(object(26));
    await workspace.plan();
    espocrm.faults.add({ method: "PUT", effect: { kind: "answer", status: 503, body: "why" } });
    const { code, stderr } = await workspace.apply();
    expect(code).toBe(1);
    expect(words(stderr)).toContain(
      `Could not update API object: PUT ${espocrm.url}/api/v1/Settings giving up after 1 attempt(s)`,
    );
    expect(stderr).not.toContain("why");
    expect(JSON.parse(String((await values())["data"]))).toMatchObject({ recordsPerPage: 25 });
  });

  test("an update that fails, with a read that fails, leaves the plan in the state", async () => {
    const object = (scale: number) =>
      settings(`${data({ recordsPerPage: scale })}\nignore_server_additions = true`);
    await workspace.configure(object(25));
    await workspace.planAndApply();
    await workspace.configure(object(26));
    await workspace.plan();
    espocrm.faults.add({ effect: { kind: "answer", status: 400 } });
    expect((await workspace.apply()).code).toBe(1);
    espocrm.faults.clear();
    expect(actions(await workspace.plan())).toEqual({ "restapi_object.settings": ["no-op"] });
    expect(espocrm.settings()["recordsPerPage"]).toBe(25);
  });

  test("an object that is not found keeps its place, and no plan works any more", async () => {
    await workspace.planAndApply();
    espocrm.faults.add({ method: "GET", effect: { kind: "answer", status: 404 } });
    for (const args of [["plan"], ["plan", "-destroy"]]) {
      const { code, stderr } = await workspace.run(args);
      expect(code).toBe(1);
      expect(stderr).toContain("Invalid JSON String Value");
    }
  });

  test("a redirect turns a write into a read, and that counts as written", async () => {
    espocrm.faults.add({
      method: "PUT",
      effect: { kind: "answer", status: 302, headers: { location: "/api/v1/Settings" } },
    });
    await workspace.planAndApply();
    expect(espocrm.settings()["recordsPerPage"]).toBe(20);
  });

  test("what can be tried again is tried as often as it is said, nothing else", async () => {
    const retrying = settings('data = "{}"', "retries {\n max_retries = 1\n min_wait = 1\n}");
    await workspace.configure(retrying);
    espocrm.faults.add({
      method: "PUT",
      times: 1,
      effect: { kind: "answer", status: 503, headers: { "retry-after": "0" } },
    });
    await workspace.planAndApply();
    const writes = espocrm.journal.list().filter(({ method }) => method === "PUT");
    expect(writes.map(({ status }) => status)).toEqual([503, 200]);
  });

  test("a body goes with any method, GET included", async () => {
    await workspace.configure(
      settings('data = "{}"\nread_data = "{\\"a\\":1}"\nignore_server_additions = true'),
    );
    await workspace.planAndApply();
    const reads = espocrm.journal.list().filter(({ method }) => method === "GET");
    expect(reads.map(({ body }) => body)).toEqual(['{"a":1}']);
  });
});

describeWithTerraform("the traps of authentik's provider", () => {
  let authentik: AuthentikSandbox;
  let workspace: Workspace;

  const configuration = (body: string) => `
terraform {
  required_providers {
    authentik = {
      source = "goauthentik/authentik"
    }
  }
}
provider "authentik" {
  url   = "${authentik.url}"
  token = "${authentik.token}"
}
data "authentik_flow" "authorization" {
  slug = "default-provider-authorization-implicit-consent"
}
data "authentik_flow" "invalidation" {
  slug = "default-provider-invalidation-flow"
}
${body}
`;
  const provider = (attributes: string) =>
    configuration(`
resource "authentik_provider_oauth2" "provider" {
  name               = "EspoCRM"
  client_id          = "espocrm"
  authorization_flow = data.authentik_flow.authorization.id
  invalidation_flow  = data.authentik_flow.invalidation.id
  ${attributes}
}
`);
  const redirectUri = (type = "") =>
    `allowed_redirect_uris = [{ matching_mode = "strict", url = "https://crm.example/"${type} }]`;
  const typed = ', redirect_uri_type = "authorization"';

  const open = async (release: AuthentikRelease): Promise<void> => {
    authentik = await startAuthentik({ release: lineOf(release) });
    workspace = await Workspace.open(configuration(""), release);
  };
  const close = async (): Promise<void> => {
    await workspace.close();
    await authentik.close();
  };
  beforeEach(() => open("2026.5.0"));
  afterEach(close);

  test.each<[AuthentikRelease, string, string, string, string]>([
    ["2026.8.0", "a typed redirect URI", "nothing", typed, "no-op"],
    ["2026.5.0", "a typed redirect URI", "nothing", typed, "no-op"],
    ["2026.5.0", "an untyped redirect URI", "a change for ever", "", "update"],
    ["2026.2.0", "a typed redirect URI", "a change for ever", typed, "update"],
    ["2026.2.0", "an untyped redirect URI", "nothing", "", "no-op"],
  ])("with release %s, %s plans %s", async (release, _what, _plans, type, action) => {
    await close();
    await open(release);
    await workspace.configure(provider(redirectUri(type)));
    await workspace.planAndApply();
    expect(actions(await workspace.plan())).toEqual({
      "authentik_provider_oauth2.provider": [action],
    });
  });

  test("a redirect URI without matching mode is the real provider's end, and an error here", async () => {
    await workspace.configure(
      provider('allowed_redirect_uris = [{ url = "https://crm.example/" }]'),
    );
    await workspace.plan();
    const { code, stderr } = await workspace.apply();
    expect(code).toBe(1);
    expect(stderr).toContain("Plugin did not respond");
    expect(words(stderr)).toContain("allowed_redirect_uris without matching_mode");
  });

  test("of a managed list, one that does not exist fails the look-up, and is named", async () => {
    await workspace.configure(
      configuration(`
data "authentik_property_mapping_provider_scope" "scopes" {
  managed_list = ["goauthentik.io/providers/oauth2/scope-openid", "no such mapping"]
}
output "found" {
  value = length(data.authentik_property_mapping_provider_scope.scopes.ids)
}
`),
    );
    const { stderr } = await workspace.run(["plan", "-input=false"]);
    expect(words(stderr)).toContain("Select a valid choice. no such mapping is not one of");
  });

  test("the endpoints of a provider without an application can't be read", async () => {
    await workspace.configure(
      `${provider("")}
data "authentik_provider_oauth2_config" "config" {
  provider_id = authentik_provider_oauth2.provider.id
}
`,
    );
    await workspace.plan();
    const { stderr } = await workspace.apply();
    expect(words(stderr)).toContain("no value given for required property jwks");
  });

  test("an object that was deleted by hand is made anew", async () => {
    const group = configuration('resource "authentik_group" "group" {\n  name = "marketing"\n}\n');
    await workspace.configure(group);
    await workspace.planAndApply();
    for (const [pk, { name }] of authentik.state.groups) {
      if (name === "marketing") authentik.state.groups.delete(pk);
    }
    expect(actions(await workspace.plan())).toEqual({ "authentik_group.group": ["create"] });
  });

  test("an optional text that is removed is never cleared, and plans again for ever", async () => {
    const application = (attributes: string) =>
      configuration(`
resource "authentik_application" "application" {
  name = "EspoCRM"
  slug = "espocrm"
  ${attributes}
}
`);
    await workspace.configure(application('group = "Business"'));
    await workspace.planAndApply();
    await workspace.configure(application(""));
    await workspace.planAndApply();
    const [change] = (await workspace.plan()).resource_changes ?? [];
    expect(change?.change.actions).toEqual(["update"]);
    expect(change?.change.before).toMatchObject({ group: "Business" });
    expect(change?.change.after).toMatchObject({ group: null });
  });

  test("a bad token is told at the first object, not at the start", async () => {
    await workspace.configure(configuration("").replace(authentik.token, "bad"));
    const { code, stderr } = await workspace.run(["plan"]);
    expect(code).toBe(1);
    expect(words(stderr)).toContain("HTTP Error '403 Forbidden (Token invalid/expired)'");
  });

  test("an answer without a key that authentik's API promises is refused", async () => {
    const answer = JSON.stringify({
      pagination: {
        next: 0,
        previous: 0,
        count: 1,
        current: 1,
        total_pages: 1,
        start_index: 1,
        end_index: 1,
      },
      results: [{ pk: "1", slug: "x", name: "x", title: "x" }],
      autocomplete: {},
    });
    authentik.faults.add({
      path: "/api/v3/flows/",
      effect: { kind: "answer", status: 200, body: answer, contentType: "application/json" },
    });
    const { stderr } = await workspace.run(["plan"]);
    expect(words(stderr)).toContain(
      "HTTP Error 'no value given for required property policybindingmodel_ptr_id' during request 'GET /api/v3/flows/instances/'",
    );
  });

  test("a wrong enum value is refused before anything is asked", async () => {
    await workspace.configure(provider('sub_mode = "name"'));
    authentik.journal.clear();
    const { stderr } = await workspace.run(["validate"]);
    expect(words(stderr)).toContain('expected sub_mode to be one of ["hashed_user_id"');
    expect(authentik.journal.list()).toEqual([]);
  });

  test("each request says who asks", async () => {
    await workspace.plan();
    const agents = authentik.journal.list().map(({ headers }) => headers["user-agent"]);
    expect(new Set(agents)).toEqual(new Set(["authentik-terraform@2026.5.0"]));
  });
});
