import { releaseLine } from "../authentik/release";
import type { Rule } from "./rule";

/** authentik accepts the logout URL. */
export const logoutRedirect: Rule = {
  id: "logout-redirect",
  outcome: "warned",
  why: "From release line 2026.5 on authentik answers 400 to a post_logout_redirect_uri without an id_token_hint, which EspoCRM never sends; older lines ignore it.",
  example: "login: { logoutUrl: https://authentik.company/application/o/espocrm/end-session/ }",
  check: ({ authentik, login }) =>
    login.logoutUrl?.includes("post_logout_redirect_uri") === true &&
    releaseLine(authentik.release)?.refusesPostLogoutRedirect === true
      ? [
          {
            path: ["login", "logoutUrl"],
            found: "a post_logout_redirect_uri",
            expected: "the plain end-session endpoint",
            mend: "leave logoutUrl out",
          },
        ]
      : [],
};
