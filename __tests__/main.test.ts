import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..");

/** Ten mistakes, each with the line that it is in. */
const TEN: readonly (readonly [line: number, path: string])[] = [
  [3, "defaults.authentik.url"],
  [4, "defaults.authentik.release"],
  [9, "integrations.acme.espocrm.url"],
  [10, "integrations.acme.espocrm.password"],
  [13, "integrations.acme.application.lunchUrl"],
  [14, "integrations.acme.slug"],
  [17, "integrations.acme.bindings[1]"],
  [19, "integrations.acme.login.fallback"],
  [20, "integrations.acme.login.logoutUrl"],
  [21, "integrations.con"],
];

const WRONG = `defaults:
  authentik:
    url: http://authentik.company
    release: 2026.5
integrations:
  acme:
    espocrm:
      url: https://espocrm.company
      url: https://espocrm.company
      password: hunter2
    application:
      name: EspoCRM
      lunchUrl: https://espocrm.company/#Lunch
    slug: espocrm
    bindings:
      - group: crm-users
      - { group: crm-users, user: ada }
    login:
      fallback: false
      logoutUrl: \${NO_SUCH_VARIABLE}
  con:
    espocrm: { url: https://espocrm.other.company }
    application: { name: Other, slug: other }
`;

describe("main.ts", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "main-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const main = (environment: NodeJS.ProcessEnv) =>
    spawnSync(process.execPath, ["--import", "tsx", "main.ts"], {
      cwd: ROOT,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], CDKTF_OUTDIR: join(folder, "out"), ...environment },
    });

  it("makes a stack of each integration that the project ships", () => {
    const { status, stderr } = main({});
    expect([status, stderr]).toEqual([0, ""]);
    const stack = readFileSync(join(folder, "out/stacks/acme/cdk.tf.json"), "utf8");
    expect(stack).toContain("https://authentik.company/application/o/authorize/");
    expect(stack).toContain("https://espocrm.company/oauth-callback.php");
    expect(stack).not.toContain(ROOT);
    expect(stack).not.toContain(folder);
  });

  it("names ten mistakes in one run, each with its line, without a stack trace", () => {
    const file = join(folder, "wrong.yaml");
    writeFileSync(file, WRONG);
    const { status, stderr, stdout } = main({ ESPO_AUTHENTIK_CONFIG: file });
    expect(status).toBe(2);
    expect(stdout).toBe("");
    for (const [line, path] of TEN) {
      expect(stderr).toMatch(
        new RegExp(`^${file}:${line}:\\d+  ${path.replace(/[[\].]/g, "\\$&")}$`, "m"),
      );
    }
    expect(stderr).not.toMatch(/^\s+at |hunter2|node:internal/m);
  });

  it("says so in one message if there is no file", () => {
    const { status, stderr } = main({ ESPO_AUTHENTIK_CONFIG: join(folder, "nowhere.yaml") });
    expect(status).toBe(2);
    expect(stderr).toContain("no such file");
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
