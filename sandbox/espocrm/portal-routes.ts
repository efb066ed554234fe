import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Session, requireLogin, tryLogin } from "./authentication";
import { withoutSecret } from "./authentication-providers";
import { forbidden } from "./errors";
import { authorizationData } from "./oidc/authorization-data";
import { backchannelLogout } from "./oidc/backchannel-logout";
import { type Portal, shownPortal } from "./portals";
import { recordList } from "./records";
import { jsonBody } from "./request-body";
import { answer, challenged, destroyAuthToken } from "./routes";
import type { EspoCrmState } from "./state";
import { appUser, viewerOf } from "./user-answers";
import { isAdmin } from "./users";

interface Named {
  Params: Record<string, string>;
}

/** Adds portals, their log-ins, and the API of each portal. */
export function portalRoutes(app: FastifyInstance, stateOf: () => EspoCrmState): void {
  const admin = (
    method: string,
    path: string,
    action: (request: FastifyRequest<Named>, id: string) => unknown,
  ): void => {
    app.route<Named>({
      method,
      url: `/api/v1/${path}`,
      handler: async (request, reply) => {
        const { user } = await requireLogin(stateOf(), request, reply);
        return answer(stateOf(), reply, () => {
          if (!isAdmin(user)) throw forbidden();
          return action(request, request.params["id"] ?? "");
        });
      },
    });
  };
  const providers = () => stateOf().authenticationProviders;
  const portals = () => stateOf().portals;
  const list = (records: readonly Readonly<Record<string, unknown>>[], { url }: FastifyRequest) =>
    recordList(
      records,
      new URL(url, "http://sandbox").searchParams,
      Number(stateOf().settings.get("recordListMaxSizeLimit") ?? 200),
    );
  const shown = (portal: Portal) =>
    shownPortal(
      portal,
      stateOf().settings.siteUrl(),
      providers().find(portal.authenticationProviderId)?.["name"],
    );

  admin("GET", "AuthenticationProvider", (request) =>
    list(providers().list().map(withoutSecret), request),
  );
  admin("GET", "AuthenticationProvider/:id", (_request, id) => providers().shown(id));
  admin("POST", "AuthenticationProvider", (request) =>
    withoutSecret(providers().create(jsonBody(request))),
  );
  admin("PUT", "AuthenticationProvider/:id", (request, id) =>
    withoutSecret(providers().update(id, jsonBody(request))),
  );
  admin("DELETE", "AuthenticationProvider/:id", (_request, id) => {
    providers().delete(id);
    return true;
  });
  // EspoCRM lets others read portals, too, as their roles have it.
  admin("GET", "Portal", (request) => list(portals().list().map(shown), request));
  admin("GET", "Portal/:id", (_request, id) => shown(portals().existing(id)));
  admin("PUT", "Portal/:id", (request, id) => shown(portals().update(id, jsonBody(request))));
  accessRoutes(app, stateOf);
}

/** The API of each portal. */
function accessRoutes(app: FastifyInstance, stateOf: () => EspoCrmState): void {
  const at = ({ params }: FastifyRequest<Named>): EspoCrmState =>
    stateOf().at(stateOf().portals.reached(params["portal"] ?? ""));
  const base = "/api/v1/portal-access/:portal";

  app.get<Named>(`${base}/Settings`, async (request, reply) => {
    const state = at(request);
    const session = await tryLogin(state, request, reply);
    return answer(state, reply, () => state.settings.view(viewerOf(session?.user)));
  });
  app.get<Named>(`${base}/App/user`, async (request, reply) => {
    const state = at(request);
    const session: Session = await requireLogin(state, request, reply);
    return answer(state, reply, () => appUser(state, session));
  });
  app.post<Named>(`${base}/App/destroyAuthToken`, async (request, reply) => {
    const state = at(request);
    const { user } = await requireLogin(state, request, reply);
    return answer(state, reply, () => destroyAuthToken(state, user.id, request, reply));
  });
  app.get<Named>(`${base}/Oidc/authorizationData`, async (request, reply) => {
    const state = at(request);
    await tryLogin(state, request, reply);
    return answer(state, reply, () =>
      authorizationData(state, state.provesCodes() ? challenged(state, request, reply) : null),
    );
  });
  app.post<Named>(`${base}/Oidc/backchannelLogout`, async (request, reply) => {
    const state = at(request);
    await tryLogin(state, request, reply);
    return answer(state, reply, () => backchannelLogout(state, request));
  });
}
