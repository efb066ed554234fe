import { releaseLine } from "../../../lib/declaration";
import { header } from "../../servers/http/answer";
import type { Check } from "../check";
import { fail, pass, warning } from "../outcome";

/** The address to which EspoCRM sends a browser at logout answers. */
export const logout: Check = {
  id: "logout",
  title: "Logout address",
  after: "authentik",
  run: async ({ endSession, declared }) => {
    const answer = await endSession.get();
    const url = declared.settings.oidcLogoutUrl;
    const leadsBack = typeof url === "string" && url.includes("post_logout_redirect_uri");
    const line = releaseLine(declared.release);
    if (leadsBack && (answer.status === 400 || line?.refusesPostLogoutRedirect === true)) {
      return (answer.status === 400 ? fail : warning)(
        "it asks authentik to lead back to EspoCRM: authentik then wants an id_token_hint, which EspoCRM never sends, and shows an error page (HTTP 400)",
        "Leave login.logoutUrl out.",
      );
    }
    if (answer.status >= 400) {
      return fail(
        `it answers with HTTP ${answer.status}`,
        "Open it in a browser; leave login.logoutUrl out to use the application's own.",
      );
    }
    return pass(
      header(answer, "location") === undefined ? "it answers" : "it answers, and goes on",
    );
  },
};
