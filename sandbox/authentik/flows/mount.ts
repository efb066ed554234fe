import type { FastifyInstance, FastifyRequest } from "fastify";
import { readParams } from "../api/request";
import { addRoute } from "../routing";
import type { Services } from "../services";
import type { FlowExecutor } from "./executor";
import { executeFlow } from "./executor-api";
import { cancelFlow, showFlow, showRoot, showUser, toDefaultFlow } from "./interface";

/** Adds the pages of flows, and the API behind authentik's own. */
export function mountFlows(app: FastifyInstance, services: Services, executor: FlowExecutor): void {
  const slugIn = (request: FastifyRequest): string => readParams(request.params)["slug"] ?? "";

  addRoute(app, "/if/flow/:slug/", ["GET", "POST"], (request, reply) =>
    showFlow(services, executor, request, reply, slugIn(request)),
  );
  addRoute(app, "/api/v3/flows/executor/:slug/", ["GET", "POST"], (request, reply) =>
    executeFlow(services, executor, request, reply, slugIn(request)),
  );
  for (const designation of ["authentication", "invalidation"] as const) {
    addRoute(app, `/flows/-/default/${designation}/`, ["GET"], (request, reply) =>
      toDefaultFlow(services.state, designation, request, reply),
    );
  }
  addRoute(app, "/flows/-/cancel/", ["GET"], (request, reply) =>
    cancelFlow(services, request, reply),
  );
  addRoute(app, "/", ["GET"], (request, reply) => showRoot(services, request, reply));
  for (const probe of ["live", "ready"]) {
    addRoute(app, `/-/health/${probe}/`, ["GET"], (_request, reply) => reply.code(200).send());
  }
  addRoute(app, "/if/user/", ["GET"], (request, reply) => showUser(services, request, reply));
}
