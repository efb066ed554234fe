import type { FastifyInstance } from "fastify";
import { startSandboxServer, type SandboxServer, type SandboxServerOptions } from "../http";
import { EspoError } from "./errors";
import { pageRoutes } from "./pages/routes";
import { portalRoutes } from "./portal-routes";
import type { EspoCrmRelease } from "./release";
import { apiRoutes } from "./routes";
import type { SettingsData } from "./settings";
import { EspoCrmState, EXAMPLE_USERS, seedSchema, type EspoCrmSeed } from "./state";
import { withoutCredentials } from "./users";

/** What kind of EspoCRM to start. */
export interface EspoCrmOptions extends SandboxServerOptions {
  /** Its version. @default - 9.3.9 */
  readonly release?: EspoCrmRelease;
  /** EspoCRM's setting `siteUrl`: where people reach it. @default - the address it listens on */
  readonly siteUrl?: string;
  /** What there is beside the settings of a fresh installation. @default - the example users */
  readonly seed?: EspoCrmSeed;
  /** Duration of a password hash in milliseconds; a real server takes about 250. @default - 0 */
  readonly passwordCost?: number;
  /** How long EspoCRM waits for the identity provider, in milliseconds. @default - 10,000 */
  readonly providerTimeout?: number;
  /** Clock, in milliseconds since 1970. @default - the system's, with fractions */
  readonly now?: () => number;
}

/** A running stand-in of an EspoCRM server. */
export interface EspoCrmSandbox extends SandboxServer {
  /** EspoCRM's setting `siteUrl` at the start. */
  readonly siteUrl: string;
  /** What the server knows; may be read and changed. A reset replaces it. */
  readonly state: EspoCrmState;
  /** The settings as stored, without the client secret. */
  settings(): SettingsData;
  /** The client secret as stored; undefined if it never was. */
  clientSecret(): unknown;
  /** Adds accounts, teams and settings. */
  seed(seed: EspoCrmSeed): void;
  /** Becomes another version, as an upgrade does it. */
  upgrade(release: EspoCrmRelease): void;
  /** Back to the state of the start. Journal and faults stay. */
  reset(): void;
}

/** Milliseconds with fractions, as PHP's `microtime`. */
const systemClock = (): number => performance.timeOrigin + performance.now();

/** Starts a stand-in of an EspoCRM server. It listens when the promise resolves. */
export async function startEspoCrm(options: EspoCrmOptions = {}): Promise<EspoCrmSandbox> {
  const { passwordCost = 0, providerTimeout = 10_000, now = systemClock } = options;
  const { release = "9.3.9" } = options;
  const { seed = { users: [...EXAMPLE_USERS] } } = options;
  let siteUrl = options.siteUrl ?? "";
  const fresh = (): EspoCrmState => {
    const state = new EspoCrmState(siteUrl, release, passwordCost, providerTimeout, now);
    state.seed(seed);
    return state;
  };
  let state = fresh();
  const reset = (): void => {
    state = fresh();
  };

  const server = await startSandboxServer(
    {
      product: `EspoCRM ${release}`,
      reset,
      seed: (body) => state.seed(seedSchema.parse(body)),
      routes: (app) => {
        errorAnswers(app);
        apiRoutes(app, () => state);
        portalRoutes(app, () => state);
        pageRoutes(app);
      },
      control: (app) => {
        app.get("/sandbox/state", () => summary(state));
        app.get("/sandbox/log", () => state.log.list());
      },
    },
    options,
  );
  siteUrl = options.siteUrl ?? server.url;
  reset();

  return {
    ...server,
    siteUrl,
    get state() {
      return state;
    },
    settings: () => state.settings.stored(),
    clientSecret: () => state.settings.get("oidcClientSecret"),
    seed: (more) => state.seed(more),
    upgrade: (to) => state.upgrade(to),
    reset,
  };
}

function errorAnswers(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .headers({
        "x-status-reason": "Not part of the EspoCRM sandbox.",
        "content-type": "text/html",
      })
      .send(""),
  );
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof EspoError)) throw error;
    const { status, reason, body, headers } = error;
    if (reason !== null) reply.header("x-status-reason", reason);
    return reply
      .code(status)
      .headers({ "content-type": "text/html; charset=UTF-8", ...headers })
      .send(Buffer.from(body));
  });
}

/** What another process may know of the state: no password, key, token or secret. */
function summary({ settings, users, tokens, loginLog, cacheClearedAt }: EspoCrmState): object {
  return {
    settings: settings.stored(),
    hasClientSecret: Boolean(settings.get("oidcClientSecret")),
    users: users.list().map(withoutCredentials),
    activeAuthTokens: tokens.list().filter(({ isActive }) => isActive).length,
    authTokens: tokens.list().length,
    failedLogins: loginLog.failed().length,
    cacheClearedAt,
  };
}
