import { isSupported, NEWEST_RELEASE } from "../../../lib/declaration";
import { matchRelease } from "../../servers/authentik/release-match";
import type { Check } from "../check";
import { differs, notChecked, pass, warning } from "../outcome";

/** The live authentik is of the declared release line. */
export const release: Check = {
  id: "release",
  title: "authentik's release line",
  run: async ({ declared, liveRelease }) => {
    const live = await liveRelease.get();
    const match = matchRelease(declared.release, live);
    if (match === "same") {
      const version = live.kind === "known" ? live.version : declared.release;
      if (isSupported(declared.release)) return pass(`it is ${version}, as declared`);
      return warning(
        `it is ${version}, as declared, and newer than what was tested: it is taken for ${NEWEST_RELEASE}`,
        `Use a version of espo-authentik that knows authentik ${declared.release}.`,
      );
    }
    if ("unknown" in match) return notChecked(match.unknown);
    const fix = `${match.fix.slice(0, 1).toUpperCase()}${match.fix.slice(1)}.`;
    return differs(`authentik ${match.is}; ${match.declared}`, fix);
  },
};
