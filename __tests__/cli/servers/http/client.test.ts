import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { z } from "zod";
import { answerJson } from "../../../../cli/servers/http/answer";
import { HttpClient, type HttpClientOptions } from "../../../../cli/servers/http/client";
import { ServerFault } from "../../../../cli/servers/http/server-fault";
import { TEST_KEYS } from "../../../../sandbox/authentik/state/test-keys";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listening(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const serve = async (listener: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listening(createServer(listener))}`;

function client(options: Partial<HttpClientOptions> = {}): HttpClient {
  const made = new HttpClient({ server: "EspoCRM", timeout: 2000, ...options });
  closing.push(() => made.close());
  return made;
}

async function faultOf(promise: Promise<unknown>): Promise<ServerFault> {
  const caught: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (caught instanceof ServerFault) return caught;
  throw new Error(`No fault, but ${String(caught)}`);
}

const json = z.object({ ok: z.boolean() });
const ask = async (url: string, options?: Partial<HttpClientOptions>) =>
  answerJson(await client(options).send({ url }), json);

describe("a fault of the network is told with the server, the URL and what to try", () => {
  test("nothing listens", async () => {
    const port = await listening(createTcpServer());
    closing.splice(0).forEach((close) => close());
    const fault = await faultOf(ask(`http://127.0.0.1:${port}/api?code=abc`));
    expect(fault).toMatchObject({ server: "EspoCRM", kind: "refused", exitCode: 1 });
    expect(fault.message).toBe(
      `EspoCRM refuses the connection (http://127.0.0.1:${port}/api). Is it running? Are host and port of its URL right?`,
    );
  });

  test("the host has no address", async () => {
    const fault = await faultOf(ask("http://no-such-host.invalid/", { server: "authentik" }));
    expect(fault).toMatchObject({ server: "authentik", kind: "dns" });
    expect(fault.message).toContain("host name is unknown (http://no-such-host.invalid/)");
  });

  test("no answer comes in time", async () => {
    const url = await serve(() => undefined);
    const fault = await faultOf(ask(url, { timeout: 100 }));
    expect(fault).toMatchObject({ kind: "timeout" });
    expect(fault.fix).not.toContain("longer");
  });

  test("no answer comes in time, which a setting would change", async () => {
    const url = await serve(() => undefined);
    const fault = await faultOf(ask(url, { timeout: 100, timeoutSetting: "--patience" }));
    expect(fault.fix).toContain("Give it longer with --patience.");
  });

  test("what has nothing to do with time does not ask for more of it", async () => {
    const url = await serve((request) => request.socket.destroy());
    const fault = await faultOf(ask(url, { timeoutSetting: "--patience" }));
    expect(fault.fix).not.toContain("--patience");
  });

  test("a request to somebody else is told as that one's", async () => {
    const url = "http://no-such-host.invalid/";
    const fault = await faultOf(client().send({ url, server: "the logout URL's host" }));
    expect(fault.message).toContain("the logout URL's host can't be found");
  });

  test("the body comes too slowly", async () => {
    const url = await serve((_request, response) => response.write("{"));
    expect(await faultOf(ask(url, { timeout: 100 }))).toMatchObject({ kind: "timeout" });
  });

  test("the connection ends without an answer", async () => {
    const url = await serve((request) => request.socket.destroy());
    const fault = await faultOf(ask(url));
    expect(fault).toMatchObject({ kind: "cut", isSilence: true });
    expect(fault.message).toContain("closed the connection without an answer");
  });

  test("the answer is cut off in the middle of its body", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write('{"ok":', () => response.destroy());
    });
    const fault = await faultOf(ask(url));
    expect(fault).toMatchObject({ kind: "cut" });
    expect(fault.message).toContain("cut its answer off in the middle");
  });

  test("https goes to a server that speaks http", async () => {
    const url = await serve((_request, response) => response.end());
    const fault = await faultOf(ask(url.replace("http:", "https:")));
    expect(fault).toMatchObject({ kind: "tls" });
    expect(fault.message).toContain("does not speak TLS");
  });
});

describe("an answer that is not what was asked for", () => {
  const answering = (status: number, type: string, body: string) =>
    serve((_request, response) => response.writeHead(status, { "content-type": type }).end(body));

  test("a page in place of JSON is told by its title", async () => {
    const url = await answering(200, "text/html", "<title> Sign in\n - Proxy</title>");
    const fault = await faultOf(ask(url));
    expect(fault).toMatchObject({ kind: "html", status: 200, isSilence: false });
    expect(fault.message).toContain('an HTML page "Sign in - Proxy" in place of JSON');
    expect(fault.message).toContain("espocrm.headers");
  });

  test.each([
    [302, "redirects elsewhere"],
    [404, "path of its URL"],
    [429, "Too many requests"],
    [403, "access proxy"],
    [503, "Look into its log"],
  ])("a status of %i says no", async (status, fix) => {
    const fault = await faultOf(ask(await answering(status, "text/plain", "no")));
    expect(fault).toMatchObject({ kind: "status", status });
    expect(fault.message).toContain(`answered with HTTP ${status}`);
    expect(fault.fix).toContain(fix);
  });

  test("text that is no JSON, and JSON of another form", async () => {
    const text = await faultOf(ask(await answering(200, "application/json", "{")));
    expect(text.happened).toBe("answered with something that is not JSON");
    const form = await faultOf(ask(await answering(200, "application/json", '{"ok":1}')));
    expect(form.happened).toBe("answered with JSON of another form at ok");
  });

  test("the right JSON is taken", async () => {
    expect(await ask(await answering(200, "application/json", '{"ok":true}'))).toEqual({
      ok: true,
    });
  });
});

