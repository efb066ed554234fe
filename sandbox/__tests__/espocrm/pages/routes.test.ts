import { startEspoCrm, type EspoCrmSandbox } from "../../../espocrm";

let espocrm: EspoCrmSandbox;

beforeAll(async () => {
  espocrm = await startEspoCrm({ siteUrl: "https://crm.local" });
});
afterAll(() => espocrm.close());

const get = (path: string): Promise<Response> => fetch(new URL(path, espocrm.url));

const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, value]) => value ?? "");

test("the sign-in page names what browser tests look for, with the ids of the real one", async () => {
  const page = await (await get("/")).text();
  expect(all(page, / id="([^"]+)"/g)).toEqual(
    expect.arrayContaining(["login", "login-form", "sign-in", "field-userName", "field-password"]),
  );
  expect(page).toContain('data-action="showFallback"');
});

test("every field has a label, every view a name, and the language is said", async () => {
  const page = await (await get("/")).text();
  const fields = all(page, /<input\s+id="([^"]+)"/g);
  expect(fields).toHaveLength(2);
  expect(all(page, /<label for="([^"]+)"/g)).toEqual(fields);
  for (const id of all(page, /aria-labelledby="([^"]+)"/g)) expect(page).toContain(`id="${id}"`);
  expect(page).toContain('<html lang="en">');
});

test("all it loads is served here, with the right type, and nothing comes from elsewhere", async () => {
  const types = { js: "text/javascript; charset=UTF-8", css: "text/css; charset=UTF-8" };
  const page = await (await get("/")).text();
  const pending = all(page, /(?:src|href)="(client\/[^"]+)"/g);
  const loaded = new Set<string>();
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (loaded.has(path)) continue;
    loaded.add(path);
    const response = await get(path);
    const extension = path.endsWith(".js") ? "js" : "css";
    expect([path, response.status, response.headers.get("content-type")]).toEqual([
      path,
      200,
      types[extension],
    ]);
    const source = await response.text();
    expect(source).not.toMatch(/https?:\/\//);
    pending.push(...all(source, /from "\.\/([^"]+)"/g).map((name) => `client/${name}`));
  }
  expect(loaded.size).toBe(6);
});

test("the callback is one static page, whatever authentik sends along", async () => {
  const answers = ["", "?code=abc&state=x", "?error=access_denied&state=x"].map(async (query) => {
    const response = await get(`/oauth-callback.php${query}`);
    expect(response.status).toBe(200);
    return response.text();
  });
  const [first, ...others] = await Promise.all(answers);
  expect(first).toContain('id="oauth-callback"');
  for (const other of others) expect(other).toBe(first);
  expect(JSON.stringify(espocrm.journal.masked())).not.toContain("abc");
});

test("there are no other pages", async () => {
  for (const path of [
    "/client/",
    "/client/index.html",
    "/client/%2e%2e/routes.ts",
    "/index.html",
  ]) {
    expect((await get(path)).status).toBe(404);
  }
});
