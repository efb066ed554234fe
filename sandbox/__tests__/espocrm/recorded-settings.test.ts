import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startEspoCrm, type EspoCrmSandbox } from "../../espocrm";
import { ADMIN, basic, call } from "./espocrm-client";

type Settings = Readonly<Record<string, unknown>>;

const recorded = (viewer: "admin" | "public"): Settings =>
  JSON.parse(
    readFileSync(join(__dirname, `fixtures/settings-9.3.9-${viewer}.json`), "utf8"),
  ) as Settings;

/** What each server has of its own, and the version: the recorded one ran from source. */
const OF_ITS_OWN = ["appTimestamp", "cacheTimestamp", "microtime", "microtimeState", "version"];

const comparable = (settings: Settings): Settings =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      OF_ITS_OWN.includes(name) ? typeof value : value,
    ]),
  );

let espocrm: EspoCrmSandbox;
beforeAll(async () => {
  espocrm = await startEspoCrm({ siteUrl: "http://127.0.0.1:8090" });
});
afterAll(() => espocrm.close());

test.each<readonly [string, "admin" | "public", Record<string, string>]>([
  ["the administrator", "admin", ADMIN],
  ["somebody without credentials", "public", {}],
  ["somebody with wrong credentials", "public", basic("admin", "wrong")],
])("%s reads what a fresh EspoCRM 9.3.9 answered", async (_who, viewer, headers) => {
  const answer = await call(espocrm, "GET", "Settings", headers);
  expect(answer.status).toBe(200);
  const settings = answer.json();
  expect(comparable(settings)).toEqual(comparable(recorded(viewer)));
  expect(Object.keys(settings)).toEqual(Object.keys(recorded(viewer)));
});
