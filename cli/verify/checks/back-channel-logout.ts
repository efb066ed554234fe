import { seconds } from "../../../lib/declaration";
import type { Check } from "../check";
import { fail, notChecked, pass, warning } from "../outcome";

/** Less is no working session: the rule `backchannel-logout` says so, too. */
const HOUR = 3600;

/** authentik sends logout tokens that EspoCRM can use, for as long as people work. */
export const backChannelLogout: Check = {
  id: "back-channel-logout",
  title: "Back-channel logout",
  after: "authentik-api",
  run: async ({ provider: observation, declared }) => {
    const { logoutUri, name, userNameClaim } = declared;
    if (logoutUri === undefined) return notChecked("it is not declared");
    const provider = await observation.get();
    const deploy = `npx espo-authentik plan ${name}, then apply, sets it.`;
    if (provider?.logout_uri !== logoutUri || provider.logout_method !== "backchannel") {
      const found = provider?.logout_uri ?? "";
      return fail(`authentik tells ${found === "" ? "nobody" : found}, not ${logoutUri}`, deploy, [
        "authentik-api",
        "authentik",
      ]);
    }
    if (userNameClaim !== "sub") {
      return fail(
        `EspoCRM looks for ${userNameClaim} in logout tokens, where only sub is: it answers 403`,
        "Leave login.usernameClaim out (sub), or do without provider.backchannelLogout.",
      );
    }
    if ((seconds(provider.access_token_validity) ?? Infinity) < HOUR) {
      return warning(
        `authentik tells EspoCRM only while an access token lives (${provider.access_token_validity} after the login)`,
        "Raise provider.accessTokenValidity to the length of a working session.",
      );
    }
    return pass(`${logoutUri}, for ${provider.access_token_validity} after a login`);
  },
};
