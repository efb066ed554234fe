import type { FastifyRequest } from "fastify";
import type { AuthentikState } from "../state/authentik-state";
import type { OAuth2Provider } from "../state/models";
import { formOf } from "./http";

/** What a client says it is. */
export interface ClientCredentials {
  /** The provider with the client ID; undefined if there is none. */
  readonly provider: OAuth2Provider | undefined;
  /** Whether the secret is the provider's. */
  readonly secretIsRight: boolean;
}

/** Reads a client's credentials: from the header (base64 as it is, no URL-decoding), else the form. */
export function clientOf(state: AuthentikState, request: FastifyRequest): ClientCredentials {
  const form = formOf(request);
  const basic = /^Basic\s(\S+)/.exec(request.headers.authorization ?? "")?.[1];
  const [clientId, secret] =
    basic === undefined
      ? [form.get("client_id") ?? "", form.get("client_secret") ?? ""]
      : pairIn(Buffer.from(basic, "base64").toString("utf8"));
  const provider = [...state.providers.values()].find(({ client_id }) => client_id === clientId);
  return { provider, secretIsRight: provider?.client_secret === secret };
}

function pairIn(text: string): [string, string] {
  const colon = text.indexOf(":");
  return colon < 0 ? [text, ""] : [text.slice(0, colon), text.slice(colon + 1)];
}
