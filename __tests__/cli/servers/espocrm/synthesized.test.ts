import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { addressOf } from "../../../../cli/servers/espocrm/espocrm";
import { espocrmsOf } from "../../../../cli/servers/espocrm/synthesized";
import { block, stackWith } from "./stack-with";

const ENVIRONMENT = {
  TF_VAR_espocrm_username: "admin",
  TF_VAR_espocrm_password: "the-password",
  TF_VAR_gate: "gate-value",
  TF_VAR_host: "crm.company",
};

const only = async (more: object, environment: NodeJS.ProcessEnv = ENVIRONMENT) => {
  const stack = await stackWith([block(more)]);
  const found = espocrmsOf(stack, environment);
  expect(found).toHaveLength(1);
  return found[0];
};

test("an EspoCRM is found by its provider block, its credentials in the environment", async () => {
  const found = await only({ uri: "https://${var.host}/crm/api/v1/" });
  expect(found).toMatchObject({
    kind: "reachable",
    access: {
      uri: "https://crm.company/crm/api/v1",
      username: "admin",
      password: "the-password",
      usernameVariable: "espocrm_username",
      passwordVariable: "espocrm_password",
    },
  });
  expect(found?.kind === "reachable" && addressOf(found.access)).toBe("https://crm.company/crm");
});

test("a block through which no settings are managed is no EspoCRM", async () => {
  const stack = await stackWith([block()], {
    resource: { restapi_object: { other: { path: "/Things", provider: "restapi.espocrm" } } },
  });
  expect(espocrmsOf(stack, ENVIRONMENT)).toEqual([]);
});

test("time-out, headers, certificates and authority are those of the block", async () => {
  const stack = await stackWith([
    block({
      timeout: 7,
      insecure: true,
      headers: { "X-Gate": "${var.gate}" },
      root_ca_file: "ca.pem",
      cert_string: "CERTIFICATE",
      key_string: "${var.key}",
    }),
  ]);
  writeFileSync(join(stack.folder, "ca.pem"), "AUTHORITY");
  const [found] = espocrmsOf(stack, { ...ENVIRONMENT, TF_VAR_key: "KEY" });
  expect(found).toMatchObject({
    kind: "reachable",
    access: {
      client: {
        server: "EspoCRM",
        timeout: 7000,
        verifyTls: false,
        proxyHeaders: {
          headers: { "X-Gate": "gate-value" },
          origins: ["https://espocrm.company"],
        },
        certificateAuthorities: expect.arrayContaining(["AUTHORITY"]) as string[],
        clientCertificate: { certificate: "CERTIFICATE", key: "KEY" },
      },
    },
  });
});

test.each<[string, object, NodeJS.ProcessEnv]>([
  ["the environment lacks TF_VAR_espocrm_username or TF_VAR_espocrm_password", {}, {}],
  ["its password is not a Terraform variable alone", { password: "in the block" }, ENVIRONMENT],
  ["its address is only known to Terraform", { uri: "${data.x.y.uri}" }, ENVIRONMENT],
  ["its address is only known to Terraform", { uri: "${var.host}${local.path}" }, ENVIRONMENT],
  ["its headers or certificates are only known", { headers: { a: "${var.b}" } }, ENVIRONMENT],
  ["its headers or certificates are only known", { root_ca_string: "${var.b}" }, ENVIRONMENT],
  [
    "its headers or certificates are only known",
    { cert_string: "C", key_string: "${var.b}" },
    ENVIRONMENT,
  ],
])("what is not known here is left to Terraform: %s", async (why, more, environment) => {
  expect(await only(more, environment)).toMatchObject({
    kind: "unknown",
    why: expect.stringContaining(why) as string,
  });
});
