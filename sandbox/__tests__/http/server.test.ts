import { request as httpRequest } from "node:http";
import { startSandboxServer, type SandboxServer } from "../../http";

let server: SandboxServer;
let state: unknown;

beforeEach(async () => {
  state = "fresh";
  server = await startSandboxServer({
    product: "Echo 1.0",
    routes: (app) => {
      app.all("/echo/", (request, reply) =>
        reply.code(201).send(Buffer.from(`${request.method} ${request.rawBody}`)),
      );
      app.get("/fails", () => {
        throw new Error("broken");
      });
    },
    reset: () => {
      state = "fresh";
    },
    seed: (seeded) => {
      if (seeded === null) throw new Error("Seed what?");
      state = seeded;
    },
  });
});

afterEach(() => server.close());

const json = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** Resolves when the next request has arrived. */
const arrival = (): Promise<void> =>
  new Promise((resolve) => {
    const record = server.journal.record.bind(server.journal);
    server.journal.record = (...request) => {
      setImmediate(resolve);
      return record(...request);
    };
  });

/** A GET with a body, which `fetch` refuses to send. */
const getWithBody = (url: string, body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: "GET", headers: { "content-length": body.length } });
    request.on("error", reject).on("response", (response) => {
      response.setEncoding("utf8").on("data", resolve);
    });
    request.end(body);
  });

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("routing", () => {
  test("takes case, slashes and the method literally", async () => {
    const statuses = await Promise.all(
      ["/echo/", "/echo", "/Echo/", "//echo/"].map(
        async (path) => (await fetch(server.url + path)).status,
      ),
    );
    expect(statuses).toEqual([201, 404, 404, 404]);
    expect((await fetch(`${server.url}/fails`, { method: "HEAD" })).status).toBe(404);
  });

  test.each(["application/json", "text/plain", "nonsense", "multipart/form-data"])(
    "hands over a body of content type %s as it was sent",
    async (type) => {
      const response = await fetch(`${server.url}/echo/`, {
        method: "PUT",
        headers: { "content-type": type },
        body: '{"broken',
      });
      expect([response.status, await response.text()]).toEqual([201, 'PUT {"broken']);
    },
  );

  test("hands over the body of a GET", async () => {
    expect(await getWithBody(`${server.url}/echo/`, "{}")).toBe("GET {}");
    expect(server.journal.list()[0]).toMatchObject({ method: "GET", body: "{}", status: 201 });
  });
});

describe("journal", () => {
  test("holds every request in order, with its answer", async () => {
    await fetch(`${server.url}/echo/?a=%20b`, { method: "POST", body: "x" });
    await fetch(`${server.url}/nowhere`);
    await fetch(`${server.url}/fails`);
    expect(
      server.journal
        .list()
        .map(({ method, url, body, status, bytes }) => [method, url, body, status, bytes > 0]),
    ).toEqual([
      ["POST", "/echo/?a=%20b", "x", 201, true],
      ["GET", "/nowhere", "", 404, true],
      ["GET", "/fails", "", 500, true],
    ]);
    expect(server.journal.list()[0]?.bytes).toBe("POST x".length);
  });

  test("keeps no credential of a header", async () => {
    await fetch(`${server.url}/echo/`, {
      headers: {
        authorization: "Basic c2VjcmV0",
        cookie: "auth-token=secret",
        "espo-authorization": "c2VjcmV0",
        "x-api-key": "secret",
        accept: "text/html",
      },
    });
    await fetch(`${server.url}/echo/`, { headers: { authorization: "c2VjcmV0" } });
    const [first, second] = server.journal.list();
    expect(first?.headers).toMatchObject({
      authorization: "Basic …",
      cookie: "…",
      "espo-authorization": "…",
      "x-api-key": "…",
      accept: "text/html",
    });
    expect(second?.headers["authorization"]).toBe("…");
  });

  test("is shown over HTTP with the secrets masked, and can be cleared", async () => {
    const body = { oidcClientId: "espocrm", nested: [{ client_secret: "s3cr3t" }], password: null };
    await fetch(`${server.url}/echo/?token=s3cr3t&page=1`, json(body));
    await fetch(`${server.url}/echo/`, {
      method: "POST",
      body: "grant_type=x&client_secret=s3cr3t&password=s3cr3t",
    });
    await fetch(`${server.url}/echo/`, { method: "POST", body: '{"password":"s3cr3t"' });
    expect(server.journal.list()[0]?.body).toContain("s3cr3t");

    const shown = await fetch(`${server.url}/sandbox/requests`);
    const text = await shown.text();
    expect(text).not.toContain("s3cr3t");
    expect(JSON.parse(text)).toMatchObject([
      {
        url: "/echo/?token=…&page=1",
        body: '{"oidcClientId":"espocrm","nested":[{"client_secret":"…"}],"password":null}',
      },
      { body: "grant_type=x&client_secret=…&password=…" },
      { body: "…" },
    ]);

    await fetch(`${server.url}/sandbox/requests`, { method: "DELETE" });
    expect(server.journal.list()).toEqual([]);
  });
});

