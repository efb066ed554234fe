/** Serving the stand-ins: Terraform attaches to this process instead of starting plugins. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { authentik } from "./authentik/provider";
import type { Provider } from "./host/provider";
import { readProviderSchema } from "./host/schema";
import type { PluginServer } from "./host/server";
import { servePlugin } from "./host/server";
import { openSession } from "./host/session";
import type { AuthentikRelease } from "./release";
import { NEWEST_AUTHENTIK, RESTAPI } from "./release";
import { restapi } from "./restapi/provider";

/** Which schemas to serve, and how. */
export interface StandInOptions {
  /**
   * The folder with the providers' schemas, each as `terraform providers schema -json` prints it:
   * `authentik/authentik@2026.5.0.json` and `restapi/restapi@3.0.0.json`.
   */
  readonly schemas: string;
  /**
   * The release of authentik's provider to stand in for.
   *
   * @default - the newest
   */
  readonly authentikRelease?: AuthentikRelease;
  /**
   * The environment of the providers (`REST_API_…`, `AUTHENTIK_…`, `API_DATA_IS_SENSITIVE`).
   *
   * @default - this process's
   */
  readonly environment?: NodeJS.ProcessEnv;
  /**
   * Where Terraform reaches the providers.
   *
   * @default - Unix sockets in a temporary folder; a port on loopback where there are none
   */
  readonly transport?: "unix" | "tcp";
}

/** The stand-ins at work. */
export interface StandIns {
  /** What Terraform's environment must have. */
  readonly environment: {
    /** The providers' addresses, by the names that Terraform and OpenTofu know them by. */
    readonly TF_REATTACH_PROVIDERS: string;
  };
  /** Ends them. */
  readonly close: () => Promise<void>;
}

/** The hosts of provider names: Terraform's, and OpenTofu's. */
const REGISTRIES = ["registry.terraform.io", "registry.opentofu.org"];

/** macOS has the shortest limit of a socket's path. */
const LONGEST_SOCKET_PATH = 103;

/** Starts the stand-ins for both providers, each for any number of Terraforms at once. */
export async function startProviders(options: StandInOptions): Promise<StandIns> {
  const { schemas, authentikRelease = NEWEST_AUTHENTIK, environment = process.env } = options;
  const schema = (name: string, release: string) =>
    readProviderSchema(join(schemas, name, `${name}@${release}.json`));
  const sessions = {
    authentik: sessionsOf(
      authentik(schema("authentik", NEWEST_AUTHENTIK), authentikRelease, environment),
    ),
    restapi: sessionsOf(restapi(schema("restapi", RESTAPI), environment)),
  };
  const folder = await mkdtemp(join(tmpdir(), "providers-"));
  const unix = (options.transport ?? transportFor(folder)) === "unix";
  const serve = (name: keyof typeof sessions) =>
    servePlugin(sessions[name], unix ? join(folder, name) : undefined);
  const providers = [
    ["goauthentik/authentik", await serve("authentik")],
    ["mastercard/restapi", await serve("restapi")],
  ] as const;
  return {
    environment: { TF_REATTACH_PROVIDERS: JSON.stringify(reattach(providers)) },
    close: async () => {
      await Promise.all(providers.map(([, server]) => server.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const sessionsOf =
  <Client>(provider: Provider<Client>) =>
  () =>
    openSession(provider);

/** Terraform would end a process that is not marked as a test's. */
const reattach = (providers: readonly (readonly [name: string, server: PluginServer])[]) =>
  Object.fromEntries(
    providers.flatMap(([name, { address }]) =>
      REGISTRIES.map((registry) => [
        `${registry}/${name}`,
        { Protocol: "grpc", ProtocolVersion: 6, Pid: process.pid, Test: true, Addr: address },
      ]),
    ),
  );

const transportFor = (folder: string): "unix" | "tcp" =>
  process.platform === "win32" || join(folder, "authentik").length > LONGEST_SOCKET_PATH
    ? "tcp"
    : "unix";
