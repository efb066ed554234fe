import { seconds } from "../../../lib/declaration";
import type { Check } from "../check";
import type { OAuth2Provider } from "../../servers/authentik/authentik";
import type { Facts } from "../facts";
import { fail, notChecked, type Outcome, pass, warning } from "../outcome";

/** Less is no working session: the rule `backchannel-logout` says so, too. */
const HOUR = 3600;

/** authentik sends logout tokens that EspoCRM can use, for as long as people work. */
export const backChannelLogout: Check = {
  id: "back-channel-logout",
  title: "Back-channel logout",
  after: "authentik-api",
  run: async (facts) => {
    const { logoutUri, name, sendsLogout, userNameClaim } = facts.declared;
    const provider = await facts.provider.get();
    const others = await undeclared(facts, provider);
    if (others !== undefined) return others;
    if (!sendsLogout) return notChecked("it is not declared");
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

/** Whom authentik tells of users and their sessions, and nothing declares that. */
async function undeclared(
  { application: observation, declared }: Facts,
  provider: OAuth2Provider | undefined,
): Promise<Outcome | undefined> {
  const found = provider?.logout_uri ?? "";
  if (!declared.sendsLogout && found !== "" && found !== declared.logoutUri) {
    return fail(
      `authentik sends logout tokens, which name people, to ${found}, and nothing declares that`,
      `Take it out by hand, as the Terraform provider cannot (authentik: Applications, Providers, ${provider?.name ?? ""}, Logout URI); or set provider.backchannelLogout, and it is the one of EspoCRM.`,
    );
  }
  const application = await observation.ifThere();
  const count = application?.backchannel_providers?.length ?? 0;
  if (application === undefined || count === 0) return undefined;
  return fail(
    `authentik's application "${application.name}" has ${count === 1 ? "a back-channel provider, which is" : `${count} back-channel providers, which are`} told of its users, and nothing declares that`,
    `Take it out: npx espo-authentik plan ${declared.stack}, then apply (or by hand: Applications, ${application.name}, Backchannel Providers).`,
  );
}
