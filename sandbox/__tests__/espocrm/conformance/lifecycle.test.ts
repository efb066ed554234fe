import { type EspoCrmRelease, type EspoCrmSandbox, startEspoCrm } from "../../../espocrm";
import { basic, call } from "../espocrm-client";
import {
  comparable,
  type LifeEvent,
  NULL_AFTERWARDS,
  RECORDED_RELEASES,
  recordedLife,
  recordedSettings,
  type Settings,
  SITE_URLS,
} from "./recording";

/** Times are numbers with fractions, and their last zeros are not written: this much is by chance. */
const DIGITS = 12;

/** Answers that stay other than those of the real server; one that is no longer different fails. */
const LEFT_DIFFERENT: readonly { url: string; status: number; reason: string }[] = [
  {
    url: "App/user",
    status: 200,
    reason: "36 kB for EspoCRM's pages; the sandbox answers what a client reads of it",
  },
];

const bytesOf = (settings: Settings): number => Buffer.byteLength(JSON.stringify(settings));

describe.each(RECORDED_RELEASES)("an integration's recorded life, at EspoCRM %s", (release) => {
  const fresh = (version: EspoCrmRelease): Settings => ({
    ...comparable(recordedSettings(version, "admin")),
    siteUrl: SITE_URLS["9.3.9"],
  });
  /** By what a version's settings are longer than those of the version that the life was recorded at. */
  const longer = bytesOf(fresh(release)) - bytesOf(fresh("9.3.9"));
  const versionLonger = release.length - "@@version".length;
  const events = recordedLife();
  let espocrm: EspoCrmSandbox;
  const different = new Set<string>();
  const unknown: string[] = [];

  beforeAll(async () => {
    espocrm = await startEspoCrm({ release, siteUrl: SITE_URLS["9.3.9"] });
    for (const event of events) await replay(event);
  });
  afterAll(() => espocrm.close());

  async function replay(event: LifeEvent): Promise<void> {
    if (!("url" in event)) {
      espocrm.seed({ settings: event.settings });
      return;
    }
    const { body, bytes, method, status, step, url } = event;
    const password = step.startsWith("07-wrong-password") ? "wrong" : "admin-password";
    const answer = await call(
      espocrm,
      method,
      url,
      { ...basic("admin", password), ...(body && { "content-type": "application/json" }) },
      method === "GET" || body === undefined ? undefined : JSON.stringify(body),
    );
    const said = `${step}: ${method} ${url}: ${answer.status}, ${answer.text.length} bytes`;
    const expected = bytes + (url === "Settings" ? longer + versionLonger : 0);
    const tolerance = url === "Settings" ? DIGITS : 0;
    if (
      answer.status === status &&
      Math.abs(Buffer.byteLength(answer.text) - expected) <= tolerance
    ) {
      return;
    }
    const left = LEFT_DIFFERENT.find((one) => one.url === url && one.status === answer.status);
    if (left) different.add(left.url);
    else unknown.push(`${said}; recorded: ${status}, ${expected} bytes`);
  }

  test("is answered as recorded, request by request", () => {
    expect(events).toHaveLength(56);
    expect(unknown).toEqual([]);
  });

  test("is different only in what is listed", () => {
    expect([...different]).toEqual(LEFT_DIFFERENT.map(({ url }) => url));
  });

  test("leaves the settings as recorded: as before, and null what was absent", async () => {
    const answer = await call(espocrm, "GET", "Settings", basic("admin", "admin-password"));
    expect(comparable(answer.json())).toEqual({
      ...fresh(release),
      ...Object.fromEntries(NULL_AFTERWARDS.map((name) => [name, null])),
    });
  });
});
