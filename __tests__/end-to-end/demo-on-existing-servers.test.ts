import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuthentikSandbox, startAuthentik } from "../../sandbox/authentik";
import { differences, type Settings } from "../../sandbox/demo/administrator";
import { passwordOf } from "../../sandbox/demo/tables";
import { type EspoCrmSandbox, startEspoCrm } from "../../sandbox/espocrm";
import { describeWithTerraform } from "../../sandbox/__tests__/terraform/workspace";
import { PAIR, TEST_AUTHENTIK } from "./pair";

jest.setTimeout(300_000);

/** Not the newest: a line that the demo has to find out. */
const LINE = TEST_AUTHENTIK ?? "2026.5";

const MAIN = join(__dirname, "../../sandbox/demo/main.ts");
const PROGRAM = ["--import", require.resolve("tsx"), MAIN];

describeWithTerraform("the demo on servers that exist", () => {
  let authentik: AuthentikSandbox;
  let espocrm: EspoCrmSandbox;
  let folder: string;
  let found: Settings;
  let running: ChildProcess | undefined;

  beforeAll(async () => {
    authentik = await startAuthentik({ release: LINE });
    espocrm = await startEspoCrm({ release: PAIR.espocrm });
  });
  afterAll(async () => {
    await authentik.close();
    await espocrm.close();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "demo-"));
    found = espocrm.settings();
  });
  afterEach(() => {
    running?.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    authentik.reset();
    espocrm.reset();
  });

  const environment = (more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
    ...process.env,
    TF_VAR_authentik_token: authentik.token,
    TF_VAR_espocrm_username: "admin",
    TF_VAR_espocrm_password: "admin-password",
    TMPDIR: folder,
    CI: "true", // As a pipeline runs it: into a pipe, without colours.
    FORCE_COLOR: undefined, // Jest sets it for its workers on a terminal.
    ...more,
  });

  /** Runs the demo to its end; `once` it says something, something is done. */
  async function demo(
    args: readonly string[],
    more: NodeJS.ProcessEnv = {},
    when?: { says: string; act: (child: ChildProcess) => void },
  ): Promise<{ code: number | null; said: string }> {
    const all = [...PROGRAM, ...args, "--providers", "stand-in"];
    const child = spawn(process.execPath, all, {
      cwd: folder,
      env: environment(more),
      stdio: ["ignore", "pipe", "pipe"],
    });
    running = child;
    let said = "";
    let acted = false;
    const take = (text: string): void => {
      said += text;
      if (acted || when === undefined || !said.includes(when.says)) return;
      acted = true;
      when.act(child);
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    const [code] = (await once(child, "close")) as [number | null];
    running = undefined;
    expect(said).not.toContain("\u001b");
    expect(said).not.toContain(authentik.token);
    expect(said).not.toContain("admin-password");
    return { code, said };
  }

  const servers = () => ["--authentik", authentik.url, "--espocrm", `${espocrm.url}/`];
  const changed = () => differences(found, espocrm.settings());

  function expectAsFound(): void {
    expect(changed()).toEqual([]);
    expect(espocrm.clientSecret() ?? null).toBeNull();
    const { applications, bindings, providers } = authentik.state;
    expect([...applications.values(), ...bindings.values(), ...providers.values()]).toEqual([]);
    expect(existsSync(join(folder, "demo"))).toBe(false);
  }

  test("shows everything, a login too, and leaves both as they were found", async () => {
    const names: string[] = [];
    const { code, said } = await demo(
      [...servers(), "--yes", "--group", "crm-users", "--login", "jane"],
      { ESPO_AUTHENTIK_LOGIN_PASSWORD: passwordOf("jane") },
      {
        says: "applied (",
        act: () => {
          for (const { name } of authentik.state.providers.values()) names.push(name);
          for (const { slug } of authentik.state.applications.values()) names.push(slug);
        },
      },
    );
    expect(said).toContain("jane signed in, and out again");
    expect(said).toContain(`release line ${LINE}`);
    expect({ code, names }).toEqual({ code: 0, names: ["demo-EspoCRM", "demo-espocrm"] });
    expectAsFound();
    const left = readdirSync(folder).filter((name) => !name.startsWith("tsx-")); // tsx caches there.
    expect(left).toEqual([]);
  });

  test("undoes what was done when Ctrl-C interrupts its apply", async () => {
    const { code, said } = await demo(
      [...servers(), "--yes"],
      {},
      {
        says: "… espo-authentik apply demo",
        act: (child) => {
          // In the middle: authentik's side is there.
          const timer = setInterval(() => {
            if (authentik.state.providers.size === 0) return;
            clearInterval(timer);
            child.kill("SIGINT");
          }, 5);
        },
      },
    );
    expect(said).toContain("Undoing what was done");
    expect(said).toContain("authentik has nothing left that the demo made");
    expect(code).toBe(130);
    expectAsFound();
  });

  test("undoes what was done by hand when it is interrupted at the drift", async () => {
    const { code, said } = await demo(
      [...servers(), "--yes"],
      {},
      {
        says: "not managed",
        act: (child) => child.kill("SIGTERM"),
      },
    );
    expect(said).toContain("Left out: a whole login");
    expect(said).toContain("over EspoCRM's API: recordsPerPage");
    expect(code).toBe(130);
    expectAsFound();
  });

  test("undoes what was done when a login fails, and says why", async () => {
    const { code, said } = await demo(
      [...servers(), "--yes", "--group", "crm-users", "--login", "jane"],
      { ESPO_AUTHENTIK_LOGIN_PASSWORD: "wrong" },
    );
    expect(said).toContain("authentik does not sign jane in");
    expect(code).toBe(1);
    expectAsFound();
  });

  test("says what is left where undoing fails, and --undo undoes it", async () => {
    const effect = { kind: "answer", status: 403 } as const;
    const failed = await demo(
      [...servers(), "--yes"],
      {},
      {
        says: "nothing to do (exit 0)",
        act: (child) => {
          authentik.faults.add({ method: "DELETE", effect });
          espocrm.faults.add({ method: "PUT", effect });
          child.kill("SIGINT");
        },
      },
    );
    expect(failed.said).toContain("Not all could be undone. Left:");
    expect(failed.said).toContain("application demo-EspoCRM (demo-espocrm)");
    expect(failed.code).toBe(1);
    expect(existsSync(join(folder, "demo"))).toBe(true);
    authentik.faults.clear();
    espocrm.faults.clear();

    const again = await demo([...servers(), "--yes"]);
    expect(again.said).toContain("Undo it first: npm run demo -- --undo demo");
    expect(again.code).toBe(2);

    expect(await demo(["--undo", "demo"])).toMatchObject({ code: 0 });
    expectAsFound();
  });

  test("asks nobody where there is no terminal, and does nothing", async () => {
    const { code, said } = await demo(servers());
    expect(said).toContain(
      "the provider demo-EspoCRM, the application demo-EspoCRM (demo-espocrm)",
    );
    expect(said).toContain("the user akadmin");
    expect(said).toContain("Say --yes");
    expect(code).toBe(2);
    expectAsFound();
  });

  test("refuses an EspoCRM whose client secret it would overwrite", async () => {
    espocrm.seed({ settings: { oidcClientId: "theirs" } });
    const { code, said } = await demo([...servers(), "--yes"]);
    expect(said).toContain("nobody can read and put back");
    expect(code).toBe(2);
  });

  test("names all credentials that are missing", () => {
    const { status, stdout } = spawnSync(process.execPath, [...PROGRAM, ...servers(), "--yes"], {
      cwd: folder,
      env: environment({ TF_VAR_authentik_token: "", TF_VAR_espocrm_password: "" }),
      encoding: "utf8",
    });
    expect(stdout).toContain("missing: TF_VAR_authentik_token, TF_VAR_espocrm_password.");
    expect(status).toBe(2);
  });
});
