import type { Check } from "../check";
import { NO_PROVIDER } from "./authentik-api";
import { isRegistered, shownRedirectUris } from "../redirect-uris";
import { fail, pass } from "../outcome";

/** What EspoCRM makes browsers send is what authentik has registered, to the character. */
export const redirectUri: Check = {
  id: "redirect-uri",
  title: "What EspoCRM sends is registered",
  after: "espocrm",
  run: async ({ authorizationData, provider: observation, declared }) => {
    const { sent } = await authorizationData.get();
    if (sent === undefined) {
      return fail(
        "EspoCRM does not sign in through OpenID Connect",
        `Deploy it: npx espo-authentik plan ${declared.stack}, then apply.`,
        ["espocrm-settings", "espocrm"],
      );
    }
    const provider = await observation.get();
    if (provider === undefined) return NO_PROVIDER;
    if (sent.clientId !== provider.client_id) {
      return fail(
        `EspoCRM sends the client ID "${sent.clientId}", authentik's is "${provider.client_id}"`,
        "Deploy again.",
        ["espocrm-settings"],
      );
    }
    if (sent.endpoint !== declared.endpoints.authorization) {
      return fail(
        `EspoCRM sends browsers to ${sent.endpoint}, not to ${declared.endpoints.authorization}`,
        "Deploy again.",
        ["espocrm-settings"],
      );
    }
    if (!isRegistered(provider, sent.redirectUri)) {
      return fail(
        `EspoCRM sends ${sent.redirectUri}, authentik has registered ${shownRedirectUris(provider)}`,
        "authentik compares to the character: deploy again, so that it is registered as EspoCRM sends it.",
        ["site-url"],
      );
    }
    return pass(`client ID "${sent.clientId}", ${sent.redirectUri}`);
  },
};
