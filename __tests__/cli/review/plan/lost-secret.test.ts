import { lostSecrets, parsePlan } from "../../../../cli/review/index";
import { SETTINGS, smallPlan, type Wish } from "../small-plan";

const lost = (wish: Wish): string[] => lostSecrets(parsePlan(smallPlan(wish)));

/** EspoCRM has another client ID than authentik gave out. */
const restored = { oidcClientId: "of-a-backup" };
const drifted = (actions?: readonly string[], secret?: readonly string[]): Wish => ({
  actions: {
    ...(actions && { settings: actions }),
    ...(secret && { secret }),
  },
  also: {},
});

/** The plan, with another client ID in EspoCRM as it is now. */
function lostAfter(wish: Wish): string[] {
  const text = smallPlan(wish).replaceAll(
    JSON.stringify(JSON.stringify(SETTINGS)),
    JSON.stringify(JSON.stringify({ ...SETTINGS, ...restored })),
  );
  return lostSecrets(parsePlan(text));
}

describe("the client secret is lost", () => {
  test("where EspoCRM has another client ID, and the secret is not written again", () => {
    expect(lostAfter(drifted(["update"]))).toEqual(["restapi_object.secret"]);
    expect(lostAfter(drifted())).toEqual(["restapi_object.secret"]);
  });

  test("not where EspoCRM has the one that authentik gave out", () => {
    expect(lost({})).toEqual([]);
    expect(lost({ settings: { oidcSync: true } })).toEqual([]);
  });

  test("where EspoCRM's settings are made anew: the end of the old ones takes it away", () => {
    expect(lost(drifted(["delete", "create"]))).toEqual(["restapi_object.secret"]);
    expect(lost(drifted(["delete", "create"], ["delete", "create"]))).toEqual([]);
  });

  test("not where it is written again anyway", () => {
    expect(lostAfter(drifted(["update"], ["delete", "create"]))).toEqual([]);
  });

  test.each(["delete", "forget"])(
    "not where EspoCRM's settings go (%s): nobody needs it",
    (action) => {
      expect(lostAfter(drifted([action]))).toEqual([]);
    },
  );
});
