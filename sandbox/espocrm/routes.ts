import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { requireLogin, setSecretCookie, tryLogin, type Session } from "./authentication";
import { cookie } from "./credentials";
import { EspoError, forbidden } from "./errors";
import { authorizationData } from "./oidc/authorization-data";
import { backchannelLogout } from "./oidc/backchannel-logout";
import { logoutRedirectUrl } from "./oidc/logout-url";
import { jsonEncode } from "./php";
import { SESSION_COOKIE } from "./php-sessions";
import { jsonBody } from "./request-body";
import { validate } from "./settings-validation";
import type { EspoCrmState } from "./state";
import { appUser, teamList, viewerOf } from "./user-answers";
import { userList } from "./user-list";
import { isAdmin } from "./users";

/** A path segment of at least one character. */
const ID = ":id(^.+$)";

type Action = (session: Session, request: FastifyRequest, reply: FastifyReply) => unknown;

/** Adds the imitated routes below `/api/v1`. */
export function apiRoutes(app: FastifyInstance, stateOf: () => EspoCrmState): void {
  /** A route that needs a logged-in user; what the action returns is the JSON answer. */
  const route = (method: string, path: string, action: Action): void => {
    app.route({
      method,
      url: `/api/v1/${path}`,
      handler: async (request, reply) => {
        const session = await requireLogin(stateOf(), request, reply);
        return answer(stateOf(), reply, () => action(session, request, reply));
      },
    });
  };
  /** A route of the `Settings` controller that has no action behind it. */
  const missing = (method: string, path: string, action: string): void =>
    route(method, path, () => {
      throw new EspoError(
        404,
        `Action ${method} '${action}' does not exist in controller 'Settings'.`,
      );
    });

  app.get("/api/v1/Settings", async (request, reply) => {
    const session = await tryLogin(stateOf(), request, reply);
    return answer(stateOf(), reply, () => stateOf().settings.view(viewerOf(session?.user)));
  });
  app.head("/api/v1/Settings", async (request, reply) => {
    await tryLogin(stateOf(), request, reply);
    throw new EspoError(400, "No action for method `HEAD`.");
  });
  app.delete("/api/v1/Settings", (_request, reply) =>
    reply.code(405).header("allow", "GET, PATCH, PUT, POST").type("text/html").send(""),
  );

  const readSettings: Action = ({ user }) => stateOf().settings.view(viewerOf(user));
  const writeSettings: Action = ({ user }, request) => {
    if (!isAdmin(user)) throw forbidden();
    const patch = jsonBody(request);
    validate(patch);
    stateOf().settings.write(patch);
    return stateOf().settings.view("admin");
  };
  route("GET", `Settings/${ID}`, readSettings);
  route("PUT", "Settings", writeSettings);
  route("PUT", `Settings/${ID}`, writeSettings);
  missing("PATCH", "Settings", "patch");
  missing("PATCH", `Settings/${ID}`, "update");
  missing("POST", "Settings", "create");
  missing("DELETE", `Settings/${ID}`, "delete");

  route("GET", "App/user", (session) => appUser(stateOf(), session));
  route("POST", "App/destroyAuthToken", ({ user }, request, reply) =>
    destroyAuthToken(stateOf(), user.id, request, reply),
  );
  route("GET", "Team", ({ user }, request) =>
    teamList(stateOf(), user, new URL(request.url, "http://sandbox").searchParams),
  );
  route("GET", "User", ({ user }, request) =>
    userList(stateOf(), user, new URL(request.url, "http://sandbox").searchParams),
  );
  route("POST", "Admin/clearCache", ({ user }) => {
    if (!isAdmin(user)) throw forbidden();
    stateOf().clearCache();
    return true;
  });
  app.get("/api/v1/Oidc/authorizationData", async (request, reply) => {
    await tryLogin(stateOf(), request, reply);
    return answer(stateOf(), reply, () => {
      const challenge = stateOf().provesCodes() ? challenged(stateOf(), request, reply) : null;
      return authorizationData(stateOf(), challenge);
    });
  });
  app.post("/api/v1/Oidc/backchannelLogout", async (request, reply) => {
    await tryLogin(stateOf(), request, reply);
    return answer(stateOf(), reply, () => backchannelLogout(stateOf(), request));
  });
}

/** The challenge of a new log-in; its verifier stays in the session whose cookie is set here. */
export function challenged(
  state: EspoCrmState,
  request: FastifyRequest,
  reply: FastifyReply,
): string {
  const known = cookie(request.headers, SESSION_COOKIE);
  const { challenge, session } = state.sessions.challenge(known);
  if (session !== undefined && session !== known) {
    reply.header("set-cookie", `${SESSION_COOKIE}=${session}; path=/; HttpOnly`);
  }
  return challenge;
}

/** Ends a session, as somebody logs out. */
export function destroyAuthToken(
  state: EspoCrmState,
  userId: string,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  const { token: text } = jsonBody(request);
  if (typeof text !== "string" || text === "") throw new EspoError(400, "No `token`.");
  const token = state.tokens.find(text);
  if (token === undefined) return false;
  token.isActive = false;
  if (token.secret !== null) {
    const hasSecret = cookie(request.headers, "auth-token-secret") === token.secret;
    if (!hasSecret && token.userId !== userId) {
      throw new EspoError(403, "Can't destroy auth token.");
    }
    if (hasSecret) setSecretCookie(reply, "deleted", 1000);
  }
  const url = logoutRedirectUrl(state.settings);
  if (url !== undefined) reply.header("x-logout-redirect-url", url);
  return true;
}

/** Sends what an action returns, with the headers that EspoCRM adds. */
export async function answer(
  state: EspoCrmState,
  reply: FastifyReply,
  action: () => unknown,
): Promise<FastifyReply> {
  const value = await outcome(action);
  return reply
    .headers({
      "content-type": "application/json",
      "x-app-timestamp": String(state.settings.get("appTimestamp")),
      "last-modified": new Date(state.now()).toUTCString(),
      expires: "0",
      "cache-control": "no-store, no-cache, must-revalidate, post-check=0, pre-check=0",
    })
    .send(Buffer.from(jsonEncode(value))); // To a text, Fastify would add a charset.
}

async function outcome(action: () => unknown): Promise<unknown> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof EspoError ? error.asJson() : error;
  }
}
