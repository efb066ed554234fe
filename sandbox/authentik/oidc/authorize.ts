import type { FastifyReply, FastifyRequest } from "fastify";
import type { FlowExecutor } from "../flows/executor";
import { defaultFlow, sendChallenge } from "../flows/interface";
import { planOf } from "../flows/plan";
import { Visit } from "../flows/visit";
import { badRequestPage, deniedPage } from "../pages/messages";
import { sendNotFound, sendPage, sendRedirect } from "../pages/send";
import { hasAccess, passes } from "../policies/engine";
import type { Services } from "../services";
import type { Application, Flow, OAuth2Provider } from "../state/models";
import { errorRedirect, readAuthorizeRequest, type AuthorizeRequest } from "./authorize-request";
import { mappingsOf } from "./claims";

const PATH = "/application/o/authorize/";

/** `authorize/`: signs a person in to an application. */
export async function authorize(
  services: Services,
  executor: FlowExecutor,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { state, traits } = services;
  const visit = new Visit(request, services.sessions);
  const { query } = visit;
  if (query.size === 0) return sendNotFound(reply);

  const read = readAuthorizeRequest(state, traits, query);
  if (read.kind === "page") return sendPage(reply, badRequestPage(read.title, read.message), 400);
  if (read.kind === "redirect") return sendRedirect(reply, read.to);
  const { request: authorization, provider } = read;
  const { prompt } = authorization;
  if (prompt.has("none") && visit.user === undefined) {
    return sendRedirect(reply, errorRedirect(authorization, "login_required"));
  }
  const application = state.applicationOf(provider.pk);
  const denied = (message: string): FastifyReply =>
    sendPage(reply, deniedPage(message, visit.user?.username));
  if (application === undefined) return denied("Failed to resolve application");
  if (visit.user !== undefined && !hasAccess(state, application, visit.user)) {
    return denied("Request has been denied.");
  }
  if (visit.user === undefined || mustLogInAgain(visit, authorization)) {
    visit.session.wanted = application.pk;
    visit.session.outdatedLogin = visit.session.login?.uid ?? "";
    visit.setCookies(reply);
    return sendToLogin(services, reply, provider, query);
  }
  delete visit.session.outdatedLogin;
  delete visit.session.wanted;

  const flow = state.flows.get(provider.authorization_flow);
  if (flow === undefined) return sendNotFound(reply);
  const bindings = state.bindingsOf(flow.pk);
  if (!passes(state, { bindings, mode: "any", emptyResult: true }, visit.user)) {
    return denied("Flow does not apply to current user.");
  }
  if (prompt.has("none") && prompt.has("consent")) {
    return sendRedirect(reply, errorRedirect(authorization, "consent_required"));
  }
  visit.session.plan = authorizationPlan(services, flow, application, provider, authorization);
  // A flow without a stage for the person has no page either, but for the form that posts itself.
  const silent = visit.session.plan.stages[0] === "oauth2_fulfillment";
  if (silent && authorization.responseMode !== "form_post") {
    return sendChallenge(reply, await executor.next(flow, visit, visit.query));
  }
  return sendRedirect(reply, `/if/flow/${flow.slug}/?${query.toString()}`);
}

/**
 * Sends a person to the log-in, to go on with this request, with GET whatever it came with. The
 * flow's page gets the request's own query, too.
 */
export function sendToLogin(
  { state }: Services,
  reply: FastifyReply,
  { authentication_flow }: OAuth2Provider,
  query: URLSearchParams,
  path = PATH,
): FastifyReply {
  const flow = state.flows.get(authentication_flow ?? "") ?? defaultFlow(state, "authentication");
  if (flow === undefined) return sendNotFound(reply);
  const next = query.size === 0 ? path : `${path}?${query.toString()}`;
  const passed = new URLSearchParams([...query, ["next", next]]);
  return sendRedirect(reply, `/if/flow/${flow.slug}/?${passed.toString()}`);
}

/** With `prompt=login` each request needs a log-in of its own; with `max_age` a recent one. */
function mustLogInAgain({ session }: Visit, { prompt, maxAge }: AuthorizeRequest): boolean {
  const { login, outdatedLogin } = session;
  if (login === undefined) return true;
  if (maxAge !== undefined && Date.now() / 1000 - login.time > maxAge) return true;
  const isNew = outdatedLogin !== undefined && outdatedLogin !== login.uid;
  return prompt.has("login") && !isNew;
}

/** With `prompt=consent` every flow asks for consent, and a flow without that stage each time. */
function authorizationPlan(
  { state }: Services,
  flow: Flow,
  application: Application,
  provider: OAuth2Provider,
  authorization: AuthorizeRequest,
) {
  const plan = planOf(flow, {
    application: application.pk,
    authorization,
    rememberConsent: flow.stages.includes("consent"),
    permissions: mappingsOf(state, provider, authorization.scopes).map(
      ({ scope_name, description }) => ({ id: scope_name, name: description }),
    ),
  });
  if (authorization.prompt.has("consent") && !flow.stages.includes("consent")) {
    plan.stages.push("consent");
  }
  plan.stages.push("oauth2_fulfillment");
  return plan;
}
