import { createHash } from "node:crypto";
import type { RequestListener } from "node:http";
import { z } from "zod";
import type { Session, Sessions } from "../flows/sessions";
import type { AuthentikState } from "../state/authentik-state";
import type { OAuth2Provider } from "../state/models";
import type { AuthorizeRequest } from "./authorize-request";
import { CALLBACK, engineConfiguration, HEADER, SESSION_COOKIE } from "./engine-configuration";
import { makeTokensLikeAuthentik } from "./engine-tokens";
import { TokenError } from "./errors";
import { askInProcess } from "./in-process";
import { Provider } from "./provider-library";
import type { Storage } from "./storage";

/*
 * oidc-provider does what the specifications leave no choice about: it issues and redeems codes,
 * checks PKCE, lets codes and tokens expire, rotates refresh tokens, and answers each response type.
 * authentik's own rules stand before it (which requests get here at all) and in three places of it:
 * tokens are made and signed as authentik makes them (with jose: an access token is a JWT, `typ` is
 * set, each provider has a key or secret of its own), codes look as authentik's, and what is used
 * up is forgotten. It sees no client's real name, secret or redirect URI: authentik's comparisons
 * are not the engine's, and have been made when a request gets here.
 */

const tokenAnswer = z.object({
  access_token: z.string(),
  expires_in: z.number(),
  id_token: z.string(),
  refresh_token: z.string().optional(),
});

/** What the engine answers to a good token request. */
export interface IssuedTokens extends z.infer<typeof tokenAnswer> {
  /** Granted scopes. */
  readonly scopes: readonly string[];
}

/** A token request whose client has been authenticated. */
export type Exchange =
  | {
      readonly grant: "authorization_code";
      readonly code: string;
      readonly verifier: string | undefined;
    }
  | { readonly grant: "refresh_token"; readonly token: string };

/** The OpenID Connect engine behind authentik's endpoints. */
export class Engine {
  readonly #provider: InstanceType<typeof Provider>;
  readonly #handle: RequestListener;
  readonly #storage: Storage;

  constructor(state: AuthentikState, sessions: Sessions, storage: Storage) {
    const configuration = engineConfiguration(state, sessions, storage);
    this.#storage = storage;
    this.#provider = new Provider("https://authentik.invalid", {
      ...configuration,
      loadExistingGrant: (context) => this.#provider.Grant.find(context.get(HEADER.grant)),
    });
    makeTokensLikeAuthentik(this.#provider, state, storage);
    const handle = this.#provider.callback();
    this.#handle = (request, response) => void handle(request, response);
  }

  /**
   * Answers an authorization request: the parameters that the client gets, without `state`.
   * Undefined if the request is not one: a PKCE challenge that cannot be one.
   */
  async authorize(
    request: AuthorizeRequest,
    session: Session,
    origin: string,
  ): Promise<Readonly<Record<string, string>> | undefined> {
    const { login } = session;
    if (login === undefined) throw new Error("Nobody is logged in.");
    const identity = { accountId: String(login.user), clientId: String(request.provider) };
    const grant = new this.#provider.Grant(identity);
    grant.addOIDCScope("openid");
    const grantId = await grant.save();
    this.#storage.authorize(grantId, {
      provider: request.provider,
      user: login.user,
      scopes: request.scopes,
      nonce: request.nonce,
      session: session.key,
      authTime: login.time,
    });
    const query = new URLSearchParams({
      client_id: identity.clientId,
      redirect_uri: CALLBACK,
      // With an ID token in front authentik gives an access token too.
      response_type: request.responseType === "id_token" ? "id_token token" : request.responseType,
      scope: "openid",
      ...(request.nonce !== undefined && { nonce: request.nonce }),
      ...(request.challenge && {
        code_challenge: s256ChallengeOf(request.challenge),
        code_challenge_method: "S256",
      }),
    });
    const { location } = await askInProcess(this.#handle, {
      method: "GET",
      url: `/auth?${query.toString()}`,
      headers: {
        [HEADER.grant]: grantId,
        [HEADER.origin]: origin,
        cookie: `${SESSION_COOKIE}=${session.key}`,
      },
    });
    const answer = new URL(location || "about:blank");
    const parameters = new URLSearchParams(answer.hash.slice(1) || answer.search);
    if (answer.origin !== new URL(CALLBACK).origin || parameters.has("error")) return undefined;
    return Object.fromEntries(parameters);
  }

  /** Redeems a code or a refresh token. */
  async exchange(
    provider: OAuth2Provider,
    exchange: Exchange,
    origin: string,
  ): Promise<IssuedTokens> {
    const form = new URLSearchParams({
      client_id: String(provider.pk),
      grant_type: exchange.grant,
      ...(exchange.grant === "refresh_token"
        ? { refresh_token: exchange.token }
        : {
            redirect_uri: CALLBACK,
            code: exchange.code,
            ...(exchange.verifier && { code_verifier: exchange.verifier }),
          }),
    });
    const { status, body } = await askInProcess(this.#handle, {
      method: "POST",
      url: "/token",
      headers: {
        [HEADER.origin]: origin,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: form.toString(),
    });
    if (status >= 500) throw new Error(`The OpenID Connect engine failed: HTTP ${status}.`);
    if (status !== 200) throw new TokenError("invalid_grant");
    const issued = tokenAnswer.parse(JSON.parse(body));
    const { scopes } = this.#storage.token("AccessToken", issued.access_token)?.authorization ?? {};
    return { ...issued, scopes: scopes ?? [] };
  }
}

/** The engine knows S256 only: a plain challenge, the verifier itself, is hashed for it here. */
function s256ChallengeOf({ value, method }: { value: string; method: "plain" | "S256" }): string {
  return method === "S256" ? value : createHash("sha256").update(value).digest("base64url");
}
