import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ReleaseTraits } from "../release";
import type { AuthentikState } from "../state/authentik-state";
import type { Permission } from "../state/models";
import { applicationEntitlementRoutes } from "./application-entitlements";
import { applicationRoutes } from "./applications";
import { authenticate } from "./authentication";
import { methodNotAllowed } from "./errors";
import { expressionPolicyRoutes, policyRoutes } from "./expression-policies";
import { flowRoutes } from "./flows";
import { groupRoutes } from "./groups";
import { keyPairRoutes } from "./key-pairs";
import { oauth2ProviderRoutes } from "./oauth2-providers";
import { policyBindingRoutes } from "./policy-bindings";
import { originOf, readJson, readParams, type ApiAnswer } from "./request";
import { roleRoutes } from "./roles";
import { ROOT_CONFIG } from "./root-config";
import { permit, type Route } from "./route";
import { scopeMappingRoutes } from "./scope-mappings";
import { tokenRoutes } from "./tokens";
import { userRoutes } from "./users";
import { schemaRoute, versionRoute } from "./version";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** Adds the admin API, `/api/v3/…`. */
export function mountApi(
  app: FastifyInstance,
  state: AuthentikState,
  traits: ReleaseTraits,
  version: string,
): void {
  const routes = [
    ROOT_CONFIG,
    versionRoute(version),
    schemaRoute(version),
    ...applicationRoutes(state, traits),
    ...applicationEntitlementRoutes(state),
    ...groupRoutes(state),
    ...userRoutes(state),
    ...roleRoutes(state),
    ...tokenRoutes(state),
    ...oauth2ProviderRoutes(state, traits),
    ...policyBindingRoutes(state, traits),
    ...expressionPolicyRoutes(state),
    ...policyRoutes(state),
    ...scopeMappingRoutes(state),
    ...flowRoutes(state),
    ...keyPairRoutes(state),
  ];
  for (const route of routes) {
    app.route({
      method: METHODS,
      url: `/api/v3${route.path}`,
      handler: (request, reply) => {
        reply.header("allow", allowed(route).join(", "));
        const { status, body } = answer(state, route, request);
        return reply.code(status).send(body);
      },
    });
  }
}

/** What the `Allow` header of every answer names, in Django REST Framework's order. */
function allowed({ actions }: Route): string[] {
  const methods = METHODS.filter((method) => method in actions);
  return [...methods, ...("GET" in actions ? ["HEAD"] : []), "OPTIONS"];
}

function answer(state: AuthentikState, route: Route, request: FastifyRequest): ApiAnswer {
  const { headers } = request;
  // An unknown credential is refused before anything else, even where none is needed.
  const caller = authenticate(state, headers.authorization);
  const action = route.actions[request.method === "HEAD" ? "GET" : request.method];
  const apiRequest = {
    method: request.method,
    params: readParams(request.params),
    query: new URLSearchParams(request.url.split("?")[1] ?? ""),
    origin: originOf(headers),
    caller,
    demand: (permission: Permission) => permit(state, permission, caller),
    body: () => readJson(headers["content-type"], request.rawBody),
  };
  permit(state, action?.access ?? "authenticated", caller);
  if (action === undefined) throw methodNotAllowed(request.method);
  return action.run(apiRequest);
}
