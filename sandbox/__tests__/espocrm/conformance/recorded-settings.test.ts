import { startEspoCrm, type EspoCrmSandbox } from "../../../espocrm";
import { ADMIN, basic, call } from "../espocrm-client";
import {
  comparable,
  RECORDED_RELEASES,
  recordedSettings,
  SITE_URLS,
  type Viewer,
} from "./recording";

describe.each(RECORDED_RELEASES)("a fresh EspoCRM %s", (release) => {
  let espocrm: EspoCrmSandbox;
  beforeAll(async () => {
    espocrm = await startEspoCrm({ release, siteUrl: SITE_URLS[release] });
  });
  afterAll(() => espocrm.close());

  test.each<readonly [string, Viewer, Record<string, string>]>([
    ["the administrator", "admin", ADMIN],
    ["somebody without credentials", "public", {}],
    ["somebody with wrong credentials", "public", basic("admin", "wrong")],
  ])("answers %s as recorded", async (_who, viewer, headers) => {
    const answer = await call(espocrm, "GET", "Settings", headers);
    expect(answer.status).toBe(200);
    // Left different: 10.0.0 lists its new key beside its sisters, the sandbox as the last.
    expect(comparable(answer.json())).toEqual(comparable(recordedSettings(release, viewer)));
  });
});
