import { releaseLine } from "../authentik/release";
import { completeRedirectUri } from "../fields/redirect-uris";
import type { PropertyPath, Rule } from "./rule";

/** The release line of authentik can do what is asked of it. */
export const releaseFeature: Rule = {
  id: "release-feature",
  outcome: "refused",
  why: "The Terraform provider of an older release line does not know newer settings, and would leave them out without a word.",
  example:
    'authentik: { url: https://authentik.company, release: "2026.5" }\napplication: { name: EspoCRM, slug: espocrm, hide: true }',
  check: ({ application, authentik, provider }) => {
    const { release } = authentik;
    const line = releaseLine(release);
    const lacking: PropertyPath[] = [
      ...(application.hide !== undefined && line?.hiddenApplications === false
        ? [["application", "hide"]]
        : []),
      ...(line?.grantTypes === false
        ? provider.redirectUris.flatMap((uri, index) =>
            completeRedirectUri(uri).type === "logout"
              ? [["provider", "redirectUris", index, "type"]]
              : [],
          )
        : []),
    ];
    return lacking.map((path) => ({
      path,
      found: `a setting that authentik ${release} does not have`,
      expected: "settings of that release line",
      mend: "leave it out, or set authentik.release to the line of your server if it is newer",
    }));
  },
};
