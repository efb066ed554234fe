import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { z } from "zod";
import { answerJson } from "../../../cli/http/answer";
import { HttpClient, type HttpClientOptions } from "../../../cli/http/client";
import { ServerFault } from "../../../cli/http/server-fault";
import { TEST_KEYS } from "../../../sandbox/authentik/state/test-keys";

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
  const made = new HttpClient({ side: "EspoCRM", timeout: 2000, ...options });
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

describe("a fault of the network is told with the side, the URL and what to try", () => {
  test("nothing listens", async () => {
    const port = await listening(createTcpServer());
    closing.splice(0).forEach((close) => close());
    const fault = await faultOf(ask(`http://127.0.0.1:${port}/api?code=abc`));
    expect(fault).toMatchObject({ side: "EspoCRM", kind: "refused", exitCode: 1 });
    expect(fault.message).toBe(
      `EspoCRM refuses the connection (http://127.0.0.1:${port}/api). Is it running? Are host and port of its URL right?`,
    );
  });

  test("the host has no address", async () => {
    const fault = await faultOf(ask("http://no-such-host.invalid/", { side: "authentik" }));
    expect(fault).toMatchObject({ side: "authentik", kind: "dns" });
    expect(fault.message).toContain("host name is unknown (http://no-such-host.invalid/)");
  });

  test("no answer comes in time", async () => {
    const url = await serve(() => undefined);
    const fault = await faultOf(ask(url, { timeout: 100 }));
    expect(fault).toMatchObject({ kind: "timeout" });
    expect(fault.mend).not.toContain("longer");
  });

  test("no answer comes in time, which a setting would change", async () => {
    const url = await serve(() => undefined);
    const fault = await faultOf(ask(url, { timeout: 100, timeoutSetting: "--patience" }));
    expect(fault.mend).toContain("Give it longer with --patience.");
  });

  test("what has nothing to do with time does not ask for more of it", async () => {
    const url = await serve((request) => request.socket.destroy());
    const fault = await faultOf(ask(url, { timeoutSetting: "--patience" }));
    expect(fault.mend).not.toContain("--patience");
  });

  test("a request to somebody else is told as that one's", async () => {
    const url = "http://no-such-host.invalid/";
    const fault = await faultOf(client().send({ url, side: "the logout URL's host" }));
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
  ])("a status of %i says no", async (status, mend) => {
    const fault = await faultOf(ask(await answering(status, "text/plain", "no")));
    expect(fault).toMatchObject({ kind: "status", status });
    expect(fault.message).toContain(`answered with HTTP ${status}`);
    expect(fault.mend).toContain(mend);
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
    expect(fault.mend).toContain("certificateAuthorityFile");
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
    expect(await faultOf(ask(url, options))).toMatchObject({ side: "EspoCRM" });
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
    const proxy = createServer();
    proxy.on("connect", (request, socket) => {
      asked.push(request.url ?? "");
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    const address = `http://127.0.0.1:${await listening(proxy)}`;
    const environment = { HTTP_PROXY: address, NO_PROXY: "127.0.0.1" };
    const direct = await serve((_request, response) => response.end('{"ok":true}'));
    await faultOf(ask("http://crm.example.com/", { environment }));
    expect(asked).toEqual(["crm.example.com:80"]);
    expect(await ask(direct, { environment })).toEqual({ ok: true });
  });
});
