import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandFailure } from "../../../cli/run/failure";
import { type Called, Integrated, JANE } from "./integrated";

let integrated: Integrated;
beforeAll(async () => {
  integrated = await Integrated.start();
});
beforeEach(async () => {
  await integrated.configure();
  await integrated.integrate();
});
afterAll(() => integrated.close());

const withoutKey = () => {
  for (const provider of integrated.authentik.state.providers.values()) provider.signing_key = null;
};

describe("for people", () => {
  test("a table with a verdict, what was seen, and the mend", async () => {
    withoutKey();
    const { code, stderr, stdout } = await integrated.call([]);
    expect(code).toBe(1);
    expect(stderr).toContain("Asking authentik and EspoCRM");
    expect(stdout).toMatch(/^acme: 1 failed, 16 passed, 3 not checked \(\d+\.\d s\)\n\n/);
    const key = stdout.split("\n").findIndex((line) => line.includes("Signing key"));
    const [row, mend] = stdout.split("\n").slice(key);
    expect(row).toMatch(/^ {2}fail {9}Signing key {2,}authentik publishes no key/);
    expect(mend).toMatch(/^ {57}→ Give the provider an RSA key/);
    expect(stdout).not.toContain("\u001b");
  });

  test("exit code 0 where everything passes, warnings allowed", async () => {
    expect(await integrated.call([])).toMatchObject({ code: 0 });
    integrated.espocrm.faults.add({
      path: "/api/v1/Oidc/authorizationData",
      effect: {
        kind: "answer",
        status: 403,
        headers: { date: new Date(Date.now() - 60_000).toUTCString() },
      },
    });
    integrated.espocrm.seed({ settings: { authenticationMethod: "Oidc" } });
    const { stdout } = await integrated.call(["--json"]);
    expect(stdout).toContain('"warnings": 1');
  });

  test("what a server says does not steer the terminal", async () => {
    integrated.espocrm.seed({ settings: { siteUrl: "http://crm.example\u001b[2J\u0007.com" } });
    const { stdout } = await integrated.call([]);
    expect(stdout).toContain("http://crm.example.com");
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

test("a CDKTF program of one's own needs no configuration file: its constructs say what they are", async () => {
  const own = await Integrated.start();
  await own.program("crm");
  const healthy = await own.call(["crm"]);
  expect(healthy.stdout).toMatch(/^crm\/login: .*passed/);
  expect(healthy.code).toBe(0);
  own.espocrm.seed({ settings: { oidcTokenEndpoint: "https://elsewhere.example/token/" } });
  const { code, stdout } = await own.call([]);
  expect(code).toBe(1);
  expect(stdout).toContain("npx espo-authentik plan crm");
  await expect(own.call(["other"])).rejects.toThrow("has no integration other. It has: crm/login");
  await own.close();
});

test("several integrations are asked at once, each with its own findings", async () => {
  const other = await Integrated.start({ application: { name: "Other", slug: "other" } });
  try {
    await integrated.configureBeside("other", other);
    integrated.espocrm.seed({ settings: { oidcScopes: ["email"] } });
    const environment = { ...integrated.environment, TF_VAR_other_token: other.authentik.token };
    const { code, stdout } = await integrated.call([], environment);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^acme: 1 failed/m);
    expect(stdout).toMatch(/^other: 18 passed, 2 not checked/m);
    const { stdout: one } = await integrated.call(["other"], environment);
    expect(one).not.toContain("acme");
  } finally {
    await other.close();
  }
});

describe("for machines", () => {
  test("JSON", async () => {
    withoutKey();
    const { stdout } = await integrated.call(["--json", "acme"]);
    const report = JSON.parse(stdout) as { stacks: { checks: object[] }[] };
    expect(report).toMatchObject({ passed: false, stacks: [{ name: "acme", failed: 1 }] });
    expect(report.stacks[0]?.checks).toContainEqual({
      id: "signing-key",
      title: "Signing key",
      status: "fail",
      saw: expect.stringContaining("publishes no key") as string,
      mend: expect.stringContaining("RSA key") as string,
    });
  });

  test("JUnit, on standard output or in a file beside the table", async () => {
    withoutKey();
    const { stdout } = await integrated.call(["--junit"]);
    expect(stdout).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites/);
    expect(stdout).toMatch(
      /<testsuite name="acme" tests="20" failures="1" errors="0" skipped="3" /,
    );
    expect(stdout).toMatch(
      /<testcase classname="acme\.signing-key" name="Signing key" time="[\d.]+"><failure message="authentik publishes no key[^"]*">Give/,
    );
    expect(stdout).toContain('<skipped message="no test user was named (--login USER)"/>');
    const { stdout: table } = await integrated.call(["--junit", "report.xml"]);
    expect(table).toMatch(/^acme: 1 failed/);
    const file = await readFile(join(integrated.folder, "report.xml"), "utf8");
    expect(file.replace(/time="[\d.]+"/g, "")).toBe(stdout.replace(/time="[\d.]+"/g, ""));
  });

  test("JUnit stays XML, whatever a server says", async () => {
    integrated.espocrm.seed({ settings: { siteUrl: 'http://a.b/"<&>\u0000\ud800' } });
    const { stdout } = await integrated.call(["--junit"]);
    expect(stdout).toContain("http://a.b/&quot;&lt;&amp;&gt;");
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u0000-\u0009]|\p{Surrogate}/u);
  });
});

