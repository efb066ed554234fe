import { releaseLine } from "../authentik/release";
import type { Rule } from "./rule";

/** The release line of authentik can do what is asked of it. */
export const releaseFeature: Rule = {
  id: "release-feature",
  outcome: "refused",
  why: "The Terraform provider of an older release line does not know newer settings, and would leave them out without a word.",
  example:
    'authentik: { url: https://authentik.company, release: "2026.5" }\napplication: { name: EspoCRM, slug: espocrm, hide: true }',
  check: ({ application, authentik }) => {
    const { release } = authentik;
    if (application.hide === undefined || releaseLine(release)?.hiddenApplications !== false)
      return [];
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
