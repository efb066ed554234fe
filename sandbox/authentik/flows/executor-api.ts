import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { readJson } from "../api/request";
import { sendNotFound, sendRedirect } from "../pages/send";
import type { Services } from "../services";
import type { Flow } from "../state/models";
import type { Challenge, FlowExecutor } from "./executor";
import { COOKIES, cookieIn } from "./sessions";
import { Visit } from "./visit";

/*
 * authentik's flow executor, `/api/v3/flows/executor/<slug>/?query=<query of the flow's page>`:
 * what authentik's own log-in page talks to, and what a program without a browser may.
 *
 * Imitated, as recorded of 2026.2.2:
 * - GET gives the open challenge; POST, JSON or form, answers it. Always HTTP 200 and JSON with a
 *   `component`; an answer that is accepted gives 302 to the same address, whose GET has what
 *   comes next; one that is not gives the challenge again, with `response_errors`. A GET gives 302,
 *   too, when a stage has passed that asks nothing, and more are left.
 * - What fails is `ak-stage-flow-error` with a `request_id`, with HTTP 200, too.
 * - `ak-stage-identification` takes `uid_field`, `ak-stage-password` takes `password`,
 *   `ak-stage-consent` takes `token`. `xak-flow-redirect` says with `to` where to go;
 *   `ak-stage-autosubmit`, `ak-stage-access-denied` and `ak-stage-session-end` end the flow.
 * - An unknown user name is accepted, and the password refused, as authentik does by default.
 * - The session is in the cookie `authentik_session`, which changes when a person logs in. From
 *   then on a POST must repeat the cookie `authentik_csrf` in the header `X-authentik-CSRF`.
 *
 * Not imitated: what the sandbox's flows have no stage for (MFA, captcha, sources, recovery), and that
 * authentik checks the `Referer` of a POST over https.
 */

const COMMON = {
  background: "/static/dist/assets/images/flow_background.jpg",
  background_themed_urls: null,
  layout: "stacked",
};
const ALLOW = "GET, POST, HEAD, OPTIONS";
const CANCEL = "/flows/-/cancel/";
const AVATAR = "/static/dist/assets/images/user_default.png";

/** Answers a request to the flow executor. */
export async function executeFlow(
  services: Services,
  executor: FlowExecutor,
  request: FastifyRequest,
  reply: FastifyReply,
  slug: string,
): Promise<FastifyReply> {
  const flow = [...services.state.flows.values()].find((candidate) => candidate.slug === slug);
  if (flow === undefined) return sendNotFound(reply);
  const visit = new Visit(request, services.sessions);
  const query = new URLSearchParams(visit.query.get("query") ?? "");
  let challenge: Challenge | undefined;
  if (request.method === "POST") {
    if (!provesOrigin(visit, request)) {
      const request_id = randomUUID().replaceAll("-", "");
      reply.header("allow", ALLOW);
      return reply.send({ component: "ak-stage-flow-error", request_id });
    }
    challenge = await executor.answer(flow, visit, query, fieldsOf(request));
  } else {
    challenge = await executor.step(flow, visit, query);
  }
  visit.setCookies(reply);
  reply.header("allow", ALLOW);
  if (challenge === undefined) return sendRedirect(reply, request.url);
  return reply.send(represent(flow, challenge, query.get("next")));
}

/** Who is logged in must repeat the CSRF cookie in a header. */
function provesOrigin({ user, session }: Visit, { headers }: FastifyRequest): boolean {
  if (user === undefined) return true;
  const cookie = cookieIn(headers.cookie, COOKIES.csrf);
  return cookie === session.csrf && headers["x-authentik-csrf"] === cookie;
}

function fieldsOf(request: FastifyRequest): Record<string, unknown> {
  const contentType = request.headers["content-type"];
  if (contentType?.startsWith("application/x-www-form-urlencoded")) {
    return Object.fromEntries(new URLSearchParams(request.rawBody));
  }
  const body = readJson(contentType, request.rawBody);
  return typeof body === "object" && body !== null ? { ...body } : {};
}

function represent(flow: Flow, challenge: Challenge, next: string | null): object {
  const errors =
    "errors" in challenge && challenge.errors ? { response_errors: challenge.errors } : undefined;
  const info = (title: string, cancel_url = CANCEL) => ({
    flow_info: { ...COMMON, title, cancel_url },
    ...errors,
  });
  const cancel = next ? `${CANCEL}?${new URLSearchParams({ next }).toString()}` : CANCEL;
  const person = (username = "") => ({ pending_user: username, pending_user_avatar: AVATAR });
  switch (challenge.kind) {
    case "redirect":
      return {
        ...(challenge.title !== undefined && info(challenge.title)),
        component: "xak-flow-redirect",
        to: challenge.to,
      };
    case "form_post":
      return {
        component: "ak-stage-autosubmit",
        title: challenge.title,
        url: challenge.url,
        attrs: challenge.fields,
      };
    case "identification":
      return {
        ...info(challenge.title, cancel),
        component: "ak-stage-identification",
        user_fields: ["email", "username"],
        password_fields: false,
        allow_show_password: false,
        ...(challenge.application !== undefined && {
          application_pre: challenge.application.name,
          application_pre_launch: challenge.application.launchUrl,
        }),
        flow_designation: flow.designation,
        captcha_stage: null,
        primary_action: "Log in",
        sources: [],
        show_source_labels: false,
        enable_remember_me: false,
        passkey_challenge: null,
        pending_user_identifier: challenge.hint ?? null,
      };
    case "password":
      return {
        ...info(challenge.title, cancel),
        component: "ak-stage-password",
        ...person(challenge.username),
        allow_show_password: false,
      };
    case "consent":
      return {
        ...info(challenge.title),
        component: "ak-stage-consent",
        ...person(challenge.username),
        header_text: challenge.header,
        permissions: challenge.permissions,
        additional_permissions: [],
        token: challenge.token,
      };
    case "session_end":
      return {
        ...info(challenge.title),
        component: "ak-stage-session-end",
        ...person(challenge.username),
        application_name: challenge.application,
        application_launch_url: challenge.applicationUrl,
        invalidation_flow_url: "/if/flow/default-invalidation-flow/",
        brand_name: "authentik",
      };
    case "denied":
      return {
        ...info(flow.title),
        component: "ak-stage-access-denied",
        ...person(challenge.username),
        error_message: challenge.message,
      };
  }
}
