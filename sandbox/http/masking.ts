/** What stands where a secret was. */
const MASK = "…";

const SECRET_KEYS = new Set(
  [
    "oidcClientSecret",
    "client_secret",
    "clientSecret",
    "client_assertion",
    "password",
    "token",
    "access_token",
    "refresh_token",
    "id_token",
    "logout_token",
    "code",
    "code_verifier",
    "id_token_hint",
    "apiKey",
    "key",
    "secretKey",
  ].map((key) => key.toLowerCase()),
);

/** Headers that carry nothing but a credential. */
const CREDENTIAL_HEADERS = new Set([
  "cookie",
  "set-cookie",
  "espo-authorization",
  "x-api-key",
  "x-hmac-authorization",
  "x-oidc-authorization-nonce",
  "x-authentik-csrf",
]);

/** Headers of the form `<scheme> <credential>` (RFC 9110, section 11.4). */
const SCHEME_HEADERS = new Set(["authorization", "proxy-authorization"]);

/** A header's value without its credential: `Authorization` keeps its scheme, `Basic …`. */
export function maskedHeader(name: string, value: string): string {
  if (CREDENTIAL_HEADERS.has(name)) return MASK;
  if (!SCHEME_HEADERS.has(name)) return value;
  const [scheme, credential] = value.split(" ", 2);
  return credential === undefined ? MASK : `${scheme ?? ""} ${MASK}`;
}

/** A request body, JSON or form, with the value of every secret key masked. */
export function maskedBody(body: string): string {
  if (body === "") return body;
  try {
    return JSON.stringify(maskedValue(JSON.parse(body)));
  } catch {
    // Neither JSON nor a form: what cannot be read cannot be masked key by key.
    return /^[^\s={}[\]"]+=/.test(body) ? maskedForm(body) : MASK;
  }
}

/** A URL as sent, with the value of every secret query parameter masked. */
export function maskedUrl(url: string): string {
  const query = url.indexOf("?");
  return query < 0 ? url : `${url.slice(0, query)}?${maskedForm(url.slice(query + 1))}`;
}

function maskedForm(form: string): string {
  return form
    .split("&")
    .map((pair) => {
      const name = pair.split("=", 1)[0] ?? "";
      return SECRET_KEYS.has(name.toLowerCase()) ? `${name}=${MASK}` : pair;
    })
    .join("&");
}

function maskedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskedValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SECRET_KEYS.has(key.toLowerCase()) && inner !== null ? MASK : maskedValue(inner),
    ]),
  );
}
