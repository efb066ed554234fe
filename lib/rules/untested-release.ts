import { isNewerThanSupported, NEWEST_RELEASE } from "../authentik/release";
import { type Rule, shown } from "./rule";

/** The release line of authentik is one that this version was tested with. */
export const untestedRelease: Rule = {
  id: "untested-release",
  outcome: "warned",
  why: "A release line that is newer than all that were tested is taken for the newest of these, with a Terraform provider of its own line. What is new in it is not known here, and may be what a login needs.",
  example: `authentik: { url: https://authentik.company, release: "${NEWEST_RELEASE}" }`,
  check: ({ authentik: { release } }) =>
    isNewerThanSupported(release)
      ? [
          {
            path: ["authentik", "release"],
            found: `${shown(release)}, which is newer than what was tested: it is taken for ${NEWEST_RELEASE}`,
            expected: `a release line up to ${NEWEST_RELEASE}`,
            mend: `use a version of espo-authentik that knows authentik ${release}; until there is one, try it on a test server first, and run verify --login`,
          },
        ]
      : [],
};
