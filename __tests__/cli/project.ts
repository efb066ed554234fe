import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type AppConfig } from "cdktf";
import { run } from "../../cli/espo-authentik";
import { EspoAuthentikStack, type EspoAuthentikStackProps } from "../../lib";
import { type AuthentikSandbox, type Release, startAuthentik } from "../../sandbox/authentik";
import { type EspoCrmSandbox, startEspoCrm } from "../../sandbox/espocrm";
import { startProviders } from "../../sandbox/terraform";
import { attached, SCHEMAS } from "../../sandbox/__tests__/terraform/workspace";
import { declaredLine, PAIR } from "../end-to-end/pair";

/** What a command did. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Copies what was synthesized before: the program's own speed is not what is tested. */
const PROGRAM = `
const { cpSync, existsSync } = require("node:fs");
if (existsSync("broken")) { console.error("Error: broken\\n    at somewhere"); process.exit(1); }
cpSync("synthesized", process.env.CDKTF_OUTDIR, { recursive: true });
`;

const ROOT = join(__dirname, "../..");

/** A CDKTF project in a temporary folder, with an authentik and EspoCRMs for it. */
export class TestProject {
  /** Environment of the commands, with the right credentials. */
  readonly environment: NodeJS.ProcessEnv;

  private constructor(
    readonly folder: string,
    readonly authentik: AuthentikSandbox,
    readonly espocrms: readonly [EspoCrmSandbox, ...EspoCrmSandbox[]],
    providers: NodeJS.ProcessEnv,
    private readonly resources: readonly { close(): Promise<void> }[],
  ) {
    this.environment = {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      ...providers,
      TF_VAR_authentik_token: authentik.token,
      TF_VAR_espocrm_username: "admin",
      TF_VAR_espocrm_password: "admin-password",
    };
  }

  static async open(espocrms = 1, release: Release = PAIR.authentik): Promise<TestProject> {
    const authentik = await startAuthentik({ release });
    const start = () => startEspoCrm({ release: PAIR.espocrm });
    const others = await Promise.all(Array.from({ length: espocrms - 1 }, start));
    const servers = [await start(), ...others] as const;
    const providers = await startProviders({
      schemas: SCHEMAS,
      authentikRelease: `${release}.0`,
      environment: {},
    });
    const folder = await mkdtemp(join(tmpdir(), "project-"));
    await writeFile(join(folder, "program.js"), PROGRAM);
    await writeFile(
      join(folder, "cdktf.json"),
      JSON.stringify({ language: "typescript", app: "node program.js" }),
    );
    const resources = [authentik, ...servers, providers];
    return new TestProject(folder, authentik, servers, attached(providers), resources);
  }

  /** The first EspoCRM. */
  get espocrm(): EspoCrmSandbox {
    return this.espocrms[0];
  }

  /** An integration of the project's servers. */
  integration(
    slug: string,
    more: Partial<EspoAuthentikStackProps> = {},
    espocrm = this.espocrm,
  ): EspoAuthentikStackProps {
    return {
      authentik: { url: this.authentik.url, ...declaredLine(this.authentik.release) },
      espocrm: { url: espocrm.url },
      application: { name: `EspoCRM ${slug}`, slug },
      bindings: [{ group: "crm-users" }],
      ...more,
    };
  }

  /** Makes the project synthesize these stacks. */
  async synthesizes(
    stacks: Readonly<Record<string, EspoAuthentikStackProps>>,
    config: AppConfig = {},
  ): Promise<void> {
    await this.declares((app) => {
      for (const [name, props] of Object.entries(stacks)) new EspoAuthentikStack(app, name, props);
    }, config);
  }

  /** Makes the project synthesize what is declared. */
  async declares(declare: (app: App) => void, config: AppConfig = {}): Promise<void> {
    const outdir = join(this.folder, "synthesized");
    await rm(outdir, { recursive: true, force: true });
    await mkdir(outdir);
    const app = new App({ ...config, outdir });
    declare(app);
    app.synth();
  }

  /** Runs the command line in this process. */
  async run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ran> {
    const written = { stdout: "", stderr: "" };
    let code = 0;
    await run(args, {
      directory: this.folder,
      environment: { ...this.environment, ...environment },
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
      exit: (given) => (code = given),
    });
    return { code, ...written };
  }

  /** Runs the command line in a process of its own. */
  start(args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ran> } {
    const script = join(ROOT, "cli/espo-authentik.ts");
    const child = spawn(
      process.execPath,
      ["--import", `file://${require.resolve("tsx")}`, script, ...args],
      { cwd: this.folder, env: this.environment, stdio: ["ignore", "pipe", "pipe"] },
    );
    const written = { stdout: "", stderr: "" };
    child.stdout.on("data", (text: Buffer) => (written.stdout += text.toString()));
    child.stderr.on("data", (text: Buffer) => (written.stderr += text.toString()));
    const ended = once(child, "close").then(([code]) => ({ code: Number(code), ...written }));
    return { child, ended };
  }

  /** A file of the project. */
  file(...path: readonly string[]): string {
    return join(this.folder, ...path);
  }

  /** A file of the project, read as text. */
  read(...path: readonly string[]): Promise<string> {
    return readFile(this.file(...path), "utf8");
  }

  /** Log-ins that an EspoCRM has seen: requests that made an auth token, or tried to. */
  logIns(espocrm = this.espocrm): number {
    return espocrm.journal.list().filter(({ url }) => url === "/api/v1/App/user").length;
  }

  /** Auth tokens that still work, at all EspoCRMs. */
  activeTokens(): number {
    return this.espocrms
      .flatMap(({ state }) => state.tokens.list())
      .filter(({ isActive }) => isActive).length;
  }

  async close(): Promise<void> {
    await Promise.all(this.resources.map((resource) => resource.close()));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Waits until something is so. */
export async function until(what: () => boolean, patience = 20_000): Promise<void> {
  const end = Date.now() + patience;
  while (!what()) {
    if (Date.now() > end) throw new Error("It has not become so in time.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
