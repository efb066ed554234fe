import { espocrmsOf } from "../../../../cli/servers/espocrm/synthesized";
import { Administrators } from "../../../../cli/servers/espocrm/administrators";
import { tokensFor } from "../../../../cli/servers/espocrm/tokens";
import { Scrubber } from "../../../../cli/run/scrubber";
import { type EspoCrmSandbox, startEspoCrm } from "../../../../sandbox/espocrm";
import { block, stackWith } from "./stack-with";

let espocrm: EspoCrmSandbox;
let sessions: Administrators;
let scrubber: Scrubber;

beforeEach(async () => {
  espocrm = await startEspoCrm();
  scrubber = new Scrubber();
  sessions = new Administrators({}, scrubber);
});
afterEach(async () => {
  await sessions.end();
  await espocrm.close();
});

const environment = (user = "admin", password = `${user}-password`): NodeJS.ProcessEnv => ({
  TF_VAR_espocrm_username: user,
  TF_VAR_espocrm_password: password,
});
const uri = () => `${espocrm.url}/api/v1`;

async function api(user?: string, password?: string) {
  const stack = await stackWith([block({ uri: uri(), timeout: 2 })]);
  const [found] = espocrmsOf(stack, environment(user, password));
  if (found?.kind !== "reachable") throw new Error("There is no EspoCRM in the stack.");
  return found.access;
}
const others = () => new Administrators({}, scrubber);
const active = () => espocrm.state.tokens.list().filter(({ isActive }) => isActive).length;

describe("a session", () => {
  test("is one auth token, which ends with it and is never shown", async () => {
    const session = await sessions.of(await api());
    expect(active()).toBe(1);
    expect(await sessions.of(await api())).toBe(session);
    expect(scrubber.scrub(`a ${session.token} b`)).not.toContain(session.token);
    expect(await sessions.end()).toEqual([]);
    expect([active(), espocrm.state.tokens.list().length]).toEqual([0, 1]);
  });

  test("with a token in the password's place leaves that token as it was", async () => {
    const other = others();
    const given = await other.of(await api());
    const session = await sessions.of(await api("admin", given.token));
    expect(session.token).toBe(given.token);
    expect(await sessions.end()).toEqual([]);
    expect(active()).toBe(1);
    await other.end();
    expect(active()).toBe(0);
  });

  test("is refused to wrong credentials, with one attempt however often it is asked for", async () => {
    const wrong = await api("admin", "wrong-password");
    await expect(sessions.of(wrong)).rejects.toThrow(/refused the user name and password/);
    await expect(sessions.of(wrong)).rejects.toThrow(espocrm.url);
    expect(espocrm.state.loginLog.failed()).toHaveLength(1);
  });

  test("is refused to a user who is no administrator, and leaves no token", async () => {
    await expect(others().of(await api("user1"))).rejects.toThrow(/of type regular/);
    expect([espocrm.state.tokens.list().length, active()]).toEqual([1, 0]);
  });

  test.each([
    [2, /with espocrm\.timeout in the configuration\.$/],
    [60, /does a firewall drop the connection\?$/],
  ])("that is not opened within %i s is told with what helps", async (timeout, message) => {
    const withTimeout = async () => {
      const { client, ...rest } = await api();
      return others().of({ ...rest, client: { ...client, timeout: timeout * 1000 } });
    };
    espocrm.faults.add({ delay: 1000 });
    const after = AbortSignal.timeout.bind(AbortSignal);
    const spy = jest.spyOn(AbortSignal, "timeout").mockImplementation(() => after(50));
    const opening = withTimeout();
    await opening.catch(() => spy.mockRestore());
    await expect(opening).rejects.toThrow(message);
  });

  test("is not blamed on the password while EspoCRM refuses everybody", async () => {
    const wrong = await api("admin", "wrong-password");
    for (let attempt = 0; attempt < 11; attempt++) {
      await others()
        .of(wrong)
        .catch(() => undefined);
    }
    await expect(others().of(await api())).rejects.toThrow(/Wait a minute/);
  });

  test.each([
    [{ kind: "answer", status: 502 }, /HTTP 502/],
    [{ kind: "answer", status: 401, body: "<title>Gate</title>" }, /access proxy/],
    [{ kind: "answer", status: 200, body: "<title>Gate</title>" }, /HTML page "Gate"/],
    [{ kind: "answer", status: 302 }, /redirects elsewhere/],
    [{ kind: "answer", status: 200, contentType: "application/json", body: "{}" }, /another form/],
    [{ kind: "refuse" }, /closed the connection/],
    [{ kind: "cut" }, /cut its answer off/],
  ] as const)("says what stands in its way: %j", async (effect, message) => {
    espocrm.faults.add({ path: "/api/v1/App/user", effect });
    await expect(others().of(await api())).rejects.toThrow(message);
  });

  test("ends although the first attempt at it gets no answer", async () => {
    await sessions.of(await api());
    espocrm.faults.add({ path: "/api/v1/App/destroy", times: 1, effect: { kind: "refuse" } });
    expect(await sessions.end()).toEqual([]);
    expect(active()).toBe(0);
  });

  test("that cannot be ended is told, with where to end it by hand", async () => {
    const { token } = await sessions.of(await api());
    espocrm.faults.add({ path: "/api/v1/App/destroy", effect: { kind: "answer", status: 500 } });
    const [message] = await sessions.end();
    expect(message).toContain("Administration, Auth Tokens");
    expect(message).not.toContain(token);
  });
});

describe("Terraform gets a token in the password's place", () => {
  const tokens = async (blocks: readonly object[], more: object = {}) => {
    const stack = await stackWith(blocks, more);
    return tokensFor(stack, espocrmsOf(stack, environment()), sessions);
  };

  test("where the variable is ephemeral and for this EspoCRM alone", async () => {
    const { notes, variables } = await tokens([block({ uri: uri() })]);
    expect(notes).toEqual([]);
    expect(variables["espocrm_password"]).toMatch(/^[0-9a-f]{32}$/);
  });

  test("also where two blocks lead to one EspoCRM", async () => {
    const blocks = [block({ uri: uri() }), block({ uri: uri(), alias: "second" })];
    expect(Object.keys((await tokens(blocks)).variables)).toEqual(["espocrm_password"]);
    expect(active()).toBe(1);
  });

  test("but not where two EspoCRMs share the variable", async () => {
    const blocks = [block({ uri: uri() }), block({ uri: "https://other/api/v1", alias: "second" })];
    const { notes, variables } = await tokens(blocks);
    expect(variables).toEqual({});
    expect(notes.join()).toContain("several EspoCRMs share it");
  });

  test.each([
    ["a saved plan would keep it", { variable: { espocrm_password: { sensitive: true } } }],
    ["other parts of the stack use it", { output: { x: { value: "${var.espocrm_password}" } } }],
  ])("but not where %s", async (why, more) => {
    const { notes, variables } = await tokens([block({ uri: uri() })], more);
    expect(variables).toEqual({});
    expect(notes.join()).toContain(why.replace("keep it", "keep the token"));
    expect(espocrm.journal.list()).toEqual([]);
  });
});
