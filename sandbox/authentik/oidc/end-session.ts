import { decodeJwt } from "jose";
import type { FastifyReply, FastifyRequest } from "fastify";
import { issuerOf } from "../api/setup-urls";
import { defaultFlow } from "../flows/interface";
import { planOf } from "../flows/plan";
import { sidOf } from "../flows/sessions";
import { Visit } from "../flows/visit";
import { badRequestPage, deniedPage } from "../pages/messages";
import { sendNotFound, sendPage, sendRedirect } from "../pages/send";
import { hasAccess } from "../policies/engine";
import type { Services } from "../services";
import type { Application, OAuth2Provider } from "../state/models";
import { sendToLogin } from "./authorize";
import { describe } from "./errors";
import { formOf } from "./http";
import { allowsRedirect, isForbidden } from "./redirect-uris";
import { isSignedBy } from "./signing";

/**
 * `<slug>/end-session/`: logs a person out of an application, and out of authentik if the
 * provider's invalidation flow does so.
 */
export async function endSession(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  application: Application,
  provider: OAuth2Provider,
): Promise<FastifyReply> {
  const { state, traits, backchannel } = services;
  const flow = state.flows.get(provider.invalidation_flow) ?? defaultFlow(state, "invalidation");
  if (flow === undefined) return sendNotFound(reply);
  const visit = new Visit(request, services.sessions);
  const query = request.method === "POST" ? formOf(request) : visit.query;
  const { user } = visit;
  if (user === undefined) {
    const path = `/application/o/${application.slug}/end-session/`;
    return sendToLogin(services, reply, provider, query, path);
  }
  if (!hasAccess(state, application, user)) {
    return sendPage(reply, deniedPage("Request has been denied.", user.username));
  }
  const redirect = traits.postLogoutRedirect
    ? await postLogoutRedirect(services, visit.origin, application, provider, query)
    : undefined;
  if (redirect === "refused") {
    const message = describe("invalid_request", "token");
    return sendPage(reply, badRequestPage("Bad Request", message), 400);
  }

  const { session, origin } = visit;
  backchannel.logout(provider, session);
  if (traits.postLogoutRedirect) backchannel.revokeAccessTokens(session, provider);
  const plan = planOf(flow, {
    application: application.pk,
    ...(redirect !== undefined && { postLogoutRedirect: redirect }),
    ...frontchannel(origin, application, provider, session.key),
  });
  plan.stages.push("session_end");
  session.plan = plan;
  return sendRedirect(reply, `/if/flow/${flow.slug}/`);
}

/** Where to go afterwards; refused without a good ID token, or for an address not registered. */
async function postLogoutRedirect(
  { state }: Services,
  origin: string,
  application: Application,
  provider: OAuth2Provider,
  query: URLSearchParams,
): Promise<string | undefined> {
  const hint = query.get("id_token_hint");
  const uri = query.get("post_logout_redirect_uri");
  if (hint) {
    const issuer = issuerOf(origin, provider, application.slug);
    const { aud, iss } = (await isSignedBy(state, provider, hint)) ? decodeJwt(hint) : {};
    if (aud !== provider.client_id || iss !== issuer) return "refused";
  }
  if (!uri) return undefined;
  if (!hint || isForbidden(uri) || !allowsRedirect(provider, "logout", uri)) return "refused";
  const returned = query.get("state");
  if (!returned) return uri;
  return `${uri}${uri.includes("?") ? "&" : "?"}state=${encodeURIComponent(returned)}`;
}

function frontchannel(
  origin: string,
  { slug }: Application,
  provider: OAuth2Provider,
  sessionKey: string,
): { readonly frontchannelUrl?: string } {
  const { logout_method, logout_uri } = provider;
  if (logout_method !== "frontchannel" || logout_uri === "") return {};
  const iss = issuerOf(origin, provider, slug) ?? "";
  const query = new URLSearchParams({ iss, sid: sidOf(sessionKey) }).toString();
  return { frontchannelUrl: `${logout_uri}${logout_uri.includes("?") ? "&" : "?"}${query}` };
}
