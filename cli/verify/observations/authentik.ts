import { z } from "zod";
import { answerJson, type HttpAnswer, statusFault } from "../../servers/http/answer";
import type { HttpClient } from "../../servers/http/client";
import { ServerFault, shownUrl } from "../../servers/http/server-fault";
import { Observation } from "../observation";
import type { Subject } from "../declaration";
import type { EspoCrmObservations } from "./espocrm";

const discoverySchema = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  userinfo_endpoint: z.string(),
  end_session_endpoint: z.string(),
  jwks_uri: z.string(),
  scopes_supported: z.array(z.string()).optional(),
  claims_supported: z.array(z.string()).optional(),
});

/** OpenID Connect Discovery 1.0, section 3, as far as it is looked at. */
export type Discovery = z.infer<typeof discoverySchema>;

const keySchema = z.looseObject({
  kty: z.string(),
  kid: z.string().optional(),
  alg: z.string().optional(),
  "x5t#S256": z.string().optional(),
  x5c: z.array(z.string()).optional(),
});

/** A public key of a JWKS (RFC 7517), as far as it is looked at. */
export type PublicKey = z.infer<typeof keySchema>;

// authentik's answer without a signing key is `{}`.
const jwksSchema = z.looseObject({ keys: z.array(keySchema).optional() });

const errorSchema = z.looseObject({ error: z.string() });

/** authentik's answer to a code that it never gave. */
export interface TokenRefusal {
  /** The error code (RFC 6749, section 5.2); undefined where the answer has none. */
  readonly error: string | undefined;
  /** HTTP status. */
  readonly status: number;
}

/** What authentik's public pages say. */
export interface AuthentikObservations {
  /** The discovery document, and the answer that held it. */
  readonly discovery: Observation<{ readonly document: Discovery; readonly answer: HttpAnswer }>;
  /** The public keys; empty without a signing key. */
  readonly keys: Observation<readonly PublicKey[]>;
  /** The answer to an authorization request as EspoCRM makes it, by someone who is not signed in. */
  readonly authorization: Observation<HttpAnswer>;
  /** The answer to someone who signs out without having signed in. */
  readonly endSession: Observation<HttpAnswer>;
  /** Presents a made-up code with this secret and redirect URI. */
  readonly presentCode: (secret: string, redirectUri: string) => Promise<TokenRefusal>;
}

/** The observations of one application through `client`. */
export function observeAuthentik(
  client: HttpClient,
  subject: Subject,
  espocrm: EspoCrmObservations,
): AuthentikObservations {
  const { endpoints } = subject;
  return {
    discovery: new Observation("authentik", async () => {
      const answer = await client.send({ url: endpoints.discovery });
      if (answer.status === 404) throw noApplication(subject);
      return { document: answerJson(answer, discoverySchema), answer };
    }),
    keys: new Observation("signing-key", async () => {
      const answer = await client.send({ url: endpoints.jwks });
      return answerJson(answer, jwksSchema).keys ?? [];
    }),
    authorization: new Observation("authorization", async () => {
      const parameters = authorizationParameters(subject, await espocrm.sent.ifThere());
      const answer = await client.send({
        url: `${endpoints.authorization}?${parameters.toString()}`,
      });
      if (answer.status > 400) throw statusFault(answer);
      return answer;
    }),
    endSession: new Observation("logout", async () => {
      const url = logoutAddress(subject);
      const isOwn = new URL(url).origin === new URL(subject.endpoints.endSession).origin;
      const answer = await client.send(isOwn ? { url } : { url, side: "the logout URL's host" });
      if (answer.status > 400) throw statusFault(answer);
      return answer;
    }),
    presentCode: async (secret, redirectUri) => {
      const answer = await client.send({
        method: "POST",
        url: endpoints.token,
        form: {
          grant_type: "authorization_code",
          client_id: subject.clientId,
          client_secret: secret,
          code: "espo-authentik-verify",
          redirect_uri: redirectUri,
        },
      });
      if (answer.status !== 400 && answer.status !== 401) throw statusFault(answer);
      return { error: answerJsonOfError(answer), status: answer.status };
    },
  };
}

/** What EspoCRM's browser sends: what EspoCRM says it does, or what is declared. */
function authorizationParameters(
  { clientId, redirectUri, scopes }: Subject,
  sent: { readonly clientId: string; readonly redirectUri: string } | undefined,
): URLSearchParams {
  return new URLSearchParams({
    client_id: sent?.clientId ?? clientId,
    redirect_uri: sent?.redirectUri ?? redirectUri,
    response_type: "code",
    scope: ["openid", ...scopes.filter((scope) => scope !== "openid")].join(" "),
    state: "verify",
    nonce: "verify",
  });
}

/** EspoCRM's logout URL with its placeholders filled in. */
function logoutAddress({ clientId, endpoints, settings, siteUrl }: Subject): string {
  const declared = settings.oidcLogoutUrl;
  return (typeof declared === "string" ? declared : endpoints.endSession)
    .replaceAll("{clientId}", encodeURIComponent(clientId))
    .replaceAll("{siteUrl}", encodeURIComponent(siteUrl));
}

function noApplication({ endpoints, name, slug }: Subject): ServerFault {
  return new ServerFault({
    side: "authentik",
    url: shownUrl(endpoints.discovery),
    kind: "status",
    status: 404,
    happened: `knows no application with the slug "${slug}"`,
    mend: `Deploy it (npx espo-authentik plan ${name}, then apply); if it is there under another slug, correct application.slug.`,
  });
}

function answerJsonOfError(answer: HttpAnswer): string | undefined {
  return answerJson({ ...answer, status: 200 }, errorSchema).error;
}
