import { status } from "@grpc/grpc-js";
import type { AddressInfo } from "node:net";
import { createServer } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import { startProviders } from "../../terraform";
import { authentik } from "../../terraform/authentik/provider";
import { readProviderSchema } from "../../terraform/host/schema";
import { restapi } from "../../terraform/restapi/provider";
import type { Value } from "../../terraform/wire/values";
import { addressOf, dynamic, PluginClient } from "./plugin-client";
import { SCHEMAS } from "./workspace";

const AUTHENTIK = "registry.terraform.io/goauthentik/authentik";
const authentikSchema = readProviderSchema(join(SCHEMAS, "authentik", "authentik@2026.5.0.json"));
const restapiSchema = readProviderSchema(join(SCHEMAS, "restapi", "restapi@3.0.0.json"));

const started: { close(): unknown }[] = [];
afterEach(() => Promise.all(started.splice(0).map((resource) => resource.close())));

const start = async () => {
  const providers = await startProviders({ schemas: SCHEMAS, environment: {} });
  started.push(providers);
  const open = (source = AUTHENTIK) => {
    const address = addressOf(providers.environment.TF_REATTACH_PROVIDERS, source);
    if (!address) throw new Error(`${source} is not served`);
    const client = new PluginClient(address);
    started.push(client);
    return client;
  };
  return { ...providers, open };
};

const configuration = (url: string, token: string) => ({
  config: dynamic({ url, token, insecure: null, headers: null } satisfies Record<string, Value>),
});

test("both providers are served under Terraform's names and OpenTofu's", async () => {
  const { environment } = await start();
  const served = JSON.parse(environment.TF_REATTACH_PROVIDERS) as Record<string, object>;
  expect(Object.keys(served).sort()).toEqual([
    "registry.opentofu.org/goauthentik/authentik",
    "registry.opentofu.org/mastercard/restapi",
    "registry.terraform.io/goauthentik/authentik",
    "registry.terraform.io/mastercard/restapi",
  ]);
  expect(served[AUTHENTIK]).toMatchObject({
    Protocol: "grpc",
    ProtocolVersion: 6,
    Pid: process.pid,
    Test: true,
  });
});

test("a schema is served as it was pinned", async () => {
  const { open } = await start();
  const client = open();
  const { resource_schemas, provider, diagnostics } = await client.call("GetProviderSchema", {});
  expect(diagnostics).toEqual([]);
  expect(Object.keys(resource_schemas).sort()).toEqual(
    Object.keys(authentikSchema.resources).sort(),
  );
  const token = { name: "token", required: true, sensitive: true, computed: false };
  const attributes = expect.arrayContaining([
    expect.objectContaining({ ...token, type: Buffer.from('"string"') }),
  ]) as unknown;
  expect(provider).toMatchObject({ block: { attributes } });
});

test("each connection has a client of its own", async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  started.push(server);
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { open } = await start();
  const [one, other] = [open(), open()];
  await one.call("ConfigureProvider", configuration(url, "one"));
  await other.call("ConfigureProvider", configuration(url, "other"));
  const config = dynamic({ slug: "x" });
  await one.call("ReadDataSource", { type_name: "authentik_flow", config });
  await other.call("ReadDataSource", { type_name: "authentik_flow", config });
  expect(seen).toEqual(["Bearer one", "Bearer other", "Bearer one", "Bearer other"]);
});

test("a connection that was not configured can't read", async () => {
  const { open } = await start();
  const client = open();
  const { diagnostics } = await client.call("ReadDataSource", {
    type_name: "authentik_flow",
    config: dynamic({}),
  });
  expect(diagnostics).toMatchObject([{ summary: "The provider has not been configured" }]);
});

test("a message may be longer than gRPC's usual limit of 4 MB", async () => {
  const { open } = await start();
  const client = open("registry.terraform.io/mastercard/restapi");
  const { diagnostics } = await client.call("ValidateResourceConfig", {
    type_name: "restapi_object",
    config: dynamic({ path: "/", data: JSON.stringify("x".repeat(5_000_000)) }),
  });
  expect(diagnostics).toEqual([]);
});

test("a call that the stand-ins do not know is unimplemented, a broken one an internal error", async () => {
  const { open } = await start();
  const client = open();
  const unknown = client.send("/tfplugin6.Provider/GetFunctions", Buffer.alloc(0));
  await expect(unknown).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
  const broken = client.send("/tfplugin6.Provider/ReadResource", Buffer.from([0xff]));
  await expect(broken).rejects.toMatchObject({ code: status.INTERNAL });
});

test.each(["2026.8.0", "2026.5.0", "2026.2.0"] as const)(
  "every type of authentik %s has a stand-in",
  (release) => {
    const provider = authentik(authentikSchema, release, {});
    expect(Object.keys(provider.resources).sort()).toEqual(
      Object.keys(provider.schema.resources).sort(),
    );
    expect(Object.keys(provider.dataSources).sort()).toEqual(
      Object.keys(provider.schema.dataSources).sort(),
    );
  },
);

test("authentik 2026.2.0 knows neither grant types nor hidden applications", () => {
  const { resources } = authentik(authentikSchema, "2026.2.0", {}).schema;
  expect(resources["authentik_provider_oauth2"]?.block.attributes).not.toHaveProperty(
    "grant_types",
  );
  expect(resources["authentik_application"]?.block.attributes).not.toHaveProperty("meta_hide");
  const newer = authentikSchema.resources["authentik_provider_oauth2"]?.block.attributes;
  expect(newer).toHaveProperty("grant_types");
});

test("API_DATA_IS_SENSITIVE hides the data of restapi_object", () => {
  const data = (environment: NodeJS.ProcessEnv) =>
    restapi(restapiSchema, environment).schema.resources["restapi_object"]?.block.attributes[
      "data"
    ];
  expect(data({})?.sensitive).toBeFalsy();
  expect(data({ API_DATA_IS_SENSITIVE: "TRUE" })?.sensitive).toBe(true);
});
