import { issuerOf } from "../api/setup-urls";
import type { Services } from "../services";
import type { Application, OAuth2Provider, User } from "../state/models";
import { claimsOf } from "./claims";
import { algorithmOf } from "./signing";
import { ACR } from "./token-claims";

const STANDARD_CLAIMS = [
  "sub",
  "iss",
  "aud",
  "exp",
  "iat",
  "auth_time",
  "acr",
  "amr",
  "nonce",
] as const;

/** Somebody to find out with which claims a provider's mappings give. */
const NOBODY: User = {
  pk: 0,
  uuid: "00000000-0000-0000-0000-000000000000",
  username: "",
  name: "",
  email: "",
  is_active: false,
  path: "",
  type: "internal",
  groups: [],
  roles: [],
  attributes: {},
  password: undefined,
  date_joined: "",
  last_login: null,
  password_change_date: "",
  last_updated: "",
};

/** The discovery document of an application. */
export function discoveryDocument(
  { state, traits }: Services,
  origin: string,
  { slug }: Application,
  provider: OAuth2Provider,
): object {
  const base = `${origin}/application/o`;
  const mapped = [
    ...new Set(
      provider.property_mappings.flatMap((pk) => state.scopeMappings.get(pk)?.scope_name ?? []),
    ),
  ];
  return {
    issuer: issuerOf(origin, provider, slug),
    authorization_endpoint: `${base}/authorize/`,
    token_endpoint: `${base}/token/`,
    userinfo_endpoint: `${base}/userinfo/`,
    end_session_endpoint: `${base}/${slug}/end-session/`,
    introspection_endpoint: `${base}/introspect/`,
    revocation_endpoint: `${base}/revoke/`,
    device_authorization_endpoint: `${base}/device/`,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    ...(traits.announcesFrontchannel && {
      frontchannel_logout_supported: true,
      frontchannel_logout_session_supported: true,
    }),
    response_types_supported: [
      "code",
      "id_token",
      "id_token token",
      "code token",
      "code id_token",
      "code id_token token",
    ],
    response_modes_supported: ["query", "fragment", "form_post"],
    jwks_uri: `${base}/${slug}/jwks/`,
    grant_types_supported: [
      "authorization_code",
      "refresh_token",
      "implicit",
      "client_credentials",
      "password",
      "urn:ietf:params:oauth:grant-type:device_code",
    ],
    id_token_signing_alg_values_supported: [algorithmOf(state, provider)],
    ...(provider.encryption_key !== null && {
      id_token_encryption_alg_values_supported: ["RSA-OAEP-256"],
      id_token_encryption_enc_values_supported: ["A256CBC-HS512"],
    }),
    subject_types_supported: ["public"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
    acr_values_supported: [ACR],
    scopes_supported: mapped.includes("openid") ? mapped : [...mapped, "openid"],
    request_parameter_supported: false,
    claims_supported: [
      ...STANDARD_CLAIMS,
      ...Object.keys(claimsOf(state, provider, NOBODY, mapped)),
    ],
    claims_parameter_supported: false,
    code_challenge_methods_supported: ["plain", "S256"],
  };
}
