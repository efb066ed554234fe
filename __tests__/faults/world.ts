import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import type { CheckId } from "../../cli/verify/checks/ids";
import { type Ran, TestProject } from "../cli/project";
import { TERRAFORM } from "../../sandbox/__tests__/terraform/workspace";

/** The test user; the password must be no part of an innocent word. */
const JANE = { username: "jane", password: "Jane-s-pass-word-42", groups: ["crm-users"] };

/** What `verify` says of a check. */
export interface Finding {
  readonly id: CheckId;
  readonly title: string;
  readonly status: "pass" | "fail" | "warning" | "not checked";
  readonly saw?: string;
  readonly mend?: string;
}

/** What people can do. */
export interface Works {
  /** An administrator signs in to EspoCRM with the password. */
  readonly passwords: boolean;
  /** Somebody who is signed in to EspoCRM goes on working. */
  readonly sessions: boolean;
  /** A user signs in through authentik. */
  readonly logins: boolean;
}

/** Both servers, a project that integrates them as `acme`, and people who use them. */
export class World {
  #session = "";

  private constructor(readonly project: TestProject) {}

  static async open(): Promise<World> {
    const project = await TestProject.open();
    const world = new World(project);
    const acme = project.integration("espocrm");
    await project.synthesizes({ acme });
    await writeFile(project.file("integrations.yaml"), stringify({ integrations: { acme } }));
    world.people();
    await world.signIn();
    return world;
  }

  get authentik() {
    return this.project.authentik;
  }

  get espocrm() {
    return this.project.espocrm;
  }

  /** authentik's provider, as it is stored. */
  get provider() {
    const [provider] = this.authentik.state.providers.values();
    if (provider === undefined) throw new Error("There is no provider.");
    return provider;
  }

  /** Changes EspoCRM's settings as an administrator does by hand. */
  set(settings: Record<string, unknown>): void {
    this.espocrm.seed({ settings });
  }

  /** The accounts of both sides as they should be. */
  people(): void {
    this.authentik.seed({ users: [JANE] });
    this.espocrm.seed({ users: [{ userName: "jane", firstName: "Jane", lastName: "Doe" }] });
  }

  /** Forgets faults and failed log-ins: what was tried before must not count. */
  calm(): void {
    this.authentik.faults.clear();
    this.espocrm.faults.clear();
    (this.espocrm.state.loginLog.list() as unknown[]).splice(0);
  }

  /** Waits for the next second: EspoCRM tells in whole ones when its cache was renewed. */
  async nextSecond(): Promise<void> {
    await sleep(1000 - (Date.now() % 1000) + 5);
  }

  /** What `verify --login` finds, with so many seconds for a request. */
  async verify(patience = 20): Promise<readonly Finding[]> {
    const login = ["--login", "jane", "--timeout", String(patience)];
    const { stdout } = await this.run("verify", "--json", ...login);
    const report = JSON.parse(stdout) as { stacks: readonly { checks: readonly Finding[] }[] };
    return report.stacks.flatMap(({ checks }) => checks);
  }

  /** Plans and applies, as a person does. @returns the command that failed, or the last one */
  async deploy(environment: NodeJS.ProcessEnv = {}): Promise<Ran> {
    const planned = await this.project.run(["plan", "acme"], environment);
    return planned.code === 2 ? this.project.run(["apply", "acme"], environment) : planned;
  }

  /** Runs a command that must end with this exit code. */
  async expectCode(expected: number, ...args: string[]): Promise<void> {
    const { code, stderr } = await this.run(...args);
    if (code !== expected) throw new Error(`${args.join(" ")} ended with ${code}: ${stderr}`);
  }

  /** Runs a command, with the test user's password at hand. */
  run(...args: string[]): Promise<Ran> {
    return this.project.run(args, { ESPO_AUTHENTIK_LOGIN_PASSWORD: JANE.password });
  }

  /** Applies with Terraform itself, and kills it when it is time. */
  async killApply(isTime: () => Promise<void>): Promise<void> {
    const { child, ended } = this.terraform();
    await isTime();
    child.kill("SIGKILL");
    await ended;
  }

  /** Applies with Terraform itself, and writes EspoCRM's secret although nothing seems to differ. */
  replaceSecret(): Promise<Ran> {
    return this.terraform("-replace=restapi_object.secret").ended;
  }

  /** What people can do at this moment, as far as EspoCRM alone decides. */
  async works(): Promise<Omit<Works, "logins">> {
    const byPassword = { authorization: `Basic ${btoa("admin:admin-password")}` };
    const bySession = {
      "espo-authorization": btoa(`user1:${this.#session}`),
      "espo-authorization-by-token": "true",
    };
    const [passwords, sessions] = await Promise.all([this.isIn(byPassword), this.isIn(bySession)]);
    return { passwords, sessions };
  }

  /** A text as it is for everybody: no port or time of this run. */
  normal(text: string): string {
    return text
      .replaceAll(this.authentik.url, "https://authentik.company")
      .replaceAll(this.espocrm.url, "https://espocrm.company")
      .replace(/\b\d\d:\d\d UTC/g, "12:34 UTC")
      .replace(/(?<=\/providers\/oauth2\/)\d+/g, "1")
      .replace(/\b\d+ minutes? ago/g, "1 minute ago");
  }

  close(): Promise<void> {
    return this.project.close();
  }

  private terraform(...args: string[]) {
    const child = spawn(
      TERRAFORM ?? "terraform",
      ["apply", "-input=false", "-auto-approve", ...args],
      {
        cwd: this.project.file("cdktf.out/stacks/acme"),
        env: this.project.environment,
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    const ended = Promise.all([once(child, "close"), text(child.stderr)]).then(
      ([[code], stderr]): Ran => ({ code: Number(code), stdout: "", stderr }),
    );
    return { child, ended };
  }

  private async signIn(): Promise<void> {
    const answer = await fetch(`${this.espocrm.url}/api/v1/App/user`, {
      headers: { "espo-authorization": btoa("user1:user1-password") },
    });
    this.#session = ((await answer.json()) as { token: string }).token;
  }

  private async isIn(headers: Record<string, string>): Promise<boolean> {
    const signal = AbortSignal.timeout(1000);
    try {
      const answer = await fetch(`${this.espocrm.url}/api/v1/App/user`, { headers, signal });
      return answer.ok && ((await answer.json()) as { user?: object }).user !== undefined;
    } catch {
      return false;
    }
  }
}
