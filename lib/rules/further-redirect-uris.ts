import { redirectUri } from "../espocrm/addresses";
import { completeRedirectUri, redirectUriComplaint } from "../fields/redirect-uris";
import { isUnresolved } from "../terraform/unresolved";
import { type Finding, type Rule, shown } from "./rule";

/** People are handed over to known addresses alone. */
export const furtherRedirectUris: Rule = {
  id: "further-redirect-uris",
  outcome: "refused",
  why: "authentik hands each login, with the code that stands for it, to any address that is registered: a pattern that matches more than was meant gives it to somebody else.",
  example:
    "provider:\n  redirectUris:\n    - https://portal.company/oauth-callback.php\n    - { url: 'https://[a-z0-9-]+\\.portals\\.company/oauth-callback\\.php', matching: regex }",
  check: ({ espocrm, provider }): Finding[] => {
    const own = isUnresolved(espocrm.url) ? undefined : redirectUri(espocrm);
    const all = provider.redirectUris.map(completeRedirectUri);
    return all.flatMap((uri, index): Finding[] => {
      if (isUnresolved(uri.url) || uri.url.trim() === "") return [];
      const given = provider.redirectUris[index];
      const path = [
        "provider",
        "redirectUris",
        index,
        ...(typeof given === "string" ? [] : ["url"]),
      ];
      const complaint = redirectUriComplaint(uri);
      if (complaint !== undefined) return [{ path, ...complaint }];
      if (uri.url === own && uri.type === "login")
        return [
          {
            path,
            found: `${shown(uri.url)}, EspoCRM's own`,
            expected: "redirect URIs besides EspoCRM's, which is always registered",
            mend: "take it out",
          },
        ];
      const earlier = all.findIndex(({ type, url }) => url === uri.url && type === uri.type);
      if (earlier === index) return [];
      return [
        {
          path,
          found: `${shown(uri.url)}, as in provider.redirectUris[${String(earlier)}]`,
          expected: "each redirect URI once",
          mend: "take one of the two out",
        },
      ];
    });
  },
};
