import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Authentik } from "../../../../cli/servers/authentik/authentik";
import { liveRelease } from "../../../../cli/servers/authentik/release";
import {
  type AuthentikOptions,
  type AuthentikSandbox,
  RELEASES,
  startAuthentik,
} from "../../../../sandbox/authentik";
import { apiOf, providerBody } from "../../../../sandbox/__tests__/authentik/api-client";

let sandbox: AuthentikSandbox;
afterEach(() => sandbox.close());

const start = async (options: AuthentikOptions = {}): Promise<void> => {
  sandbox = await startAuthentik(options);
};

const VERSION = "/api/v3/admin/version/";
const PAGE = "/if/flow/default-authentication-flow/";
const SCHEMA = "/api/v3/schema/";

/** Whatever of its answers must not be had. */
const withoutAnswers = (...paths: readonly string[]): void => {
  for (const path of paths)
    sandbox.faults.add({ path, effect: { kind: "answer", status: 404, body: "<p>no</p>" } });
};

async function seen(token = sandbox.token, url = sandbox.url) {
  const authentik = new Authentik(
    {
      url,
      api: `${url}/api/v3`,
      token,
      tokenVariable: "authentik_token",
      client: { server: "authentik", timeout: 1000 },
    },
    () => undefined,
  );
  try {
    return await liveRelease(authentik);
  } finally {
    await authentik.close();
  }
}

const asked = () => sandbox.journal.list().map(({ url }) => url.split("?")[0]);

describe("The release line of a live authentik", () => {
  it.each(RELEASES)("is what its version says: %s", async (release) => {
    await start({ release });
    expect(await seen()).toEqual({ kind: "known", line: release, version: `${release}.0` });
    expect(asked()).toEqual([VERSION]);
  });

  it("is known of a line that nobody supports", async () => {
    await start({ version: "2099.1.3" });
    expect(await seen()).toEqual({ kind: "known", line: "2099.1", version: "2099.1.3" });
  });

  it("is told to any token that is accepted", async () => {
    await start({ version: "2026.2.2" });
    expect(await seen(sandbox.tokenWithoutPermission)).toMatchObject({ line: "2026.2" });
    expect(asked()).toEqual([VERSION]);
  });

  it("is read from a page where the token is not accepted, and the token stays away from it", async () => {
    await start({ version: "2026.2.2" });
    expect(await seen("wrong")).toEqual({ kind: "known", line: "2026.2", version: "2026.2.2" });
    const [, page] = sandbox.journal.list();
    expect(page?.url).toBe(PAGE);
    expect(page?.headers["authorization"]).toBeUndefined();
  });

  const RECORDED = join(__dirname, "recorded");
  it.each(readdirSync(RECORDED))("is read from the page of a real one: %s", async (file) => {
    await start();
    const page = readFileSync(join(RECORDED, file), "utf8");
    const server = createServer(({ url }, response) => {
      response.statusCode = url === PAGE && !file.includes("unknown") ? 200 : 404;
      response.end(url === PAGE ? page : "");
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const version = file.replace(/\.if-.*$/, "");
    const known = { kind: "known", line: version.slice(0, 6), version };
    expect(await seen("token", `http://127.0.0.1:${port}`)).toEqual(known);
    server.close();
  });

  it("is read from the API's schema where neither tells it", async () => {
    await start({ version: "2026.5.6" });
    withoutAnswers(VERSION, PAGE);
    expect(await seen()).toEqual({ kind: "known", line: "2026.5", version: "2026.5.6" });
  });

  it("is not guessed from a page that names two versions", async () => {
    await start();
    withoutAnswers(VERSION, SCHEMA);
    const body =
      '<a href="/static/dist/a-2026.2.1.css"></a><a href="/static/dist/b-2026.5.1.js"></a>';
    sandbox.faults.add({
      path: PAGE,
      effect: { kind: "answer", status: 200, body, contentType: "text/html" },
    });
    expect(await seen()).toMatchObject({ kind: "unknown" });
  });

  it.each([
    ["2026.2", { kind: "between", olderThan: "2026.5" }],
    ["2026.5", { kind: "between", atLeast: "2026.5", olderThan: "2026.8" }],
    ["2026.8", { kind: "between", atLeast: "2026.8" }],
  ] as const)(
    "is bounded by the keys of its answers where nothing names a version: %s",
    async (release, bounds) => {
      await start({ release });
      const api = apiOf(sandbox);
      await api("POST", "/providers/oauth2/", await providerBody(api));
      await api("POST", "/core/applications/", { name: "A", slug: "a" });
      withoutAnswers(VERSION, PAGE, SCHEMA);
      const { by, ...rest } = (await seen()) as { by: string };
      expect(rest).toEqual(bounds);
      expect(by).toMatch(/^what it lists has (no )?\w+ \(/);
    },
  );

  it("is unknown where there is nothing to see it by, and each reason is named", async () => {
    await start();
    withoutAnswers(VERSION, PAGE, SCHEMA);
    expect(await seen()).toEqual({
      kind: "unknown",
      why: "has no admin/version/; says no version on /if/flow/default-authentication-flow/; has no schema/?format=json; lists nothing that its line could be seen by",
    });
  });

  it("is unknown of a server that does not answer, which is asked once", async () => {
    await start();
    sandbox.faults.add({ effect: { kind: "refuse" } });
    const { kind, why } = (await seen()) as { kind: string; why: string };
    expect(kind).toBe("unknown");
    expect(why).toMatch(
      /^closed the connection without an answer \(\/api\/v3\/admin\/version\/\)$/,
    );
  });

  it("is unknown where the version is none", async () => {
    await start({ version: "nightly" });
    expect(await seen()).toMatchObject({
      kind: "unknown",
      why: expect.stringContaining('"nightly"') as string,
    });
  });
});
