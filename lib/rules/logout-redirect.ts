import { NEWEST_RELEASE, RELEASE_LINES } from "../authentik/release";
import type { Rule } from "./rule";

/** authentik accepts the logout URL. */
export const logoutRedirect: Rule = {
  id: "logout-redirect",
  outcome: "warned",
  why: "From release line 2026.5 on authentik answers 400 to a post_logout_redirect_uri without an id_token_hint, which EspoCRM never sends; older lines ignore it.",
  check: ({ authentik, login }) =>
    login?.logoutUrl?.includes("post_logout_redirect_uri") === true &&
    RELEASE_LINES[authentik.release ?? NEWEST_RELEASE].grantTypes
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
