import { request } from "node:http";
import { startAuthentik, type AuthentikSandbox } from "../../../authentik";
import { apiOf, providerBody, type Call } from "../api-client";

let sandbox: AuthentikSandbox;
let call: Call;
beforeAll(async () => {
  sandbox = await startAuthentik();
  call = apiOf(sandbox);
});
afterAll(() => sandbox.close());

const as = (authorization: string) => ({ authorization });

test.each([
  ["Bearer wrong", "Token invalid/expired"],
  // As recorded of 2026.2.2 ("list basic auth").
  ["Basic YTpi", "Authentication credentials were not provided."],
  ["", "Authentication credentials were not provided."],
  ["Bearer", "Authentication credentials were not provided."],
])("with the header %j nothing is shown: 403, never 401", async (header, detail) => {
  const answer = await call("GET", "/core/groups/", undefined, as(header));
  expect(answer).toMatchObject({ status: 403, body: { detail } });
});

test("the token of an inactive user is no longer valid", async () => {
  sandbox.seed({
    users: [{ username: "bot", isActive: false }],
    tokens: [{ key: "bot-key", user: "bot" }],
  });
  const answer = await call("GET", "/core/groups/", undefined, as("Bearer bot-key"));
  expect(answer.body).toEqual({ detail: "Token invalid/expired" });
});

test("a token without permission is refused before the body is looked at", async () => {
  const header = as(`Bearer ${sandbox.tokenWithoutPermission}`);
  for (const [method, path] of [
    ["GET", "/flows/instances/"],
    ["POST", "/core/applications/"],
    ["DELETE", "/core/applications/none/"],
  ] as const) {
    expect(await call(method, path, undefined, header)).toMatchObject({
      status: 403,
      body: { detail: "You do not have permission to perform this action." },
    });
  }
});

test("setup_urls and root/config are for everybody, but for whoever has a wrong token", async () => {
  await call("POST", "/providers/oauth2/", await providerBody(call));
  // As recorded of 2026.2.2 ("prov setup_urls anonymous").
  const urls = await call("GET", "/providers/oauth2/1/setup_urls/", undefined, as(""));
  expect(urls.status).toBe(200);
  const config = await call("GET", "/root/config/", undefined, as(""));
  expect(config).toMatchObject({ status: 200, body: { error_reporting: { enabled: false } } });
  const wrong = await call("GET", "/root/config/", undefined, as("Bearer wrong"));
  expect(wrong.status).toBe(403);
});

test("a path needs its trailing slash, and what is no path is a page", async () => {
  const paths = ["/core/groups", "/core/nothing/", "/core/applications/a.b/", "/Core/groups/"];
  for (const path of paths) {
    const answer = await call("GET", path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toMatch("text/html");
  }
  expect((await fetch(`${sandbox.url}/if/admin/`)).status).toBe(404);
});

test("a method that a path does not have is 405, after the token was checked", async () => {
  const answer = await call("DELETE", "/core/groups/");
  expect(answer).toMatchObject({
    status: 405,
    body: { detail: 'Method "DELETE" not allowed.' },
  });
  expect(answer.headers.get("allow")).toBe("GET, POST, HEAD, OPTIONS");
  expect((await call("DELETE", "/core/groups/", undefined, as(""))).status).toBe(403);
});

test("an id that cannot be one is not found, in other words", async () => {
  const answer = await call("GET", "/core/groups/crm-users/");
  expect(answer).toMatchObject({ status: 404, body: { detail: "Not found." } });
});

test("a body must be a JSON object", async () => {
  const list = await call("POST", "/core/groups/", []);
  expect(list).toMatchObject({
    status: 400,
    body: { non_field_errors: ["Invalid data. Expected a dictionary, but got list."] },
  });
  const broken = await send("application/json", "{");
  expect(broken.status).toBe(400);
  expect(broken.text).toMatch(/JSON parse error - /);
  const form = await send("application/x-www-form-urlencoded", "name=x");
  expect(form.status).toBe(415);
});

/** Posts a group as it is. */
function send(contentType: string, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${sandbox.token}`,
      "content-type": contentType,
      "content-length": body.length,
    };
    request(`${sandbox.url}/api/v3/core/groups/`, { method: "POST", headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on("error", reject)
      .end(body);
  });
}