describe("faults", () => {
  test("answer in the server's place, as often as asked", async () => {
    server.faults.add({
      method: "GET",
      path: "/echo",
      skip: 1,
      times: 2,
      effect: { kind: "answer", status: 502, body: "<h1>Bad gateway</h1>" },
    });
    const statuses = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await fetch(`${server.url}/echo/`)).status);
    expect(statuses).toEqual([201, 502, 502, 201]);
    expect(server.journal.list()[1]).toMatchObject({ status: 502, bytes: 20 });
    expect(server.faults.list()).toEqual([]);
  });

  test("meet only the method and path they name", async () => {
    server.faults.add({
      method: "PUT",
      path: /\/echo\/$/,
      effect: { kind: "answer", status: 503 },
    });
    const status = async (method: string, path: string): Promise<number> =>
      (await fetch(server.url + path, { method })).status;
    expect(await status("GET", "/echo/")).toBe(201);
    expect(await status("PUT", "/echo/?x")).toBe(201);
    expect(await status("PUT", "/echo/")).toBe(503);
  });

  test("cut an answer off after the request was carried out", async () => {
    server.faults.add({ times: 1, effect: { kind: "cut" } });
    const response = await fetch(`${server.url}/echo/`, { method: "POST", body: "0123456789" });
    expect(response.status).toBe(201);
    expect(response.headers.get("content-length")).toBe("15");
    await expect(response.text()).rejects.toThrow();
  });

  test("refuse a connection", async () => {
    const remove = server.faults.add({ effect: { kind: "refuse" } });
    await expect(fetch(`${server.url}/echo/`)).rejects.toThrow();
    expect(server.journal.list()[0]).toMatchObject({ status: null, bytes: 0 });
    remove();
    expect((await fetch(`${server.url}/echo/`)).status).toBe(201);
  });

  test.each([true, false])("never answer, the request carried out: %s", async (carriedOut) => {
    server.faults.add({ effect: { kind: "silence", carriedOut } });
    const client = new AbortController();
    const aborted = expect(fetch(`${server.url}/echo/`, { signal: client.signal })).rejects.toThrow(
      /aborted/,
    );
    const answer = (): number | null | undefined => server.journal.list()[0]?.status;
    while (answer() === undefined || (carriedOut && answer() === null)) await nextTurn();
    expect(answer()).toBe(carriedOut ? 201 : null);
    client.abort();
    await aborted;
  });

  test("wait for what a test says", async () => {
    let go = (): void => undefined;
    server.faults.add({ until: new Promise<void>((resolve) => (go = resolve)) });
    const response = fetch(`${server.url}/echo/`);
    while (server.journal.list().length === 0) await nextTurn();
    expect(server.journal.list()[0]?.status).toBeNull();
    go();
    expect((await response).status).toBe(201);
  });

  test("delay an answer", async () => {
    const arrived = arrival();
    server.faults.add({ delay: 1_000_000 });
    const client = new AbortController();
    const aborted = expect(fetch(`${server.url}/echo/`, { signal: client.signal })).rejects.toThrow(
      /aborted/,
    );
    await arrived;
    expect(server.journal.list()[0]?.status).toBeNull();
    client.abort();
    await aborted;
  });
});

describe("control routes", () => {
  test("let another process add, list and clear faults", async () => {
    const fault = { pattern: "^.echo", times: 5, effect: { kind: "answer", status: 500 } };
    await fetch(`${server.url}/sandbox/faults`, json(fault));
    expect((await fetch(`${server.url}/echo/`)).status).toBe(500);
    expect(await (await fetch(`${server.url}/sandbox/faults`)).json()).toEqual([fault]);
    await fetch(`${server.url}/sandbox/faults`, { method: "DELETE" });
    expect((await fetch(`${server.url}/echo/`)).status).toBe(201);
  });

  test("refuse what is not a fault, naming the mistake", async () => {
    const response = await fetch(`${server.url}/sandbox/faults`, json({ efect: "cut" }));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("efect");
  });

  test("seed and reset the state, and are not journaled", async () => {
    await fetch(`${server.url}/sandbox/seed`, json({ seeded: true }));
    expect(state).toEqual({ seeded: true });
    server.faults.add({ delay: 1 });
    await fetch(`${server.url}/sandbox/reset`, { method: "POST" });
    expect(state).toBe("fresh");
    expect(server.faults.list()).toEqual([]);
    expect(server.journal.list()).toEqual([]);
    expect((await fetch(`${server.url}/sandbox/seed`, json(null))).status).toBe(400);
  });

  test("say what the server is, and leave names that only begin alike to the product", async () => {
    expect(await (await fetch(`${server.url}/sandbox`)).json()).toEqual({
      product: "Echo 1.0",
      sandbox: true,
    });
    expect((await fetch(`${server.url}/sandboxed`)).status).toBe(404);
    expect(server.journal.list()).toHaveLength(1);
  });
});

describe("listener", () => {
  test("ends a request under way when it closes", async () => {
    const arrived = arrival();
    server.faults.add({ delay: 1_000_000 });
    const response = fetch(`${server.url}/echo/`);
    const refused = expect(response).rejects.toThrow();
    await arrived;
    await server.close();
    await refused;
  });

  test("takes a given host and port, and says when the port is taken", async () => {
    const { hostname, port } = new URL(server.url);
    expect(hostname).toBe("127.0.0.1");
    const nothing = {
      product: "x",
      routes: () => undefined,
      reset: () => undefined,
      seed: () => undefined,
    };
    await expect(
      startSandboxServer(nothing, { host: "127.0.0.1", port: Number(port) }),
    ).rejects.toThrow(/EADDRINUSE/);
    const second = await startSandboxServer(nothing, { host: "localhost" });
    expect(new URL(second.url).hostname).toBe("localhost");
    await second.close();
    await expect(fetch(second.url)).rejects.toThrow();
  });
});
