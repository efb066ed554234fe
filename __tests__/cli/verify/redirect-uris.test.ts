import type { OAuth2Provider } from "../../../cli/servers/authentik/authentik";
import { isRegistered, registeredRedirectUri } from "../../../cli/verify/redirect-uris";

type RedirectUri = OAuth2Provider["redirect_uris"][number];
const URI = "https://crm.company/oauth-callback.php";

const provider = (...redirect_uris: RedirectUri[]): OAuth2Provider => ({
  pk: 1,
  name: "EspoCRM",
  client_id: "crm",
  client_secret: "secret",
  signing_key: null,
  property_mappings: [],
  sub_mode: "user_username",
  include_claims_in_id_token: true,
  access_token_validity: "minutes=10",
  assigned_application_slug: "crm",
  redirect_uris,
});
const strict = (url: string, redirect_uri_type?: string): RedirectUri => ({
  matching_mode: "strict",
  url,
  ...(redirect_uri_type !== undefined && { redirect_uri_type }),
});
const pattern = (url: string): RedirectUri => ({ matching_mode: "regex", url });

test.each<[string, RedirectUri, boolean]>([
  ["equal to the character", strict(URI), true],
  ["off by a slash", strict(`${URI}/`), false],
  ["of a logout", strict(URI, "logout"), false],
  ["of an authorization", strict(URI, "authorization"), true],
  ["a pattern of the whole", pattern("https://crm\\.company/.*"), true],
  ["a pattern of the beginning alone", pattern("https://crm\\.company/oauth"), false],
  ["a pattern of the end alone", pattern("oauth-callback\\.php"), false],
  ["a choice, of which no part fits the whole", pattern("https://crm|callback\\.php"), false],
  ["a pattern that is none", pattern("("), false],
])("%s: %j is accepted: %s", (_, uri, isAccepted) => {
  expect(isRegistered(provider(uri), URI)).toBe(isAccepted);
});

test("of several, the one that is surely accepted is no pattern and none of a logout", () => {
  const all = provider(pattern(".*"), strict("https://out/", "logout"), strict(URI));
  expect(registeredRedirectUri(all)).toBe(URI);
  expect(registeredRedirectUri(provider(pattern(".*")))).toBeUndefined();
});
