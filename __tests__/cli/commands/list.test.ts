import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { run } from "../../../cli/espo-authentik";
import { apiOf, resultsOf, textAt } from "../../../sandbox/__tests__/authentik/api-client";
import { Integrated } from "../verify/integrated";

interface Listing {
  readonly passed?: boolean;
  readonly integrations: readonly {
    readonly name: string;
    readonly state?: string;
    readonly saw?: string;
    readonly fix?: string;
  }[];
}

let integrated: Integrated;
beforeAll(async () => {
  integrated = await Integrated.start();
});
beforeEach(async () => {
  await integrated.configure();
  await integrated.integrate();
});
afterAll(() => integrated.close());

async function list(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const written = { stdout: "", stderr: "" };
  let code = 0;
  await run(["list", ...args], {
    directory: integrated.folder,
    // No PATH: there is no Terraform for it.
    environment: { ...integrated.environment, PATH: "", ...environment },
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    exit: (given) => (code = given),
  });
  return { code, ...written };
}

async function live(environment: NodeJS.ProcessEnv = {}) {
  const { code, stdout } = await list(["--live", "--json"], environment);
  const { integrations, passed } = JSON.parse(stdout) as Listing;
  const [acme] = integrations;
  return { code, passed, ...acme };
}

const application = (name: string, slug: string) => ({ name, slug });

const declare = (integrations: object): Promise<void> =>
  writeFile(
    join(integrated.folder, "integrations.yaml"),
    stringify({
      defaults: {
        authentik: { url: "https://authentik.company", release: "2026.5" },
        bindings: [{ group: "crm" }],
      },
      integrations,
    }),
  );

describe("what is declared", () => {
  beforeEach(() =>
    declare({
      sales: { espocrm: { url: "https://sales.company" }, application: application("S", "crm-s") },
      old: {
        espocrm: { url: "https://old.company" },
        application: application("O", "crm-o"),
        removed: true,
      },
    }),
  );

  test("is a table, in which removed integrations are marked; no server is asked", async () => {
    const { code, stdout } = await list([], { TF_VAR_authentik_token: undefined });
    expect(code).toBe(0);
    expect(stdout.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
      ["integration", "EspoCRM", "authentik", "application", "release"],
      ["old (removed)", "https://old.company", "https://authentik.company", "crm-o", "2026.5"],
      ["sales", "https://sales.company", "https://authentik.company", "crm-s", "2026.5"],
      [""],
      ["2 integrations, 1 of them removed"],
      [""],
    ]);
  });

  test("is JSON with --json, one integration where it is named", async () => {
    const { stdout } = await list(["--json", "sales"]);
    expect(JSON.parse(stdout)).toEqual({
      integrations: [
        {
          name: "sales",
          stack: "sales",
          espocrm: "https://sales.company",
          authentik: "https://authentik.company",
          application: "crm-s",
          release: "2026.5",
          removed: false,
        },
      ],
    });
  });

  test("removed integrations are shown as such with --live, and nobody is asked about them", async () => {
    const { code, stdout } = await list(["--live", "old"], { TF_VAR_authentik_token: undefined });
    expect(stdout).toMatch(/^removed +old +https:\/\/old\.company/m);
    expect(stdout).toContain("1 integration: 1 removed");
    expect(code).toBe(0);
  });

  test("an integration that there is not is a wrong call", async () => {
    const { code, stderr } = await list(["sale"]);
    expect(stderr).toContain("has no integration sale. It has: sales, old.");
    expect(code).toBe(2);
  });
});

/** What is done to a healthy integration, and in what state it is then. */
const STATES: readonly [
  done: string,
  state: string,
  saw: RegExp,
  does: () => unknown,
  environment?: NodeJS.ProcessEnv,
][] = [
  ["nothing", "in sync", /^$/, () => undefined],
  [
    "another token endpoint in EspoCRM",
    "drifted",
    /oidcTokenEndpoint is "https:\/\/elsewhere/,
    () => integrated.put({ oidcTokenEndpoint: "https://elsewhere.example/token/" }),
  ],
  [
    "a binding by hand",
    "drifted",
    /not declared, and decides who gets in: group authentik Admins/,
    async () => {
      const call = apiOf(integrated.authentik);
      const found = await call("GET", "/core/groups/?name=authentik%20Admins");
      const group = textAt(resultsOf(found)[0], "pk");
      const app = await call("GET", "/core/applications/espocrm/");
      const binding = { target: app.body["pk"], group, order: 5 };
      expect(await call("POST", "/policies/bindings/", binding)).toMatchObject({ status: 201 });
    },
  ],
  [
    "a provider without a signing key",
    "login fails",
    /publishes no key/,
    () => integrated.patchProvider({ signing_key: null }),
  ],
  [
    "a provider with another redirect URI",
    "login fails",
    /authentik has registered https:\/\/other\.example\/$/,
    () => {
      const url = "https://other.example/";
      return integrated.patchProvider({ redirect_uris: [{ matching_mode: "strict", url }] });
    },
  ],
  [
    "a provider with another subject mode",
    "login fails",
    /sub holds what hashed_user_id says/,
    () => integrated.patchProvider({ sub_mode: "hashed_user_id" }),
  ],
  [
    "EspoCRM's own log-in",
    "login fails",
    /authenticationMethod is "Espo"/,
    () => integrated.put({ authenticationMethod: "Espo" }),
  ],
  [
    "authentik emptied, while EspoCRM leads to it",
    "login fails",
    /knows no application with the slug "espocrm"/,
    () => integrated.authentik.reset(),
  ],
  [
    "two fresh servers",
    "not deployed",
    /neither server knows of it/,
    () => {
      integrated.authentik.reset();
      integrated.espocrm.reset();
    },
  ],
  [
    "an EspoCRM that refuses each connection",
    "not reachable",
    /^EspoCRM /,
    () => integrated.espocrm.faults.add({ effect: { kind: "refuse" } }),
  ],
  [
    "a proxy before authentik that has lost it",
    "not reachable",
    /^authentik .*502/,
    () => integrated.authentik.faults.add({ effect: { kind: "answer", status: 502 } }),
  ],
  [
    "a password that EspoCRM refuses",
    "not known",
    /EspoCRM does not accept TF_VAR_espocrm_username and TF_VAR_espocrm_password/,
    () => undefined,
    { TF_VAR_espocrm_password: "an-old-pass-word-42" },
  ],
  [
    "a token that authentik refuses",
    "not known",
    /does not accept the API token in TF_VAR_authentik_token/,
    () => undefined,
    { TF_VAR_authentik_token: "an-old-to-ken-42" },
  ],
];

