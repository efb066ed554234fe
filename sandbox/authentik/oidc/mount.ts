import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { notImitated } from "../api/errors";
import { originOf, readParams } from "../api/request";
import type { FlowExecutor } from "../flows/executor";
import { sendNotFound, sendRedirect } from "../pages/send";
import { addRoute, type Handler } from "../routing";
import type { Services } from "../services";
import type { Application, OAuth2Provider } from "../state/models";
import { authorize } from "./authorize";
import { discoveryDocument } from "./discovery";
import { endSession } from "./end-session";
import { allowOrigins } from "./http";
import { introspect, revoke } from "./introspection";
import { jwksOf } from "./signing";
import { token } from "./token";
import { userinfo } from "./userinfo";

const ROOT = "/application/o";
const DISCOVERY = ".well-known/openid-configuration";

/** Adds the OAuth2 endpoints: those of all clients, and those below each application. */
export function mountOidc(app: FastifyInstance, services: Services, executor: FlowExecutor): void {
  const { state } = services;

  addRoute(
    app,
    `${ROOT}/authorize/`,
    ["GET"],
    (request, reply) => authorize(services, executor, request, reply),
    true,
  );
  addRoute(app, `${ROOT}/token/`, ["POST", "OPTIONS"], (request, reply) =>
    token(services, request, reply),
  );
  addRoute(app, `${ROOT}/userinfo/`, ["GET", "POST", "OPTIONS"], (request, reply) =>
    userinfo(services, request, reply),
  );
  addRoute(app, `${ROOT}/introspect/`, ["POST"], (request, reply) =>
    introspect(services, request, reply),
  );
  addRoute(app, `${ROOT}/revoke/`, ["POST"], (request, reply) => revoke(services, request, reply));
  addRoute(app, `${ROOT}/device/`, ["POST"], () => {
    throw notImitated("imitate the device code grant");
  });

  addRoute(
    app,
    `${ROOT}/:slug/`,
    ["GET"],
    ofApplication(services, (_request, reply, { slug }) =>
      sendRedirect(reply, `${ROOT}/${slug}/${DISCOVERY}`),
    ),
  );
  addRoute(
    app,
    `${ROOT}/:slug/${DISCOVERY}`,
    ["GET", "OPTIONS"],
    ofApplication(services, (request, reply, application, provider) => {
      allowOrigins(request, reply, provider);
      if (request.method === "OPTIONS") {
        return reply.header("allow", "GET, HEAD, OPTIONS").type("text/html; charset=utf-8").send();
      }
      const document = discoveryDocument(
        services,
        originOf(request.headers),
        application,
        provider,
      );
      return reply.type("application/json").send(JSON.stringify(document, undefined, 2));
    }),
    true,
  );
  addRoute(
    app,
    `${ROOT}/:slug/jwks/`,
    ["GET"],
    ofApplication(services, async (_request, reply, _application, provider) =>
      reply.header("access-control-allow-origin", "*").send(await jwksOf(state, provider)),
    ),
    true,
  );
  addRoute(
    app,
    `${ROOT}/:slug/end-session/`,
    ["GET", "POST"],
    ofApplication(services, (request, reply, application, provider) =>
      endSession(services, request, reply, application, provider),
    ),
  );
}

/** For paths below an application that has a provider; 404 for any other. */
function ofApplication(
  { state }: Services,
  handler: (
    request: FastifyRequest,
    reply: FastifyReply,
    application: Application,
    provider: OAuth2Provider,
  ) => FastifyReply | Promise<FastifyReply>,
): Handler {
  return (request, reply) => {
    const application = state.applicationBySlug(readParams(request.params)["slug"] ?? "");
    const provider = state.providers.get(application?.provider ?? 0);
    return application === undefined || provider === undefined
      ? sendNotFound(reply)
      : handler(request, reply, application, provider);
  };
}
