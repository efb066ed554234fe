/** The endpoints of an OAuth2 provider, as authentik states them. */
import { TRAITS } from "../../../authentik/release";
import { type AuthentikRelease, lineOf } from "../../release";
import { scalarText } from "../../go-text";
import { asNumber, asText } from "../../wire/values";
import * as shapes from "../shapes";
import type { Lookup } from "./lookup";
import { conflict, firstOf } from "./lookup";

/** `authentik_provider_oauth2_config`; without an application authentik's answer lacks `jwks`. */
export const oauth2Config = (release: AuthentikRelease): Lookup => ({
  validate: (config) => [
    ...conflict(config, "name", "provider_id"),
    ...conflict(config, "provider_id", "name"),
  ],
  read: async (client, config) => {
    const path = "/providers/oauth2/";
    const given = asNumber(config["provider_id"]);
    const found = given
      ? { pk: given }
      : firstOf(
          await client.list(path, shapes.oauth2Provider(TRAITS[lineOf(release)]), {
            name: asText(config["name"]),
          }),
          "no matching providers found",
        );
    const id = scalarText(found["pk"]);
    const urls = await client.get(
      `${path}${id}/setup_urls/`,
      shapes.setupUrls(TRAITS[lineOf(release)]),
    );
    return {
      id,
      issuer_url: asText(urls["issuer"]),
      authorize_url: asText(urls["authorize"]),
      token_url: asText(urls["token"]),
      user_info_url: asText(urls["user_info"]),
      provider_info_url: asText(urls["provider_info"]),
      logout_url: asText(urls["logout"]),
      jwks_url: asText(urls["jwks"]),
    };
  },
});
