import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { authentikClient, espocrmClient } from "../../../cli/http/connections";
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

const surroundings = (environment: NodeJS.ProcessEnv = {}) => ({ environment, timeout: 2000 });

test("EspoCRM's client certificate and an access proxy's headers come from Terraform's variables", async () => {
  const client = espocrmClient(
    {
      url,
      verifyTls: false,
      headers: { "X-Access": "access_secret" },
      clientCertificate: { certificate, keyVariable: "client_key" },
    },
    surroundings({ TF_VAR_access_secret: "open sesame", TF_VAR_client_key: key }),
  );
  await client.send({ url });
  await client.close();
  expect(seen[0]?.headers["x-access"]).toBe("open sesame");
  const shown = (seen[0]?.socket as TLSSocket | undefined)?.getPeerCertificate();
  expect(shown?.fingerprint256).toBe(x509.fingerprint256);
});

test.each(["configuration", "SSL_CERT_FILE"])("a private authority is known by %s", async (by) => {
  const file = join(mkdtempSync(join(tmpdir(), "authority-")), "ca.pem");
  writeFileSync(file, certificate);
  const known = { url, certificateAuthority: certificate };
  const connection = by === "configuration" ? known : { url };
  const environment = by === "configuration" ? {} : { SSL_CERT_FILE: file };
  const client = espocrmClient(connection, surroundings(environment));
  const fault = await client.send({ url }).catch((error: unknown) => String(error));
  await client.close();
  // The authority is accepted; what is left is that the certificate is for another host.
  expect(fault).toContain("is for another host");
});

test("authentik's certificate is verified unless that is switched off", async () => {
  const strict = authentikClient({ url }, surroundings());
  await expect(strict.send({ url })).rejects.toThrow(
    `authentik has a TLS certificate that no trusted authority has signed (${url}/)`,
  );
  await strict.close();
  const lax = authentikClient({ url, verifyTls: false }, surroundings());
  expect(await lax.send({ url })).toMatchObject({ status: 200 });
  await lax.close();
});
