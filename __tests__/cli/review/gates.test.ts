import { reviewPlan } from "../../../cli/review/index";
import { TEST_KEYS } from "../../../sandbox/authentik/state/test-keys";
import { smallPlan, type Wish } from "./small-plan";

/** Ids of the gates that refuse what a wish plans. */
function refusals(wish: Wish): string[] {
  const review = reviewPlan(smallPlan(wish));
  const findings = [...review.findings, ...review.integrations.flatMap((one) => one.findings)];
  return findings.filter(({ outcome }) => outcome === "refused").map(({ id }) => id);
}

const uri = (url: string, more: object = {}) => ({
  provider: { allowed_redirect_uris: [{ matching_mode: "strict", url, ...more }] },
});
const OWN = "https://espocrm.company/oauth-callback.php";
const OTHER = "https://portal.company/oauth-callback.php";
/** A redirect URI besides EspoCRM's own, declared. */
const declared = (url: string, matching = "strict"): Wish => ({
  provider: {
    allowed_redirect_uris: [
      { matching_mode: "strict", url: OWN },
      { matching_mode: matching, url },
    ],
  },
  stated: { redirectUris: [{ url, matching, type: "login" }] },
});
const gone = { provider: ["delete"], application: ["delete"] };

/** The state of a plan that holds the certificate of the signing key. */
const certificate = (type: "rsa" | "ec"): Wish => ({
  provider: { sub_mode: "user_email" },
  also: {
    prior_state: {
      values: {
        root_module: {
          resources: [
            {
              address: "data.authentik_certificate_key_pair.key",
              mode: "data",
              type: "authentik_certificate_key_pair",
              values: {
                id: "key-1",
                certificate_data: TEST_KEYS[type].certificate.toString(),
              },
            },
          ],
        },
      },
    },
  },
});

describe("gates refuse", () => {
  test.each<[string, Wish, string[]]>([
    [
      "a login method that there is not",
      { settings: { authenticationMethod: "Nope" } },
      ["lock-out"],
    ],
    ["a login method of nothing", { settings: { authenticationMethod: null } }, ["lock-out"]],
    [
      "passwords switched off, with administrators kept out of authentik",
      { settings: { oidcFallback: false, oidcAllowAdminUser: false } },
      ["lock-out", "terraform-credentials"],
    ],
    [
      "passwords switched off, though administrators get in through authentik",
      { settings: { oidcFallback: false, oidcAllowAdminUser: true } },
      ["terraform-credentials"],
    ],
    ["OIDC without a client ID", { settings: { oidcClientId: "" } }, ["lock-out"]],
    ["OIDC without the address of keys", { settings: { oidcJwksEndpoint: null } }, ["lock-out"]],
    [
      "grant types without the code",
      { provider: { grant_types: ["refresh_token"] } },
      ["lock-out"],
    ],
    [
      "the application deleted alone",
      { actions: { application: ["delete"] } },
      ["application-gone"],
    ],
    [
      "the provider replaced",
      { actions: { provider: ["delete", "create"] } },
      ["application-gone"],
    ],
    [
      "the provider made a second time, while the first has its name",
      { actions: { provider: ["create", "delete"] } },
      ["second-of-its-name"],
    ],
    [
      "the application made a second time, while the first has its slug",
      { actions: { application: ["create", "delete"] } },
      ["second-of-its-name"],
    ],
    [
      "a policy made a second time, while the first has its name",
      { actions: { "policy-a": ["create", "delete"] } },
      ["second-of-its-name"],
    ],
    [
      "the authentik side deleted, with EspoCRM's settings forgotten",
      { actions: { ...gone, settings: ["forget"] } },
      ["application-gone", "application-gone"],
    ],
    ["a provider without a key", { provider: { signing_key: "" } }, ["signing-key"]],
    ["tokens that are encrypted", { provider: { encryption_key: "key-2" } }, ["signing-key"]],
    [
      "algorithms without RS256",
      { settings: { oidcJwtSignatureAlgorithmList: ["RS512"] } },
      ["signing-key"],
    ],
    ["a key on an elliptic curve", certificate("ec"), ["signing-key"]],
    [
      "a redirect URI of another host",
      uri("https://evil.example/oauth-callback.php"),
      ["redirect-uri"],
    ],
    ["a redirect URI off by a slash", uri(`${OWN}/`), ["redirect-uri"]],
    ["a redirect URI that is a pattern", uri(OWN, { matching_mode: "regex" }), ["redirect-uri"]],
    [
      "a declared redirect URI that is a wide pattern",
      declared("https://.*", "regex"),
      ["redirect-uri"],
    ],
    [
      "a redirect URI beside the declared one",
      { ...uri("https://evil.example/"), stated: declared(OTHER).stated ?? null },
      ["redirect-uri"],
    ],
    ["no redirect URI", { provider: { allowed_redirect_uris: [] } }, ["redirect-uri"]],
    ["only one for logout", uri(OWN, { redirect_uri_type: "logout" }), ["redirect-uri"]],
    ["the last binding switched off", { binding: { enabled: false } }, ["last-binding-removed"]],
    [
      "the last binding deleted",
      { actions: { "binding-group-crm-users": ["delete"] } },
      ["last-binding-removed"],
    ],
  ])("%s", (_, wish, expected) => {
    expect(refusals(wish)).toEqual(expected);
  });
});

describe("gates let through", () => {
  test.each<[string, Wish]>([
    ["a plan without anything to do", {}],
    ["EspoCRM's own login", { settings: { authenticationMethod: "Espo", oidcFallback: false } }],
    ["LDAP", { settings: { authenticationMethod: "LDAP" } }],
    [
      "administrators kept out of authentik, with their passwords",
      { settings: { oidcAllowAdminUser: false } },
    ],
    ["another RSA key", certificate("rsa")],
    [
      "HS256 where there is no key",
      { provider: { signing_key: null }, settings: { oidcJwtSignatureAlgorithmList: ["HS256"] } },
    ],
    [
      "another address for logout",
      {
        provider: {
          allowed_redirect_uris: [
            { matching_mode: "strict", url: OWN, redirect_uri_type: "authorization" },
            {
              matching_mode: "strict",
              url: "https://espocrm.company",
              redirect_uri_type: "logout",
            },
          ],
        },
      },
    ],
    ["a declared redirect URI of another host", declared(OTHER)],
    ["another group in place of the old one", { binding: { group: "sales" } }],
    ["grant types that are not given", { provider: { grant_types: null } }],
  ])("%s", (_, wish) => {
    expect(refusals(wish)).toEqual([]);
  });
});
