import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { declaredAuthentik, declaredEspoCrm } from "../../../cli/servers/declared";
import { resolved } from "../../../lib/fields/resolved";
import type { AuthentikConnection, EspoCrmConnection } from "../../../lib";
import { company } from "../../lib/company";
import { HttpClient } from "../../../cli/servers/http/client";
import { TEST_KEYS } from "../../../sandbox/authentik/state/test-keys";

const { privateKeyPem: key, certificate: x509 } = TEST_KEYS.rsa;
const certificate = x509.toString();

let server: Server;
let url: string;
let seen: IncomingMessage[];
beforeAll(async () => {
  server = createServer(
    { key, cert: certificate, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      seen.push(request);
      response.end("{}");
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  seen = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** The client for a server that is declared so. */
const espocrm = (connection: Partial<EspoCrmConnection>, context = surroundings()) =>
  declaredEspoCrm(resolved(company({ espocrm: { url, ...connection } })).espocrm, context).client;
const authentik = (connection: Partial<AuthentikConnection> = {}) =>
  declaredAuthentik(
    resolved(company({ authentik: { url, ...connection } })).authentik,
    surroundings(),
  ).client;

const surroundings = (environment: NodeJS.ProcessEnv = {}) => ({ environment, timeout: 2000 });

test("EspoCRM's client certificate and an access proxy's headers come from Terraform's variables", async () => {
  const options = espocrm(
    {
      verifyTls: false,
      headers: { "X-Access": "access_secret" },
      clientCertificate: { certificate, keyVariable: "client_key" },
    },
    surroundings({ TF_VAR_access_secret: "open sesame", TF_VAR_client_key: key }),
  );
  const client = new HttpClient(options);
  await client.send({ url });
  await client.close();
  expect(seen[0]?.headers["x-access"]).toBe("open sesame");
  const shown = (seen[0]?.socket as TLSSocket | undefined)?.getPeerCertificate();
  expect(shown?.fingerprint256).toBe(x509.fingerprint256);
});

test.each(["configuration", "SSL_CERT_FILE"])("a private authority is known by %s", async (by) => {
  const folder = mkdtempSync(join(tmpdir(), "authority-"));
  const file = join(folder, "ca.pem");
  writeFileSync(file, certificate);
  const connection = by === "configuration" ? { certificateAuthority: certificate } : {};
  const environment = by === "configuration" ? {} : { SSL_CERT_FILE: file };
  const client = new HttpClient(espocrm(connection, surroundings(environment)));
  const fault = await client.send({ url }).catch((error: unknown) => String(error));
  await client.close();
  rmSync(folder, { recursive: true });
  // The authority is accepted; what is left is that the certificate is for another host.
  expect(fault).toContain("is for another host");
});

test("authentik's certificate is verified unless that is switched off", async () => {
  const strict = new HttpClient(authentik());
  await expect(strict.send({ url })).rejects.toThrow(
    `authentik has a TLS certificate that no trusted authority has signed (${url}/)`,
  );
  await strict.close();
  const lax = new HttpClient(authentik({ verifyTls: false }));
  expect(await lax.send({ url })).toMatchObject({ status: 200 });
  await lax.close();
});
