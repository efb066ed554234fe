import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../../cli/espo-authentik";
import { apiOf } from "../../../sandbox/__tests__/authentik/api-client";
import { Integrated } from "../verify/integrated";

let integrated: Integrated;
beforeAll(async () => {
  integrated = await Integrated.start();
});
beforeEach(async () => {
  await integrated.configure();
  await integrated.integrate();
});
afterAll(() => integrated.close());

interface Written {
  code: number;
  stdout: string;
  stderr: string;
}

/** Calls the command, on a terminal or in a pipe; `CI` is what is given, whatever this test runs in. */
async function users(
  args: readonly string[],
  { environment = {}, isTTY = false }: { environment?: NodeJS.ProcessEnv; isTTY?: boolean } = {},
): Promise<Written> {
  const written: Written = { code: -1, stdout: "", stderr: "" };
  await run(["users", ...args], {
    stdout: { write: (text: string) => (written.stdout += text), isTTY },
    stderr: { write: (text: string) => (written.stderr += text) },
    environment: { ...integrated.environment, NO_COLOR: "1", ...environment },
    directory: integrated.folder,
    exit: (code) => (written.code = code),
  });
  return written;
}

interface Report {
  readonly names: boolean;
  readonly integrations: readonly {
    readonly name: string;
    readonly compared: boolean;
    readonly why?: string;
    readonly notes: readonly string[];
    readonly counts: Readonly<Record<string, number>>;
    readonly people?: Readonly<Record<string, readonly { authentik?: string; espocrm?: string }[]>>;
  }[];
}

async function report(...args: string[]) {
  const { code, stdout } = await users(["--json", ...args]);
  const [of] = (JSON.parse(stdout) as Report).integrations;
  return { code, ...of };
}

const crmUser = (username: string, more: object = {}) =>
  integrated.authentik.seed({ users: [{ username, groups: ["crm-users"], ...more }] });

/** The session is ended, so that nothing is left but an ended auth token. */
const activeTokens = () =>
  integrated.espocrm.state.tokens.list().filter(({ isActive }) => isActive).length;

