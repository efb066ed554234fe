/** Serving the stand-ins: Terraform attaches to this process instead of starting plugins. */
import { devNull } from "node:os";
import { join } from "node:path";
import { authentik } from "./authentik/provider";
import type { Provider } from "./host/provider";
import { readProviderSchema } from "./host/schema";
import { servePlugin } from "./host/server";
import { openSession } from "./host/session";
import type { AuthentikRelease } from "./release";
import { NEWEST_AUTHENTIK, PINNED_AUTHENTIK, RESTAPI } from "./release";
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
}

/** The stand-ins at work. */
export interface StandIns {
  /** What Terraform's environment must have. */
  readonly environment: {
    /** The providers' addresses, by the names that Terraform and OpenTofu know them by. */
    readonly TF_REATTACH_PROVIDERS: string;
    /** An empty CLI configuration: the user's own has no say, and attached providers are never installed. */
    readonly TF_CLI_CONFIG_FILE: string;
    /** No question to HashiCorp about newer versions. */
    readonly CHECKPOINT_DISABLE: string;
  };
  /** Ends them. */
  readonly close: () => Promise<void>;
}

/** The hosts of provider names: Terraform's, and OpenTofu's. */
const REGISTRIES = ["registry.terraform.io", "registry.opentofu.org"];

/** Starts the stand-ins for both providers, each for any number of Terraforms at once. */
export async function startProviders(options: StandInOptions): Promise<StandIns> {
  const { schemas, authentikRelease = NEWEST_AUTHENTIK, environment = process.env } = options;
  const schema = (name: string, release: string) =>
    readProviderSchema(join(schemas, name, `${name}@${release}.json`));
  const authentikSchema = schema("authentik", PINNED_AUTHENTIK);
  const servers = {
    "goauthentik/authentik": await serve(authentik(authentikSchema, authentikRelease, environment)),
    "mastercard/restapi": await serve(restapi(schema("restapi", RESTAPI), environment)),
  };
  const reattach = Object.entries(servers).flatMap(([name, { address }]) =>
    REGISTRIES.map((registry) => [`${registry}/${name}`, attachment(address)]),
  );
  return {
    environment: {
      TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(reattach)),
      TF_CLI_CONFIG_FILE: devNull,
      CHECKPOINT_DISABLE: "1",
    },
    close: async () => {
      await Promise.all(Object.values(servers).map((server) => server.close()));
    },
  };
}

const serve = <Client>(provider: Provider<Client>) => servePlugin(() => openSession(provider));

/** Terraform would end a process that is not marked as a test's. */
const attachment = (address: string) => ({
  Protocol: "grpc",
  ProtocolVersion: 6,
  Pid: process.pid,
  Test: true,
  Addr: { Network: "tcp", String: address },
});