describe("a call that can't be carried out", () => {
  const failure = async (args: string[], environment = integrated.environment) => {
    const error: unknown = await integrated.call(args, environment).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CommandFailure);
    return error as CommandFailure;
  };

  test("without credentials, all missing variables are named", async () => {
    const { PATH } = integrated.environment;
    const { exitCode, message } = await failure([], { PATH, TF_VAR_espocrm_username: "admin" });
    expect(exitCode).toBe(2);
    expect(message).toContain("lacks TF_VAR_authentik_token, TF_VAR_espocrm_password.");
    expect(integrated.espocrm.journal.list()).toEqual([]);
  });

  test("for an integration that there is not", async () => {
    const { exitCode, message } = await failure(["acm"]);
    expect(exitCode).toBe(2);
    expect(message).toContain("has no integration acm. It has: acme.");
  });

  test("with a configuration file that is not there", async () => {
    const { exitCode, message } = await failure(["--config", "other.yaml"]);
    expect(exitCode).toBe(2);
    expect(message).toContain("other.yaml");
  });

  test("the file may also be named by ESPO_AUTHENTIK_CONFIG", async () => {
    const environment = { ...integrated.environment, ESPO_AUTHENTIK_CONFIG: "other.yaml" };
    expect((await failure([], environment)).message).toContain("other.yaml");
  });
});

