import { z } from "zod";
import { page } from "../../../lib/pages";
import { answerJson, type HttpAnswer, statusFault } from "../../servers/http/answer";
import type { HttpClient } from "../../servers/http/client";
import { ServerFault, shownUrl } from "../../servers/http/server-fault";
import { Observation } from "../observation";
import type { Subject } from "../subject";

const providerSchema = z.looseObject({
  pk: z.number(),
  name: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
  signing_key: z.string().nullable(),
  property_mappings: z.array(z.string()),
  redirect_uris: z.array(
    z.looseObject({
      matching_mode: z.string(),
      url: z.string(),
      redirect_uri_type: z.string().optional(),
    }),
  ),
  grant_types: z.array(z.string()).optional(),
  sub_mode: z.string(),
  include_claims_in_id_token: z.boolean(),
  access_token_validity: z.string(),
  logout_uri: z.string().optional(),
  logout_method: z.string().optional(),
  assigned_application_slug: z.string().nullable(),
});

/** An OAuth2/OpenID provider, as far as it is looked at. It holds the client secret. */
export type OAuth2Provider = z.infer<typeof providerSchema>;

const keyPairSchema = z.looseObject({
  pk: z.string(),
  name: z.string(),
  fingerprint_sha256: z.string().nullable(),
});

/** A key pair, as far as it is looked at. */
export type KeyPair = z.infer<typeof keyPairSchema>;

const mappingSchema = z.looseObject({ pk: z.string(), name: z.string(), scope_name: z.string() });

/** A scope mapping, as far as it is looked at. */
export type ScopeMapping = z.infer<typeof mappingSchema>;

/** What authentik's API says, to the token that Terraform uses. */
export interface AuthentikApiObservations {
  /** The provider with the declared client ID; undefined where there is none. */
  readonly provider: Observation<OAuth2Provider | undefined>;
  /** The key pair that is to sign; undefined where there is none. */
  readonly keyPair: Observation<KeyPair | undefined>;
  /** All scope mappings. */
  readonly scopeMappings: Observation<readonly ScopeMapping[]>;
}

/** The observations through `client` with the API token `token`. */
export function observeAuthentikApi(
  client: HttpClient,
  subject: Subject,
  token: string,
  keepSecret: (value: string) => void,
): AuthentikApiObservations {
  const get = async (path: string): Promise<HttpAnswer> => {
    const answer = await client.send({
      url: `${subject.endpoints.api}/${path}`,
      headers: { authorization: `Bearer ${token}`, accept: "application/json" },
    });
    if (answer.status === 401 || answer.status === 403) throw refused(answer, subject);
    return answer;
  };
  const list = async <T>(path: string, row: z.ZodType<T>): Promise<T[]> =>
    answerJson(await get(path), z.looseObject({ results: z.array(row) })).results;

  return {
    provider: new Observation("authentik-api", async () => {
      const query = new URLSearchParams({ client_id: subject.clientId });
      const found = await list(`providers/oauth2/?${query.toString()}`, providerSchema);
      for (const { client_secret } of found) keepSecret(client_secret);
      return found.find(({ client_id }) => client_id === subject.clientId);
    }),
    keyPair: new Observation("authentik-api", async () => {
      const { signingKey } = subject;
      if (typeof signingKey !== "string") {
        const answer = await get(
          `crypto/certificatekeypairs/${encodeURIComponent(signingKey.id)}/`,
        );
        return answer.status === 404 ? undefined : answerJson(answer, keyPairSchema);
      }
      const query = new URLSearchParams({ name: signingKey, include_details: "true" });
      return (await list(`crypto/certificatekeypairs/?${query.toString()}`, keyPairSchema))[0];
    }),
    scopeMappings: new Observation("scopes", async () => {
      const path = "propertymappings/provider/scope/?page_size=100&ordering=scope_name";
      return list(path, mappingSchema);
    }),
  };
}

/** authentik answers 403, never 401, and says in `detail` whether it is the token or its rights. */
function refused(answer: HttpAnswer, { variables }: Subject): ServerFault {
  const detail = z.looseObject({ detail: z.string() }).safeParse(asJson(answer.body));
  if (!detail.success) return statusFault(answer);
  const isToken = /token|header|credentials/i.test(detail.data.detail);
  return new ServerFault({
    side: "authentik",
    url: shownUrl(answer.url),
    kind: "status",
    status: answer.status,
    happened: isToken
      ? `does not accept the API token in TF_VAR_${variables.token} ("${detail.data.detail}")`
      : `does not let the API token in TF_VAR_${variables.token} read this`,
    mend: isToken
      ? `Give a token of intent API that does not expire (authentik: Directory, Tokens and App passwords) as TF_VAR_${variables.token}: authentik replaces the key of an expiring one.`
      : `Give its user's role the rights that the deployment needs (${page("verify.md")} lists them).`,
  });
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
