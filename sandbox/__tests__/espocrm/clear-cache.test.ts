import { startEspoCrm, type EspoCrmSandbox } from "../../espocrm";
import { ADMIN, call, REGULAR, type Answer } from "./espocrm-client";

let espocrm: EspoCrmSandbox;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 1);
  espocrm = await startEspoCrm({ now: () => now });
});
afterEach(() => espocrm.close());

describe("clearCache", () => {
  const clear = (headers: Record<string, string>): Promise<Answer> =>
    call(
      espocrm,
      "POST",
      "Admin/clearCache",
      { ...headers, "content-type": "application/json" },
      "{}",
    );

  test("answers true, remembers when, and raises the cache timestamp", async () => {
    now += 5_000;
    expect(await clear(ADMIN)).toMatchObject({ status: 200, text: "true" });
    expect(espocrm.state.cacheClearedAt).toBe(now);
    expect(espocrm.settings()["cacheTimestamp"]).toBe(now / 1000);
  });

  test("is for administrators", async () => {
    expect(await clear(REGULAR)).toMatchObject({ status: 403, reason: "" });
    expect((await clear({})).status).toBe(401);
    expect(espocrm.state.cacheClearedAt).toBe(0);
  });
});
