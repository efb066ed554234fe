import { NEWEST_RELEASE, type Release, RELEASES } from "../../sandbox/authentik";
import { ESPOCRM_RELEASES, type EspoCrmRelease } from "../../sandbox/espocrm";

/** What a variable chooses among: nothing where it is not set, an error where it names what there is not. */
function chosen<T extends string>(variable: string, among: readonly T[]): T | undefined {
  const asked = process.env[variable];
  if (asked === undefined || asked === "") return undefined;
  const found = among.find((one) => one === asked);
  if (found === undefined) throw new Error(`${variable}=${asked}: give one of ${among.join(", ")}`);
  return found;
}

/** The release line of authentik that `TEST_AUTHENTIK` names; undefined where it is not set. */
export const TEST_AUTHENTIK = chosen("TEST_AUTHENTIK", RELEASES);

/** The version of EspoCRM that `TEST_ESPOCRM` names; undefined where it is not set. */
export const TEST_ESPOCRM = chosen("TEST_ESPOCRM", ESPOCRM_RELEASES);

/** The pair of servers that a test runs on which says nothing of either. */
export const PAIR: { readonly authentik: Release; readonly espocrm: EspoCrmRelease } = {
  authentik: TEST_AUTHENTIK ?? NEWEST_RELEASE,
  espocrm: TEST_ESPOCRM ?? ESPOCRM_RELEASES[0],
};

/** The lines of authentik that a test of each of them runs on: the pair's alone where one is named. */
export const EACH_AUTHENTIK = TEST_AUTHENTIK === undefined ? RELEASES : [TEST_AUTHENTIK];

/** The versions of EspoCRM that a test of each of them runs on: the pair's alone where one is named. */
export const EACH_ESPOCRM = TEST_ESPOCRM === undefined ? ESPOCRM_RELEASES : [TEST_ESPOCRM];

/** How a configuration names authentik's line: not at all where it is the newest, so that this is tested, too. */
export const declaredLine = (line: Release): { readonly release?: Release } =>
  line === NEWEST_RELEASE ? {} : { release: line };

/** Whether redirect URIs of the pair's authentik have a type, such as `logout`. */
export const HAS_TYPED_REDIRECT_URIS = PAIR.authentik !== "2026.2";

/** Whether applications of the pair's authentik can be hidden. */
export const HAS_HIDDEN_APPLICATIONS = PAIR.authentik !== "2026.2";

/** `test` where the pair can do it; else it is skipped, and its name says why. */
export const testWhere = (can: boolean, lacks: string) =>
  can
    ? test
    : (name: string, run: () => Promise<void>): void =>
        test.skip(`${name} [skipped: ${lacks}]`, run);
