import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AuthentikSandbox } from "../../authentik";
import { startAuthentik } from "../../authentik";
import type { EspoCrmSandbox } from "../../espocrm";
import { EXAMPLE_USERS, startEspoCrm } from "../../espocrm";
import type { JournaledRequest } from "../../http";
import type { Plan, PlannedChange } from "./workspace";
import { describeWithTerraform, Workspace } from "./workspace";

type Values = Readonly<Record<string, unknown>>;

const recorded = (file: string) =>
  readFileSync(join(__dirname, "fixtures/lifecycle", file), "utf8");
const recordedJson = (file: string): unknown => JSON.parse(comparable(recorded(file)));

/** What differs from run to run: identifiers, secrets, ports. */
const comparable = (text: string): string =>
  text
    .replace(/generated-[0-9a-f-]{36}|\b[A-Za-z0-9]{128}\b/g, "<secret>")
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<uuid>");

const WHOLE_ANSWERS = ["api_data", "api_response", "create_response"];
const withoutWholeAnswers = (values: Values | null): Values =>
  Object.fromEntries(
    Object.entries(values ?? {}).filter(([name]) => !WHOLE_ANSWERS.includes(name)),
  );
const changed = ({ before, after }: PlannedChange["change"]): string[] =>
  Object.keys({ ...before, ...after }).filter(
    (name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]),
  );
const pick = (values: Values | null, names: readonly string[]): Values =>
  Object.fromEntries(names.map((name) => [name, values?.[name]]));

/** A plan as the fixtures hold it. */
function reduced({ resource_changes = [], resource_drift = [] }: Plan): unknown {
  const plan = {
    resource_changes: resource_changes.map(({ address, change }) => {
      const { actions, before, after, after_unknown } = change;
      const unknown = Object.keys(after_unknown)
        .filter((name) => after_unknown[name] === true)
        .sort();
      switch (actions[0]) {
        case "create":
          return { address, actions, after: withoutWholeAnswers(after), unknown };
        case "delete":
          return { address, actions, before: withoutWholeAnswers(before) };
        case "update": {
          const names = changed(change).filter(
            (name) => !WHOLE_ANSWERS.includes(name) && !unknown.includes(name),
          );
          return {
            address,
            actions,
            before: pick(before, names),
            after: pick(after, names),
            unknown,
          };
        }
        default:
          return { address, actions };
      }
    }),
    resource_drift: resource_drift.map(({ address, change }) => ({
      address,
      changed: changed(change).sort(),
    })),
  };
  return JSON.parse(comparable(JSON.stringify(plan)));
}

interface Request extends Pick<JournaledRequest, "method" | "url" | "headers" | "body" | "status"> {
  readonly to: string;
}

const asComparable = ({ method, url, headers, body, status }: Request): string =>
  comparable(
    JSON.stringify({
      method,
      url,
      authorization: headers["authorization"],
      accept: headers["accept"],
      contentType: headers["content-type"],
      body: body || undefined,
      status,
    }),
  );

