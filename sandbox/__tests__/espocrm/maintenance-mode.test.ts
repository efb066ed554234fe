import { startEspoCrm, type EspoCrmSandbox } from "../../espocrm";
import { ADMIN, API_KEY, basic, call, espo, put, REGULAR } from "./espocrm-client";

let espocrm: EspoCrmSandbox;

beforeAll(async () => {
  espocrm = await startEspoCrm();
});
afterAll(() => espocrm.close());
beforeEach(async () => {
  espocrm.reset();
  await put(espocrm, { maintenanceMode: true });
});

test("administrators get in, and see the mode as everybody does", async () => {
  expect((await call(espocrm, "GET", "App/user", ADMIN)).status).toBe(200);
  for (const headers of [ADMIN, {}]) {
    const settings = await call(espocrm, "GET", "Settings", headers);
    expect(settings.json()).toMatchObject({ maintenanceMode: true });
  }
});

test.each(["App/user", "Settings"])(
  "all others get a 503 with the reason from %s",
  async (path) => {
    for (const headers of [REGULAR, API_KEY, espo("user1", "user1-password")]) {
      expect(await call(espocrm, "GET", path, headers)).toMatchObject({
        status: 503,
        reason: "Application is in maintenance mode.",
        text: '{"message":"The application currently is in maintenance mode."}',
      });
    }
    expect(espocrm.state.loginLog.failed()).toEqual([]);
  },
);

test("a session from before is no way in, and the end of the mode is", async () => {
  await put(espocrm, { maintenanceMode: false });
  const answer = await call(espocrm, "GET", "App/user", espo("user1", "user1-password"));
  const token = String(answer.json()["token"]);
  const bySession = { ...espo("user1", token), "espo-authorization-by-token": "true" };
  await put(espocrm, { maintenanceMode: true });
  expect((await call(espocrm, "GET", "App/user", bySession)).status).toBe(503);
  await put(espocrm, { maintenanceMode: false });
  expect((await call(espocrm, "GET", "App/user", bySession)).status).toBe(200);
});

test("a wrong password is a 401 all the same", async () => {
  expect((await call(espocrm, "GET", "App/user", basic("user1", "wrong"))).status).toBe(401);
});