describe("--watch", () => {
  /** Calls the command, and ends it as Ctrl-C does when `done` says so. */
  async function watching(args: string[], during: (seen: () => string) => Promise<void>) {
    let seen = "";
    const call = integrated.call(args, integrated.environment, (text) => (seen += text));
    await during(() => seen);
    process.emit("SIGINT", "SIGINT");
    return call;
  }

  const until = async (condition: () => boolean) => {
    for (let n = 0; !condition() && n < 200; n += 1) await sleep(50);
  };

  test("repeats, shows changes alone, and ends with Ctrl-C", async () => {
    const { code, stderr, stdout } = await watching(["--watch", "1s"], async (seen) => {
      await until(() => seen().includes("acme: 18 passed"));
      integrated.espocrm.seed({ settings: { oidcScopes: ["email"] } });
      await until(() => seen().includes("pass → fail"));
      integrated.espocrm.seed({ settings: { oidcScopes: ["openid", "profile", "email"] } });
      await until(() => seen().includes("fail → pass"));
    });
    expect(code).toBe(130);
    expect(stderr).toContain("Interrupted.");
    expect(stderr.match(/Asking/g)).toHaveLength(1);
    const changes = stdout.split("\n").filter((line) => /^\d\d:\d\d:\d\d/.test(line));
    expect(changes).toHaveLength(2);
    expect(changes[0]).toMatch(
      /acme: EspoCRM's managed settings: pass → fail: oidcScopes is \["email"\]/,
    );
    expect(stdout.match(/^acme:/gm)).toHaveLength(1);
  });

  test("writes a line of JSON for each change", async () => {
    const { stdout } = await watching(["--watch", "1s", "--json"], async (seen) => {
      await until(() => seen().includes('"stacks"'));
      withoutKey();
      await until(() => seen().includes('"before":"pass"'));
    });
    const lines = stdout.trim().split("\n");
    const change = lines.map((line) => /^\{"time"/.test(line) && (JSON.parse(line) as object));
    expect(change).toContainEqual(
      expect.objectContaining({ stack: "acme", id: "signing-key", before: "pass", status: "fail" }),
    );
  });
});

describe("no secret is ever shown", () => {
  const rotated = "the-secret-that-only-Terraform-still-has-42";
  const faults: [string, () => unknown][] = [
    ["a healthy integration", () => undefined],
    ["a wrong secret", () => integrated.standInForTerraform({ client_secret: { value: rotated } })],
    [
      "another secret at EspoCRM",
      () => integrated.put({ oidcClientSecret: "other-secret-of-espo" }),
    ],
    [
      "servers that repeat what they were sent",
      () => {
        const { TF_VAR_authentik_token: token, TF_VAR_espocrm_password: password } =
          integrated.environment;
        const body = `<title>${String(token)} ${String(password)} ${btoa(`admin:${String(password)}`)} ${JANE.password}</title>`;
        const effect = { kind: "answer", status: 500, body } as const;
        integrated.authentik.faults.add({ path: "/api/v3/providers", effect });
        integrated.authentik.faults.add({ path: "/api/v3/flows", effect });
        integrated.espocrm.faults.add({ effect });
      },
    ],
  ];

  test.each(faults)("with %s", async (_, prepare) => {
    await prepare();
    const before = secrets();
    const outputs: Called[] = [];
    for (const format of [[], ["--json"], ["--junit"]]) {
      outputs.push(await integrated.call([...format, "--login", "jane"]));
    }
    const text = outputs.map(({ stderr, stdout }) => stdout + stderr).join("\n");
    const all = [...before, ...secrets(), ...codesAndTokens()];
    expect(all.length).toBeGreaterThanOrEqual(10);
    for (const secret of all) {
      for (const form of [secret, btoa(secret), encodeURIComponent(secret)]) {
        expect(text).not.toContain(form);
      }
    }
  });

  const secrets = () => [
    ...[integrated.environment].flatMap((environment) => [
      environment["TF_VAR_authentik_token"] ?? "",
      environment["TF_VAR_espocrm_password"] ?? "",
    ]),
    JANE.password,
    rotated,
    ...[...integrated.authentik.state.providers.values()].map((provider) => provider.client_secret),
    ...integrated.espocrm.state.tokens.list().map(({ token }) => token),
  ];

  /** What went over the wire: codes, cookies, tokens in forms. */
  const codesAndTokens = () => {
    const requests = [...integrated.authentik.journal.list(), ...integrated.espocrm.journal.list()];
    return requests.flatMap(({ body, url }) =>
      [url.slice(url.indexOf("?") + 1), body].flatMap((text) =>
        [...new URLSearchParams(text)].flatMap(([name, value]) =>
          /^(state|nonce|code|client_secret)$/.test(name) &&
          value.length > 12 &&
          !value.startsWith("espo-authentik")
            ? [value]
            : [],
        ),
      ),
    );
  };
});

test("the whole takes less than half of its requests one after the other", async () => {
  const latency = 200;
  const slow = await Integrated.start({}, { latency, passwordCost: 250 });
  const requests = () => slow.authentik.journal.list().length + slow.espocrm.journal.list().length;
  try {
    await slow.call([]); // Loads what is loaded once, and makes the keys.
    const [before, started] = [requests(), performance.now()];
    const { code } = await slow.call([]);
    const took = performance.now() - started;
    expect(code).toBe(0);
    expect(took).toBeLessThan(((requests() - before) * latency) / 2);
  } finally {
    await slow.close();
  }
});
