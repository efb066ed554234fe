import { z } from "zod";
import { startSandboxServer, type SandboxServer, type SandboxServerOptions } from "../http";
import { ApiError } from "./api/errors";
import { mountApi } from "./api/mount";
import { FlowExecutor } from "./flows/executor";
import { mountFlows } from "./flows/mount";
import type { LogoutDelivery } from "./oidc/backchannel-logout";
import { mountOidc } from "./oidc/mount";
import { sendNotFound } from "./pages/send";
import { nameVersion } from "./pages/version";
import { NEWEST_RELEASE, TRAITS, type Release } from "./release";
import { Services } from "./services";
import { AuthentikState } from "./state/authentik-state";
import { generateId } from "./state/identifiers";
import { seedSchema, type AuthentikSeed } from "./state/seed-schema";
import { sow } from "./state/seeding";
import { EXAMPLE, SHIPPED } from "./state/shipped";

/** What kind of authentik to start. */
export interface AuthentikOptions extends SandboxServerOptions {
  /** Release line to imitate. @default - the newest */
  readonly release?: Release;
  /**
   * What it calls its version, to whoever asks: a line that nobody imitates, too.
   * @default - the first of its line
   */
  readonly version?: string;
  /**
   * Address under which others reach the server, without a trailing slash. It is told to people
   * only: what authentik answers is built from the address that each request was made to.
   * @default - the address that the server listens on
   */
  readonly publicUrl?: string;
  /** API token of the administrator `akadmin`. @default - a random one */
  readonly token?: string;
  /**
   * Whether authentik's blueprints have run. Until they have, in the first minute of a new
   * installation, the default flows, scope mappings and keys are missing.
   * @default - true
   */
  readonly shipped?: boolean;
  /** What there is beside that. @default - the example users, groups and the EC key */
  readonly seed?: AuthentikSeed;
}

/** A running stand-in of an authentik server. */
export interface AuthentikSandbox extends SandboxServer {
  /** Release line that it imitates. */
  readonly release: Release;
  /** Address under which others reach it. */
  readonly publicUrl: string;
  /** API token of `akadmin`, who may do everything. */
  readonly token: string;
  /** API token of a service account that may do nothing. */
  readonly tokenWithoutPermission: string;
  /** What the server knows; may be read and changed. */
  readonly state: AuthentikState;
  /** Log-outs that clients were told of through the back channel; waits for those under way. */
  logoutDeliveries(): Promise<readonly LogoutDelivery[]>;
  /** Ends a user's sessions, as an administrator does (Directory, Users, the user, Sessions). */
  endSessions(username: string): void;
  /** Adds objects; what is there under the same name is replaced. */
  seed(seed: AuthentikSeed): void;
  /** Back to the state of the start. Journal and faults stay. */
  reset(): void;
}

/** Starts a stand-in of an authentik server. It listens when the promise resolves. */
export async function startAuthentik(options: AuthentikOptions = {}): Promise<AuthentikSandbox> {
  const { release = NEWEST_RELEASE, shipped = true, seed = EXAMPLE } = options;
  const { token = generateId(60), version = `${release}.0` } = options;
  const tokenWithoutPermission = generateId(60);
  const state = new AuthentikState();
  const services = new Services(state, TRAITS[release]);

  const add = (more: AuthentikSeed): void => sow(state, more);
  const reset = (): void => {
    state.clear();
    services.clear();
    const { groups = [], users = [], ...blueprints } = SHIPPED;
    add({ groups, users });
    if (shipped) add(blueprints);
    add({
      users: [{ username: "no-permission", type: "service_account" }],
      tokens: [
        { key: token, user: "akadmin" },
        { key: tokenWithoutPermission, user: "no-permission" },
      ],
    });
    add(seed);
  };
  reset();

  const server = await startSandboxServer(
    {
      product: `authentik ${release}`,
      reset,
      seed: (body) => add(z.parse(seedSchema, body)),
      routes: (app) => {
        app.setNotFoundHandler((_request, reply) => sendNotFound(reply));
        app.setErrorHandler((error, _request, reply) => {
          if (!(error instanceof ApiError)) throw error;
          return reply.code(error.status).headers(error.headers).send(error.body);
        });
        nameVersion(app, version);
        mountApi(app, state, TRAITS[release], version);
        const executor = new FlowExecutor(services);
        mountOidc(app, services, executor);
        mountFlows(app, services, executor);
      },
    },
    options,
  );
  return {
    ...server,
    release,
    publicUrl: options.publicUrl ?? server.url,
    token,
    tokenWithoutPermission,
    state,
    logoutDeliveries: async () => {
      await services.backchannel.settled();
      return services.backchannel.deliveries;
    },
    endSessions: (username) => {
      const user = [...state.users.values()].find((one) => one.username === username);
      if (user === undefined) throw new Error(`authentik has no user "${username}".`);
      services.sessions.endAll(user);
    },
    seed: add,
    reset,
  };
}