describe("a private network", () => {
  const { privateKeyPem: key } = TEST_KEYS.rsa;
  const certificate = TEST_KEYS.rsa.certificate.toString();
  const serveTls = async (options: object = {}) => {
    const server = createTlsServer({ key, cert: certificate, ...options }, (_request, response) =>
      response.end('{"ok":true}'),
    );
    return `https://127.0.0.1:${await listening(server)}`;
  };

  test("a certificate of an unknown authority is refused, with the way to name it", async () => {
    const fault = await faultOf(ask(await serveTls()));
    expect(fault).toMatchObject({ kind: "tls" });
    expect(fault.message).toContain("no trusted authority has signed");
    expect(fault.fix).toContain("certificateAuthorityFile");
  });

  test("it is accepted where verification is off", async () => {
    expect(await ask(await serveTls(), { verifyTls: false })).toEqual({ ok: true });
  });

  test("of a known authority, but for another host", async () => {
    const fault = await faultOf(ask(await serveTls(), { certificateAuthorities: [certificate] }));
    expect(fault.happened).toContain("is for another host");
  });

  test("a client certificate is shown where the server asks for one", async () => {
    const url = await serveTls({ requestCert: true, ca: certificate });
    const options = { verifyTls: false } as const;
    expect(await faultOf(ask(url, options))).toMatchObject({ server: "EspoCRM" });
    expect(await ask(url, { ...options, clientCertificate: { certificate, key } })).toEqual({
      ok: true,
    });
  });

  test("an access proxy's headers go to the named origins alone", async () => {
    const seen: (string | undefined)[] = [];
    const listener: RequestListener = ({ headers }, response) => {
      seen.push(headers["x-access"] as string | undefined);
      response.end("{}");
    };
    const [own, other] = [await serve(listener), await serve(listener)];
    const asking = client({ proxyHeaders: { headers: { "X-Access": "value" }, origins: [own] } });
    await asking.send({ url: `${own}/path` });
    await asking.send({ url: other });
    expect(seen).toEqual(["value", undefined]);
  });

  test("requests go through the environment's proxy, but for what it exempts", async () => {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end('{"ok":true}');
    });
    proxy.on("connect", (request, socket) => {
      asked.push(`CONNECT ${request.url}`);
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    const address = `127.0.0.1:${await listening(proxy)}`;
    const environment = {
      HTTP_PROXY: address,
      https_proxy: `http://${address}`,
      NO_PROXY: ".invalid",
    };
    const direct = await serve((_request, response) => response.end('{"ok":true}'));
    expect(await ask("http://crm.example.com/x", { environment })).toEqual({ ok: true });
    await faultOf(ask("https://crm.example.com/", { environment }));
    expect(await faultOf(ask("http://crm.invalid/", { environment }))).toMatchObject({
      kind: "dns",
    });
    expect(await ask(direct, { environment })).toEqual({ ok: true });
    expect(asked).toEqual(["GET http://crm.example.com/x", "CONNECT crm.example.com:443"]);
  });
});

describe("what is sent to one origin stays there", () => {
  test.each(["GET", "POST", "PUT"] as const)(
    "a %s is not sent on to where it leads",
    async (method) => {
      let connections = 0;
      const other = createServer((_request, response) => response.end("{}"));
      other.on("connection", () => (connections += 1));
      const port = await listening(other);
      for (const status of [301, 302, 303, 307, 308]) {
        for (const to of [`http://localhost:${port}/`, `https://127.0.0.1:${port}/`]) {
          const url = await serve((_request, response) =>
            response.writeHead(status, { location: to }).end(),
          );
          const answer = await client({
            proxyHeaders: { headers: { "X-Access": "value" }, origins: [url] },
          }).send({
            url,
            method,
            headers: { authorization: "Basic eHg6eHg=", cookie: "a=b" },
            ...(method !== "GET" && { json: { password: "secret" } }),
          });
          expect(answer).toMatchObject({ status, headers: { location: to } });
        }
      }
      expect(connections).toBe(0);
    },
  );
});

test("a body without an end is not waited for", async () => {
  const url = await serve((_request, response) => {
    const more = Buffer.alloc(1024 * 1024, "x");
    const write = (): void => {
      while (!response.destroyed && response.write(more));
      if (!response.destroyed) response.once("drain", write);
    };
    write();
  });
  const started = performance.now();
  const fault = await faultOf(ask(url, { timeout: 20_000 }));
  expect(fault).toMatchObject({ kind: "content" });
  expect(fault.message).toContain("does not stop answering (more than 16 MB)");
  expect(performance.now() - started).toBeLessThan(5000);
});
