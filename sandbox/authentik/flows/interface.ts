import type { FastifyReply, FastifyRequest } from "fastify";
import { consentPage } from "../pages/consent";
import { formPostPage } from "../pages/form-post";
import { loginPage } from "../pages/login";
import { deniedPage, userPage } from "../pages/messages";
import { sendNotFound, sendPage, sendRedirect } from "../pages/send";
import { sessionEndPage } from "../pages/session-end";
import type { Services } from "../services";
import type { AuthentikState } from "../state/authentik-state";
import type { Flow, FlowDesignation } from "../state/models";
import type { Challenge, FlowExecutor } from "./executor";
import { Visit } from "./visit";

/*
 * Flows as people see them. authentik's pages are made by JavaScript that talks to the flow
 * executor; the sandbox's are plain forms that post to their own address, and work without.
 */

/** `/if/flow/<slug>/`: the page of a flow. */
export async function showFlow(
  services: Services,
  executor: FlowExecutor,
  request: FastifyRequest,
  reply: FastifyReply,
  slug: string,
): Promise<FastifyReply> {
  const flow = [...services.state.flows.values()].find((candidate) => candidate.slug === slug);
  if (flow === undefined) return sendNotFound(reply);
  const visit = new Visit(request, services.sessions);
  const challenge =
    request.method === "POST"
      ? await answerForm(executor, flow, visit, request.rawBody)
      : await executor.next(flow, visit, visit.query);
  visit.setCookies(reply);
  return sendChallenge(reply, challenge);
}

/** `/flows/-/default/…/`: to the flow that everybody uses for this. */
export function toDefaultFlow(
  state: AuthentikState,
  designation: FlowDesignation,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const flow = defaultFlow(state, designation);
  if (flow === undefined) return sendNotFound(reply);
  const query = request.url.split("?")[1];
  return sendRedirect(reply, `/if/flow/${flow.slug}/${query ? `?${query}` : ""}`);
}

/** `/flows/-/cancel/`: gives up what the session is in the midst of, and logs out. */
export function cancelFlow(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const session = services.sessions.find(request.headers.cookie);
  if (session !== undefined) delete session.plan;
  return sendRedirect(reply, "/flows/-/default/invalidation/");
}

/** `/`: to where people are who came for no application, or to the log-in. */
export function showRoot(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { user } = new Visit(request, services.sessions);
  const to = user === undefined ? "/flows/-/default/authentication/?next=/" : "/if/user/";
  return sendRedirect(reply, to);
}

/** `/if/user/`: where a person is who came for no application. */
export function showUser(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { user } = new Visit(request, services.sessions);
  return user === undefined
    ? sendRedirect(reply, "/flows/-/default/authentication/?next=%2Fif%2Fuser%2F")
    : sendPage(reply, userPage(user.username));
}

/** The flow for everybody: authentik's own if it is there, else the first. */
export function defaultFlow(state: AuthentikState, designation: FlowDesignation): Flow | undefined {
  const flows = [...state.flows.values()]
    .filter((flow) => flow.designation === designation)
    .sort((a, b) => (a.slug < b.slug ? -1 : 1));
  return flows.find(({ slug }) => slug === `default-${designation}-flow`) ?? flows[0];
}

/** Sends what a flow wants of the person, or where it leads. */
export function sendChallenge(reply: FastifyReply, challenge: Challenge): FastifyReply {
  if (challenge.kind === "redirect") return sendRedirect(reply, challenge.to);
  return sendPage(reply, pageOf(challenge));
}

/** The log-in form answers two stages at once; after a wrong password it starts with the first. */
async function answerForm(
  executor: FlowExecutor,
  flow: Flow,
  visit: Visit,
  body: string,
): Promise<Challenge> {
  const fields = Object.fromEntries(new URLSearchParams(body));
  const { plan } = visit.session;
  if ("uid_field" in fields && plan?.flow === flow.pk && plan.stages[0] === "password") {
    plan.stages.unshift("identification");
  }
  const refused = await executor.answer(flow, visit, visit.query, fields);
  if (refused !== undefined) return refused;
  const challenge = await executor.next(flow, visit, visit.query);
  if (challenge.kind !== "password") return challenge;
  return (
    (await executor.answer(flow, visit, visit.query, fields)) ??
    executor.next(flow, visit, visit.query)
  );
}

function pageOf(challenge: Exclude<Challenge, { kind: "redirect" }>): string {
  switch (challenge.kind) {
    case "form_post":
      return formPostPage(challenge.title, challenge.url, challenge.fields);
    case "identification":
      return loginPage({
        ...challenge,
        application: challenge.application?.name,
        username: challenge.hint ?? "",
        error: challenge.errors && "Enter your email address or user name, and your password.",
      });
    case "password":
      return loginPage({
        ...challenge,
        application: challenge.application?.name,
        error:
          challenge.errors && "User name and password do not match. Check both, and try again.",
      });
    case "consent":
      return consentPage(challenge);
    case "session_end":
      return sessionEndPage(challenge);
    case "denied":
      return deniedPage(challenge.message, challenge.username);
  }
}
