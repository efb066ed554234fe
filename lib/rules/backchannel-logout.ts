import { isUnresolved } from "../terraform/unresolved";
import { seconds } from "../fields/forms";
import { type Finding, type Rule, shown } from "./rule";

const HOUR = 3600;

/** Back-channel logout reaches EspoCRM, and EspoCRM understands it. */
export const backchannelLogout: Rule = {
  id: "backchannel-logout",
  outcome: "warned",
  why: "authentik sends a logout token only while an access token of the session lives, and EspoCRM looks for the user name claim in it, where only sub is.",
  example: "provider: { backchannelLogout: true, accessTokenValidity: hours=10 }",
  check: ({ login, provider }) => {
    if (!provider.backchannelLogout) return [];
    const findings: Finding[] = [];
    const life = provider.accessTokenValidity;
    if ((seconds(life) ?? Infinity) < HOUR) {
      findings.push({
        path: ["provider", "accessTokenValidity"],
        found: shown(life),
        expected: "the length of a working session",
        mend: 'raise it, for example to "hours=10"',
      });
    }
    const claim = login.usernameClaim;
    if (claim !== "sub" && !isUnresolved(claim)) {
      findings.push({
        path: ["login", "usernameClaim"],
        found: shown(claim),
        expected: "sub",
        mend: "leave usernameClaim out, or do without backchannelLogout: EspoCRM answers 403 to every logout token",
      });
    }
    return findings;
  },
};
