import { startEspoCrm, type EspoCrmSandbox } from "../../espocrm";
import { ADMIN, API_KEY, basic, call, espo, logIn } from "./espocrm-client";

let espocrm: EspoCrmSandbox;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 1);
  espocrm = await startEspoCrm({ now: () => now });
});
afterEach(() => espocrm.close());

const fail = (): ReturnType<typeof call> =>
  call(espocrm, "GET", "App/user", basic("admin", "wrong"));

const failOften = async (times: number): Promise<number[]> => {
  const statuses = [];
  for (let i = 0; i < times; i += 1) statuses.push((await fail()).status);
  return statuses;
};

test("the twelfth failed log-in within a minute is 403, without a reason", async () => {
  expect(await failOften(11)).toEqual(Array(11).fill(401));
  expect(await fail()).toMatchObject({ status: 403, reason: null, text: "" });
});

test("from then on right credentials are refused as well", async () => {
  await failOften(11);
  for (const headers of [ADMIN, API_KEY, espo("admin", "admin-password")]) {
    expect((await call(espocrm, "GET", "App/user", headers)).status).toBe(403);
    expect((await call(espocrm, "GET", "Settings", headers)).status).toBe(403);
  }
});

test("requests without credentials, and with a token that says so, still pass", async () => {
  const token = await logIn(espocrm);
  await failOften(11);
  expect((await call(espocrm, "GET", "Settings")).status).toBe(200);
  const byToken = { ...espo("admin", token), "espo-authorization-by-token": "true" };
  expect((await call(espocrm, "GET", "App/user", byToken)).status).toBe(200);
  expect((await call(espocrm, "GET", "App/user", basic("admin", token))).status).toBe(403);
});

test("refused attempts do not count, so a minute later all is well", async () => {
  await failOften(11);
  now += 30_000;
  await failOften(5);
  now += 30_000;
  expect((await call(espocrm, "GET", "App/user", ADMIN)).status).toBe(200);
  expect(espocrm.state.loginLog.failed()).toHaveLength(11);
});

test("wrong credentials for the settings count although they are answered 200", async () => {
  for (let i = 0; i < 11; i += 1) {
    const answer = await call(espocrm, "GET", "Settings", basic("admin", "wrong"));
    expect(answer.status).toBe(200);
  }
  expect((await call(espocrm, "GET", "Settings", basic("admin", "wrong"))).status).toBe(403);
});
