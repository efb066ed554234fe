import { releaseFeature } from "../../../lib/rules/release-feature";
import { describeRule } from "./describe-rule";

describeRule(releaseFeature, {
  finds: {
    "a hidden application on line 2026.2": [
      { authentik: { release: "2026.2" }, application: { hide: true } },
      "application.hide: found a setting that authentik 2026.2 does not have; expected settings of that release line. To fix it, leave it out, or set authentik.release to the line of your server if it is newer.",
    ],
    "a redirect URI for logging out on line 2026.2": [
      {
        authentik: { release: "2026.2" },
        provider: {
          redirectUris: ["https://a.company/x", { url: "https://a.company/y", type: "logout" }],
        },
      },
      "provider.redirectUris[1].type: found a setting that authentik 2026.2 does not have; expected settings of that release line. To fix it, leave it out, or set authentik.release to the line of your server if it is newer.",
    ],
  },
  passes: {
    "a redirect URI for logging out on the newest line": {
      provider: { redirectUris: [{ url: "https://a.company/y", type: "logout" }] },
    },
    "a hidden application on the newest line": { application: { hide: true } },
    "an application of line 2026.2 without it": { authentik: { release: "2026.2" } },
  },
});
