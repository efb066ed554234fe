import type { Check } from "../check";
import { isRegistered, shownRedirectUris } from "../redirect-uris";
import { fail, pass } from "../outcome";

/** What EspoCRM makes browsers send is what authentik has registered, to the character. */
export const redirectUri: Check = {
  id: "redirect-uri",
  title: "What EspoCRM sends is registered",
  after: "espocrm",
  run: async ({ authorizationData, provider: observation, subject }, { unlessFailed }) => {
    const { sent } = await authorizationData.get();
    if (sent === undefined) {
      return unlessFailed(
        ["espocrm-settings", "espocrm"],
        fail(
          "EspoCRM does not sign in through OpenID Connect",
          `Deploy it: npx espo-authentik plan ${subject.name}, then apply.`,
        ),
      );
    }
    const provider = await observation.get();
    if (provider === undefined) {
      return unlessFailed(
        ["authentik-api", "authentik"],
        fail("authentik has no such provider", "Deploy it."),
      );
    }
    if (sent.clientId !== provider.client_id) {
      return unlessFailed(
        ["espocrm-settings"],
        fail(
          `EspoCRM sends the client ID "${sent.clientId}", authentik's is "${provider.client_id}"`,
          "Deploy again.",
        ),
      );
    }
    if (sent.endpoint !== subject.endpoints.authorization) {
      return unlessFailed(
        ["espocrm-settings"],
        fail(
          `EspoCRM sends browsers to ${sent.endpoint}, not to ${subject.endpoints.authorization}`,
          "Deploy again.",
        ),
      );
    }
    if (!isRegistered(provider, sent.redirectUri)) {
      return unlessFailed(
        ["site-url"],
        fail(
          `EspoCRM sends ${sent.redirectUri}, authentik has registered ${shownRedirectUris(provider)}`,
          "authentik compares to the character: deploy again, so that it is registered as EspoCRM sends it.",
        ),
      );
    }
    return pass(`client ID "${sent.clientId}", ${sent.redirectUri}`);
  },
};
