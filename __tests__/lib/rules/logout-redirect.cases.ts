import { logoutRedirect } from "../../../lib/rules/logout-redirect";
import { describeRule } from "./describe-rule";

const logoutUrl =
  "https://authentik.company/application/o/espocrm/end-session/?post_logout_redirect_uri={siteUrl}";

describeRule(logoutRedirect, {
  finds: {
    "a post-logout redirect on line 2026.5, the default": [
      { login: { logoutUrl } },
      "login.logoutUrl: found a post_logout_redirect_uri; expected the plain end-session endpoint. To fix it, leave logoutUrl out.",
    ],
  },
  passes: {
    "the same on line 2026.2, which ignores it": {
      authentik: { release: "2026.2" },
      login: { logoutUrl },
    },
    "another page of authentik": {
      login: { logoutUrl: "https://authentik.company/if/flow/default-invalidation-flow/" },
    },
  },
});
