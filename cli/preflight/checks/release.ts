import { SUPPORTED_RELEASES } from "../../../lib/declaration";
import { liveRelease } from "../../servers/authentik/release";
import { matchRelease } from "../../servers/authentik/release-match";
import type { PreflightCheck } from "../check";

/**
 * authentik is of the declared release line. Of another one Terraform's provider drops settings, plans
 * the same change for ever, or fails in the middle. Where the line can't be known, the plan goes on.
 */
export const release: PreflightCheck = async ({ authentik, declared }) => {
  const live = await authentik.once("release", () => liveRelease(authentik.authentik));
  const match = matchRelease(declared.release, live);
  if (match === "same" || "unknown" in match) return [];
  return [
    {
      id: "release",
      place: "authentik.release",
      found: `authentik ${match.is}; ${match.declared}`,
      expected: `the release line of the server, one of ${SUPPORTED_RELEASES.join(", ")}`,
      fix: match.fix,
    },
  ];
};