describeWithTerraform("the recorded life of an integration, lived again with the stand-ins", () => {
  let authentik: AuthentikSandbox;
  let espocrm: EspoCrmSandbox;
  let workspace: Workspace;
  const administrator = EXAMPLE_USERS[0];
  const credentials = {
    authentik_token: "the-token",
    espocrm_username: administrator?.userName ?? "",
    espocrm_password: administrator?.password ?? "",
  };
  const secret = "rotated-secret-0123456789";

  beforeAll(async () => {
    authentik = await startAuthentik({ token: credentials.authentik_token });
    espocrm = await startEspoCrm({ siteUrl: "http://127.0.0.1:8090" });
    workspace = await Workspace.open(
      recorded("configuration.tf")
        .replace("http://127.0.0.1:9310", authentik.url)
        .replace("http://127.0.0.1:9301", espocrm.url),
    );
  });

  afterAll(async () => {
    await workspace.close();
    await espocrm.close();
    await authentik.close();
  });

  /** Compares what was sent since the last comparison with the recording. */
  function expectRequests(file: string, authentikInOrder: boolean): void {
    const lines = recorded(file).trim().split("\n");
    const expected = lines.map((line) => JSON.parse(line) as Request);
    const expectedBy = (to: string) => expected.filter((r) => r.to === to).map(asComparable);
    const sent = (server: AuthentikSandbox | EspoCrmSandbox) => {
      const requests = server.journal.list().map((r) => asComparable({ ...r, to: "" }));
      server.journal.clear();
      return requests;
    };
    const order = (requests: string[]) => (authentikInOrder ? requests : requests.sort());
    expect(sent(espocrm)).toEqual(expectedBy("espocrm"));
    expect(order(sent(authentik))).toEqual(order(expectedBy("authentik")));
  }

  const setByHand = (settings: Values) => espocrm.seed({ settings });

  async function expectPlan(step: string, variables: Readonly<Record<string, string>> = {}) {
    const plan = await workspace.plan({ ...credentials, ...variables });
    expect(reduced(plan)).toEqual(recordedJson(`${step}.plan.json`));
    expectRequests(`${step}.plan.requests.jsonl`, false);
  }

  async function expectApply(step: string, variables: Readonly<Record<string, string>> = {}) {
    expect(await workspace.apply({ ...credentials, ...variables })).toMatchObject({ code: 0 });
    expectRequests(`${step}.apply.requests.jsonl`, true);
  }

  test("01: everything is created, authentik first", async () => {
    await expectPlan("01-create");
    await expectApply("01-create");
    const managed = (await workspace.state()).filter(({ mode }) => mode === "managed");
    const state = managed.map(({ address, values }) => ({
      address,
      values: withoutWholeAnswers(values),
    }));
    expect(JSON.parse(comparable(JSON.stringify(state)))).toEqual(
      recordedJson("01-create.state.json"),
    );
  });

  test("02: there is nothing to do at once", async () => {
    await expectPlan("02-clean");
  });

  test("03: a managed setting that was changed by hand is put back", async () => {
    setByHand({ oidcLogoutUrl: "https://elsewhere.example/logout" });
    await expectPlan("03-drift-managed");
    setByHand({ recordsPerPage: 33 });
    await workspace.planAndApply(credentials);
    espocrm.journal.clear();
    authentik.journal.clear();
  });

  test("04: an unmanaged setting that was changed by hand stays", async () => {
    await expectPlan("04-drift-unmanaged");
    expect(espocrm.settings()["recordsPerPage"]).toBe(33);
  });

  test("05: a new secret goes to both sides", async () => {
    setByHand({ recordsPerPage: 20 });
    await expectPlan("05-rotate-secret", { client_secret: secret });
    await expectApply("05-rotate-secret", { client_secret: secret });
    expect(espocrm.clientSecret()).toBe(secret);
  });

  test("06: a changed setting is written", async () => {
    const variables = { client_secret: secret, logout_url: "https://authentik.company/if/flow/x/" };
    await expectPlan("06-change-setting", variables);
    await expectApply("06-change-setting", variables);
  });

  test("07: a wrong password stops the plan", async () => {
    const { code, stderr } = await workspace.run(["plan", "-input=false"], {
      ...credentials,
      client_secret: secret,
      espocrm_password: "wrong",
    });
    expect(code).toBe(1);
    const error = /Error: Test Request Failed[^]*/.exec(recorded("07-wrong-password.plan.txt"));
    const words = (text = "") =>
      text
        .replace(/on main\.tf line \d+/, "")
        .split(/\s+/)
        .join(" ");
    expect(words(stderr)).toContain(words(error?.[0]).trim());
    expectRequests("07-wrong-password.plan.requests.jsonl", false);
  });

  test("08: EspoCRM gets its settings back, then authentik is emptied", async () => {
    const variables = { client_secret: secret, logout_url: "https://authentik.company/if/flow/x/" };
    const plan = await workspace.plan({ ...credentials, ...variables }, "-destroy");
    expect(reduced(plan)).toEqual(recordedJson("08-destroy.plan.json"));
    expectRequests("08-destroy.plan.requests.jsonl", false);
    await expectApply("08-destroy", variables);
    const after = recordedJson("after.json") as Values;
    const names = Object.keys(after).filter((name) => /^(oidc|authenticationMethod)/.test(name));
    expect(pick(espocrm.settings(), names)).toEqual(pick(after, names));
  });
});