describe("for people", () => {
  test("a summary first, then who it is about, on a terminal", async () => {
    crmUser("j.roe+x", { name: "Jane Roe" });
    integrated.espocrm.seed({ users: [{ userName: "j.roe_x" }] });
    const { code, stderr, stdout } = await users(["acme"], { isTTY: true });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^acme: authentik lets in 4 people; EspoCRM has 6 active accounts/);
    expect(stdout).toMatch(/into another's account +1\n/);
    const [summary = "", ...tables] = stdout.split("\n\n");
    expect(summary.split("\n").length).toBeLessThanOrEqual(8);
    expect(tables[0]).toMatch(
      /Into another's account \(1\)\n.*\n +j\.roe\+x +j\.roe_x +only after/,
    );
    expect(stderr).not.toContain("--names");
    expect(activeTokens()).toBe(0);
  });

  test("what docs/users.md shows is what it says", async () => {
    crmUser("j.roe+x");
    integrated.espocrm.seed({ users: [{ userName: "j.roe_x" }] });
    const { stdout } = await users(["acme"], { isTTY: true });
    const page = await readFile(join(__dirname, "../../../docs/users.md"), "utf8");
    const [, shown = ""] = /\$ npx espo-authentik users acme\n([^`]*)…\n```/.exec(page) ?? [];
    expect(shown).toContain("Into another's account");
    expect(stdout).toContain(shown);
  });

  test.each([
    ["in a pipe", {}],
    ["in a CI that gives it a terminal", { isTTY: true, environment: { CI: "true" } }],
  ])("nobody is named %s, and it is said how to see names", async (_, around) => {
    for (const form of [[], ["--json"], ["--csv"]]) {
      const { stderr, stdout } = await users(["acme", ...form], around);
      expect(stdout + stderr).not.toMatch(/\b(jane|sam|guest|user1)\b/i);
      expect(stderr).toContain("add --names");
    }
  });

  test("--names names people everywhere, and all of them", async () => {
    const people = Array.from({ length: 25 }, (_, index) => `person${index}`);
    for (const name of people) crmUser(name);
    integrated.espocrm.seed({ users: people.map((userName) => ({ userName })) });
    const { stdout } = await users(["acme", "--names"]);
    for (const name of people) expect(stdout).toContain(` ${name} `);
    const cut = await users(["acme"], { isTTY: true });
    expect(cut.stdout).toContain("… and 7 more: all of them with --names");
  });

  test("what servers say does not steer the terminal", async () => {
    crmUser("evil\u001b[2J\u0007name", { name: "x" });
    const { stdout } = await users(["acme", "--names"]);
    expect(stdout).toContain("evil");
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

test("CSV for a spreadsheet: a row each, and no name that is a formula", async () => {
  crmUser("=cmd,x", { name: "x" });
  const { stdout } = await users(["acme", "--csv", "--names"]);
  const [head, ...rows] = stdout.trimEnd().split("\r\n");
  expect(head).toBe("integration,group,authentik,espocrm,detail");
  expect(rows).toContain("acme,gets-in,jane,jane,");
  expect(rows.find((row) => row.includes("cmd"))).toContain(`"'=cmd,x",_cmd_x,`);
});

test("a policy is named, people are perhaps let in by it, and what is not declared is counted in", async () => {
  const api = apiOf(integrated.authentik);
  const policy = { name: "by-hand", expression: "return request.user.email != ''" };
  const made = await api("POST", "/policies/expression/", policy);
  const [application] = integrated.authentik.state.applications.values();
  await api("POST", "/policies/bindings/", {
    target: application?.pk,
    policy: made.body["pk"],
    order: 5,
  });
  const { counts, notes } = await report();
  expect(notes?.join("\n")).toContain('binding of the policy "by-hand" that is not declared');
  expect(counts).toMatchObject({ getIn: 3, perhaps: 2 });
});

test("before the first apply, authentik has no application: what is declared decides", async () => {
  await integrated.configure({
    application: { name: "Other", slug: "other" },
    bindings: [{ group: "sales" }, { user: "guest" }],
    login: { createUsers: true, allowAdministrators: true },
  });
  crmUser("newcomer", { groups: ["sales"] });
  const { code, counts, people } = await report("--names");
  expect(code).toBe(0);
  expect(people?.["gets-in"]?.map(({ authentik }) => authentik)).toEqual(["guest", "sam"]);
  expect(people?.["created"]?.map(({ espocrm }) => espocrm)).toEqual(["newcomer"]);
  expect(counts).toMatchObject({ administrators: 1, administratorsGetIn: 0 });
});

test("inactive users, portal users, programs and super-administrators are none who get in", async () => {
  crmUser("left", { isActive: false });
  for (const name of ["customer", "root", "api1", "idle"]) crmUser(name);
  integrated.espocrm.seed({
    users: [
      { userName: "left" },
      { userName: "customer", type: "portal" },
      { userName: "root", type: "super-admin" },
      { userName: "idle", isActive: false },
    ],
  });
  const { counts, people } = await report("--names");
  expect(people?.["gets-in"]?.map(({ authentik }) => authentik)).toEqual(["jane", "sam"]);
  expect(counts).toMatchObject({
    inactive: 1,
    accountsLeftOut: 3,
    refused: { "account-type": 2, "account-inactive": 1, "no-account": 1, administrator: 1 },
  });
});

test("each page is asked for once, however many people there are, and one log-in is all", async () => {
  const names = Array.from({ length: 430 }, (_, index) => `p${String(index).padStart(3, "0")}`);
  integrated.authentik.seed({ users: names.map((username) => ({ username, groups: ["sales"] })) });
  integrated.espocrm.seed({
    users: names.map((userName) => ({ userName })),
    settings: { recordListMaxSizeLimit: 50 },
  });
  integrated.authentik.journal.clear();
  integrated.espocrm.journal.clear();
  const { counts } = await report();
  expect(counts).toMatchObject({ getIn: 432, accounts: 435 });
  const to = (server: { journal: { list(): readonly { url: string }[] } }, path: string) =>
    server.journal.list().filter(({ url }) => url.includes(path)).length;
  const inAuthentik = integrated.authentik.state.users.size;
  expect(to(integrated.authentik, "/core/users/")).toBe(Math.ceil(inAuthentik / 100));
  expect(to(integrated.authentik, "/core/groups/")).toBe(1);
  expect(to(integrated.espocrm, "/User?")).toBe(Math.ceil(436 / 50));
  expect(to(integrated.espocrm, "/App/user")).toBe(1);
});

describe("where it can't be told", () => {
  test("the claim is a mapping's: nothing is compared, and the mapping is named", async () => {
    const mapping = { name: "CRM names", scope: "crm", expression: 'return {"sub": "x"}' };
    await integrated.configure({
      provider: { scopeMappings: [mapping] },
      login: { scopes: ["openid", "profile", "email", "crm"] },
    });
    const { code, compared, why } = await report();
    expect([code, compared]).toEqual([1, false]);
    expect(why).toContain('scope mapping "CRM names"');
  });

  test("a token that may not: which server, which variable, and what to do", async () => {
    const environment = { TF_VAR_authentik_token: integrated.authentik.tokenWithoutPermission };
    const { code, stderr, stdout } = await users(["acme"], { environment });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("TF_VAR_authentik_token");
    expect(stderr).not.toContain(integrated.authentik.tokenWithoutPermission);
    expect(activeTokens()).toBe(0);
  });

  test("no credentials, or no such integration: a wrong call", async () => {
    const lacking = await users([], { environment: { TF_VAR_authentik_token: "" } });
    expect([lacking.code, lacking.stderr]).toEqual([
      2,
      expect.stringContaining("lacks TF_VAR_authentik_token"),
    ]);
    expect((await users(["other"])).code).toBe(2);
    expect((await users(["--json", "--csv"])).code).toBe(2);
  });
});
