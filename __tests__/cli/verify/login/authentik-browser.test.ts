import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Authentik } from "../../../../cli/servers/authentik/authentik";
import { AuthentikBrowser } from "../../../../cli/verify/login/authentik-browser";
import { Stopped } from "../../../../cli/verify/login/stopped";
import { RecordedAuthentik, REDIRECT_URI } from "./recorded-authentik";

const authentikAt = (url: string) =>
  new Authentik(
    {
      url,
      api: `${url}/api/v3`,
      token: "",
      tokenVariable: "authentik_token",
      client: { server: "authentik", timeout: 2000 },
    },
    () => undefined,
  );

let authentik: RecordedAuthentik;
let client: Authentik;
beforeEach(async () => {
  authentik = await new RecordedAuthentik().start();
  client = authentikAt(authentik.url);
});
afterEach(async () => {
  await client.close();
  authentik.close();
});

const browser = (password = "right") =>
  new AuthentikBrowser(client, { username: "jane", password });
const signIn = (password?: string) => browser(password).open(authentik.authorize, REDIRECT_URI);
const outcome = async (opened: Promise<unknown>) => {
  const error: unknown = await opened.catch((caught: unknown) => caught);
  if (error instanceof Stopped) return error.outcome;
  throw new Error(`It did not stop: ${String(error)}`);
};

test("a user signs in at a real authentik, which leads to itself for each stage that asks nothing", async () => {
  const back = await signIn();
  expect(back?.href).toBe(`${REDIRECT_URI}?code=e95921327b97&state=s`);
  const posted = authentik.requests.filter(({ method }) => method === "POST");
  expect(posted.map(({ body }) => (JSON.parse(body) as { component: string }).component)).toEqual([
    "ak-stage-identification",
    "ak-stage-password",
    "ak-stage-consent",
  ]);
});

test("any number of silent stages is followed, but not an endless one", async () => {
  authentik.silentStages = 12;
  expect((await signIn())?.searchParams.get("code")).toBe("e95921327b97");
  authentik.close();
  authentik = await new RecordedAuthentik().start();
  client = authentikAt(authentik.url);
  authentik.silentStages = Infinity;
  const { status, ...told } = await outcome(signIn());
  expect(status).toBe("fail");
  expect(told).toMatchObject({ saw: "authentik's flow default-authentication-flow has no end" });
  expect(authentik.requests.length).toBeLessThan(60);
});

test("a wrong password is told as authentik tells it", async () => {
  expect(await outcome(signIn("wrong"))).toMatchObject({
    status: "fail",
    saw: 'authentik does not sign jane in ("Invalid password")',
  });
});

test("a flow that fails is told with the flow and the request in authentik's log", async () => {
  authentik.answer = ({ method }, response) => {
    if (method !== "POST") return false;
    const body = { component: "ak-stage-flow-error", request_id: "33a45492ab104ba3" };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    return true;
  };
  expect(await outcome(signIn())).toMatchObject({
    status: "fail",
    saw: "authentik's flow default-authentication-flow fails: request 33a45492ab104ba3",
  });
});

test("a flow that is for something else is named", async () => {
  authentik.answer = ({ url }, response) => {
    if (!url.includes("/executor/")) return false;
    const error_message = "Flow does not apply to current user.";
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ component: "ak-stage-access-denied", error_message }));
    return true;
  };
  const told = await outcome(signIn());
  expect(told).toMatchObject({
    status: "fail",
    saw: 'authentik\'s flow default-authentication-flow signs nobody in ("Flow does not apply to current user.")',
  });
});

describe("another origin gets nothing, wherever authentik leads", () => {
  let other: Server;
  let connections = 0;
  beforeEach(async () => {
    connections = 0;
    other = createServer((_request, response) => response.end("{}"));
    other.on("connection", () => (connections += 1));
    await new Promise<void>((resolve) => other.listen(0, resolve));
  });
  afterEach(() => {
    other.closeAllConnections();
    other.close();
  });

  const port = (server: Server) => (server.address() as AddressInfo).port;
  const others: readonly (readonly [string, () => string])[] = [
    ["port", () => `http://127.0.0.1:${port(other)}`],
    ["host", () => `http://localhost:${port(other)}`],
    ["scheme", () => authentik.url.replace("http:", "https:")],
  ];
  const steps: readonly (readonly [string, RegExp])[] = [
    ["the authorization endpoint", /^GET \/application/],
    ["the executor at once", /^GET .*executor.*authentication/],
    ["the executor after the password", /^POST .*"password"/],
    ["the executor after consent", /^POST .*ak-stage-consent/],
  ];

  test.each(
    others.flatMap(([what, to]) => steps.map(([step, at]) => [what, step, to, at] as const)),
  )("another %s, from %s", async (_what, _step, to, at) => {
    authentik.answer = ({ body, method, url }, response) => {
      if (!at.test(`${method} ${url} ${body}`)) return false;
      response.writeHead(302, { location: `${to()}/api/v3/flows/executor/x/?query=` }).end();
      return true;
    };
    const told = await outcome(signIn());
    expect(told).toMatchObject({ status: "not checked" });
    expect("why" in told && told.why).toContain(`authentik leads to ${to()}/`);
    expect([connections, authentik.garbage]).toEqual([0, 0]);
  });

  test("a page on the way out", async () => {
    const leaving = browser();
    await leaving.open(authentik.authorize, REDIRECT_URI);
    authentik.answer = ({ url }, response) => {
      if (!url.includes("end-session")) return false;
      response.writeHead(302, { location: `http://127.0.0.1:${port(other)}/` }).end();
      return true;
    };
    await leaving.leave(`${authentik.url}/application/o/crm/end-session/`);
    await leaving.leave(`http://127.0.0.1:${port(other)}/`);
    expect(authentik.requests.at(-1)?.url).toContain("executor/default-invalidation-flow/");
    expect(connections).toBe(0);
  });
});