describe("in what state it is", () => {
  test.each(STATES)("with %s it is %s", async (...[, state, saw, does, environment]) => {
    await does();
    const found = await live(environment);
    expect(found).toMatchObject({ state, saw: expect.stringMatching(saw) as string });
    expect([found.passed, found.code]).toEqual(state === "in sync" ? [true, 0] : [false, 1]);
    if (state !== "in sync") expect(found.fix).toMatch(/\S/);
  });

  test("is a column of the table, with what was seen and what to do", async () => {
    await integrated.put({ oidcTokenEndpoint: "https://elsewhere.example/token/" });
    const { code, stderr, stdout } = await list(["--live"]);
    expect(stderr).toContain("Asking authentik and EspoCRM");
    expect(stdout).toMatch(/^drifted {2}acme .* oidcTokenEndpoint is "https:\/\/elsewhere/m);
    expect(stdout).toMatch(/^ +→ npx espo-authentik plan acme, then apply/m);
    expect(stdout).toContain("1 integration: 1 drifted");
    expect(code).toBe(1);
  });

  test("is found out by reading alone, without anybody's list of users", async () => {
    await live();
    const asked = [integrated.authentik, integrated.espocrm].flatMap(({ journal }) =>
      journal.list().map(({ method, url }) => `${method} ${url}`),
    );
    expect(asked.length).toBeGreaterThan(8);
    expect(asked.filter((request) => !request.startsWith("GET "))).toEqual([]);
    expect(asked.filter((request) => /core\/users|\/User\b/.test(request))).toEqual([]);
  });

  test("of one does not depend on another, even where they are asked one by one", async () => {
    const other = await Integrated.start({ application: { name: "Other", slug: "other" } });
    try {
      await integrated.configureBeside("other", other);
      integrated.espocrm.faults.add({ effect: { kind: "refuse" } });
      const environment = { TF_VAR_other_token: other.authentik.token };
      const { stdout } = await list(["--live", "--json", "--parallelism", "1"], environment);
      const { integrations } = JSON.parse(stdout) as Listing;
      expect(integrations.map(({ name, state }) => [name, state])).toEqual([
        ["acme", "not reachable"],
        ["other", "in sync"],
      ]);
    } finally {
      await other.close();
    }
  });

  test("needs credentials, and names those that are missing", async () => {
    const { code, stderr } = await list(["--live"], { TF_VAR_authentik_token: undefined });
    expect(stderr).toContain("A live list needs the credentials of the deployment.");
    expect(stderr).toContain("TF_VAR_authentik_token");
    expect(code).toBe(2);
  });

  test("shows no secret", async () => {
    integrated.authentik.faults.add({
      path: "/api/v3/providers",
      effect: { kind: "answer", status: 500, body: integrated.authentik.token },
    });
    const { stderr, stdout } = await list(["--live", "--json"]);
    expect(stdout + stderr).not.toContain(integrated.authentik.token);
    expect(stdout + stderr).not.toContain(
      String(integrated.environment["TF_VAR_espocrm_password"]),
    );
  });
});

test("a program of one's own is listed by what its constructs say", async () => {
  const own = await Integrated.start();
  try {
    await own.program("crm");
    const written = { stdout: "", code: 0 };
    await run(["list"], {
      directory: own.folder,
      environment: own.environment,
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: () => undefined },
      exit: (code) => (written.code = code),
    });
    expect(written).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^crm\/login /m) as string,
    });
  } finally {
    await own.close();
    await rm(own.folder, { recursive: true, force: true });
  }
});
