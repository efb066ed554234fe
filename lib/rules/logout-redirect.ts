import { releaseLine } from "../authentik/release";
import type { Rule } from "./rule";

/** authentik accepts the logout URL. */
export const logoutRedirect: Rule = {
  id: "logout-redirect",
  outcome: "warned",
  why: "authentik 2026.5 answers 400 to a post_logout_redirect_uri without an id_token_hint, which EspoCRM never sends. Older lines ignore it, and so does 2026.8 by its source, unless a redirect URI of type logout is registered: nobody is led back by it.",
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
