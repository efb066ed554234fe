import { Token } from "cdktf";
import { furtherRedirectUris } from "../../../lib/rules/further-redirect-uris";
import { describeRule } from "./describe-rule";

const PORTAL = "https://portal.company/oauth-callback.php";
const wide = (index: number, pattern: string) =>
  `provider.redirectUris[${index}].url: found ${JSON.stringify(pattern)}, which may match the address of another host; expected https:// and a host whose domain is written out, each dot as \\., and a / after it. To fix it, write it as https://[a-z0-9-]+\\.portals\\.company/oauth-callback\\.php.`;
const regex = (...patterns: string[]) => ({
  provider: { redirectUris: patterns.map((url) => ({ url, matching: "regex" as const })) },
});
const strict = (...redirectUris: string[]) => ({ provider: { redirectUris } });

const WIDE = [
  ".*",
  "https://.*",
  "https://portal.company/.*",
  "https://portal\\.company.*",
  "https://portal\\.company/?.*",
  "https://portal\\.company/*.*",
  "https://portal\\.company/{0}.evil",
  "https://[^/]+\\.company\\.example/",
  "https://[0-z]+\\.company\\.example/",
  "https://[a-z.]+\\.company\\.example/",
  "https://[a-z]+\\.example/",
  "https?://portal\\.company/",
  "https://portal\\.company|https://evil\\.example/",
  "https://\\w+\\.portals\\.company/",
  "https://user@portal\\.company/",
];

describeRule(furtherRedirectUris, {
  finds: {
    "patterns that match the addresses of other hosts": [
      regex(...WIDE),
      ...WIDE.map((pattern, index) => wide(index, pattern)),
    ],
    "an alternative that leaves the host out": [
      regex("https://portal\\.company/a|.*"),
      'provider.redirectUris[0].url: found "https://portal\\\\.company/a|.*", whose | leaves the host out of one of its alternatives; expected alternatives inside of parentheses. To fix it, put parentheses around them, behind the host, or write several redirect URIs.',
    ],
    "what is no regular expression": [
      regex("https://portal\\.company/("),
      'provider.redirectUris[0].url: found "https://portal\\\\.company/(", expected a regular expression. To fix it, correct it, or leave matching out to have it compared to the character.'.replace(
        '", expected',
        '"; expected',
      ),
    ],
    "what is no address": [
      strict("portal.company/oauth-callback.php", "https://portal.company/ x"),
      'provider.redirectUris[0]: found "portal.company/oauth-callback.php"; expected a whole address, as https://portal.company/oauth-callback.php. To fix it, write it as the application sends it.',
      'provider.redirectUris[1]: found "https://portal.company/ x"; expected a whole address, as https://portal.company/oauth-callback.php. To fix it, write it as the application sends it.',
    ],
    "a * that would be compared to the character": [
      strict("https://portal.company/*"),
      'provider.redirectUris[0]: found "https://portal.company/*"; expected an address without *: authentik compares it to the character. To fix it, write it whole, or as a regular expression: { url: …, matching: regex }.',
    ],
    "credentials, which are not shown, and a fragment": [
      strict("https://a:hidden@portal.company/", `${PORTAL}#x`),
      "provider.redirectUris[0]: found credentials in the address (not shown); expected a whole address, as https://portal.company/oauth-callback.php. To fix it, take them out.",
      `provider.redirectUris[1]: found "${PORTAL}#x"; expected an address without a fragment. To fix it, take it out.`,
    ],
    "plain http to another machine": [
      strict("http://portal.company/oauth-callback.php"),
      'provider.redirectUris[0]: found "http://portal.company/oauth-callback.php"; expected https, or a host that is this machine. To fix it, use https: the code of a login can be read on the way.',
    ],
    "EspoCRM's own, and one twice": [
      strict("https://espocrm.company/oauth-callback.php", PORTAL, PORTAL),
      "provider.redirectUris[0]: found \"https://espocrm.company/oauth-callback.php\", EspoCRM's own; expected redirect URIs besides EspoCRM's, which is always registered. To fix it, take it out.",
      `provider.redirectUris[2]: found "${PORTAL}", as in provider.redirectUris[1]; expected each redirect URI once. To fix it, take one of the two out.`,
    ],
  },
  passes: {
    "addresses, also of another host, and of this machine": strict(
      PORTAL,
      "http://127.0.0.1:8080/oauth-callback.php",
      "https://portal.elsewhere.example/oauth-callback.php?x=1",
    ),
    "one address for logging in and for logging out": {
      provider: { redirectUris: [PORTAL, { url: PORTAL, type: "logout" }] },
    },
    "patterns whose domain is written out": regex(
      "https://[a-z0-9-]+\\.portals\\.company/oauth-callback\\.php",
      "^https://crm[0-9]{1,3}\\.portals\\.company:8443/(a|b)/oauth-callback\\.php$",
      "https://portal\\.company/.*",
    ),
    "what Terraform will know": strict(Token.asString({ resolve: () => "x" })),
  },
});
