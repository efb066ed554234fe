import { NEWEST_RELEASE, RELEASE_LINES } from "../authentik/release";
import type { Rule } from "./rule";

/** The release line of authentik can do what is asked of it. */
export const releaseFeature: Rule = {
  id: "release-feature",
  outcome: "refused",
  why: "The Terraform provider of an older release line does not know newer settings, and would leave them out without a word.",
  check: ({ application, authentik }) => {
    const release = authentik.release ?? NEWEST_RELEASE;
    if (application.hide === undefined || RELEASE_LINES[release].hiddenApplications) return [];
    return [
      {
        path: ["application", "hide"],
        found: `a setting that authentik ${release} does not have`,
        expected: "settings of that release line",
        mend: "leave it out, or set authentik.release to the line of your server if it is newer",
      },
    ];
  },
};
