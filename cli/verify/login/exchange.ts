import { z } from "zod";
import { answerJson, type HttpAnswer } from "../../servers/http/answer";
import type { Authentik } from "../../servers/authentik/authentik";
import type { Declaration } from "../declaration";

const tokensSchema = z.looseObject({ id_token: z.string(), access_token: z.string() });
const claimsSchema = z.record(z.string(), z.unknown());

/** What the tokens of a login say, without the tokens. */
export interface TokenContents {
  /** Header of the ID token. */
  readonly header: Readonly<Record<string, unknown>>;
  /** Claims of the ID token. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** What the userinfo endpoint adds; the status where it answers with another than 200. */
  readonly userInfo: Readonly<Record<string, unknown>> | number;
}

/**
 * Changes a code for tokens as EspoCRM's server does, to see what they say.
 * @returns what they say, or authentik's answer where it gives none
 */
export async function exchange(
  authentik: Authentik,
  { clientId, endpoints, redirectUri }: Declaration,
  code: string,
  secret: string,
): Promise<TokenContents | HttpAnswer> {
  const answer = await authentik.send({
    method: "POST",
    url: endpoints.token,
    form: {
      grant_type: "authorization_code",
      client_id: clientId,
      client_secret: secret,
      code,
      redirect_uri: redirectUri,
    },
  });
  if (answer.status !== 200) return answer;
  const { access_token: accessToken, id_token: idToken } = answerJson(answer, tokensSchema);
  authentik.keepSecret(idToken);
  authentik.keepSecret(accessToken);
  const userInfo = await authentik.send({
    url: endpoints.userinfo,
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const [header = "", claims = ""] = idToken.split(".");
  return {
    header: decoded(header),
    claims: decoded(claims),
    userInfo: userInfo.status === 200 ? answerJson(userInfo, claimsSchema) : userInfo.status,
  };
}

function decoded(part: string): Record<string, unknown> {
  try {
    return claimsSchema.parse(JSON.parse(Buffer.from(part, "base64url").toString("utf8")));
  } catch {
    return {};
  }
}
