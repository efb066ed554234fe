import { writeFile } from "node:fs/promises";
import { stringify } from "yaml";
import type { EspoAuthentikStackProps } from "../../lib";
import { lastingSettings } from "../end-to-end/deployment";
import { type Killable, killableTerraform } from "../cli/killable";
import { type Ran, TestProject, until } from "../cli/project";
import { type Act, type Point, requestsOf, silence } from "./points";

const JANE = { username: "jane", password: "Jane-s-pass-word-42", groups: ["crm-users", "staff"] };

/** What people meet at a moment. */
export type Met =
  "EspoCRM's own log-in" | "authentik, and passwords" | "passwords alone" | "nothing works";

/** What became of an apply that was killed. */
export interface Row {
  /** When it was killed. */
  readonly point: Point;
  /** What people met then. */
  readonly met: Met;
  /** What the next plan said first, where it stopped. */
  readonly said: string | undefined;
  /** The commands that the outputs named, one after the other, until a plan had nothing to do. */
  readonly went: readonly string[];
}

/** Both servers, the stack `crm`, and a Terraform that can be killed. */
export class KillWorld {
  #form = 0;
  #secret = 0;
  #found: Record<string, unknown> = {};

  private constructor(
    readonly project: TestProject,
    private readonly terraform: Killable,
  ) {}

  static async open(): Promise<KillWorld> {
    const project = await TestProject.open();
    project.authentik.seed({
      groups: [{ name: "staff" }],
      users: [JANE],
      keyPairs: [{ name: "next year's key", key: "other-rsa" }],
    });
    project.espocrm.seed({ users: [{ userName: "jane", firstName: "Jane", lastName: "Doe" }] });
    const world = new KillWorld(project, await killableTerraform(project));
    world.#found = lastingSettings(project.espocrm);
    await world.#declare();
    return world;
  }

  /** The requests of an act that nobody disturbs, as points to be killed at. */
  async calm(act: Act): Promise<readonly Point[]> {
    await this.#prepare(act);
    await this.#expect(2, planOf(act));
    this.#forget();
    await this.#expect(0, ["apply", "crm"]);
    const servers = ["authentik", "espocrm"] as const;
    return servers.flatMap((server) =>
      requestsOf(this.project[server].journal.list()).flatMap((of) =>
        (["before", "after"] as const).map((when) => ({ act, when, server, ...of })),
      ),
    );
  }

  /** Applies, kills Terraform at a point, and goes on as the outputs say until nothing is to be done. */
  async suffer(point: Point): Promise<Row> {
    const { act } = point;
    await this.#prepare(act);
    await this.#expect(2, planOf(act));
    const killed = await this.#applyKilled(point);
    if (killed.code !== 1) throw new Error(`It ended with ${killed.code}: ${killed.stderr}`);
    const met = await this.met();
    const { said, went } = await this.#follow(act, killed);
    this.#expectDone(act);
    return { point, met, said, went };
  }

  /** What people meet now. */
  async met(): Promise<Met> {
    const { espocrm } = this.project;
    const headers = { authorization: `Basic ${btoa("admin:admin-password")}` };
    if (!(await fetch(`${espocrm.url}/api/v1/App/user`, { headers })).ok) return "nothing works";
    if (espocrm.settings()["authenticationMethod"] !== "Oidc") return "EspoCRM's own log-in";
    const { stdout } = await this.#run(["verify", "crm", "--login", "jane", "--json"]);
    const isSignedIn = /"id": ?"login",[^{}]*"status": ?"pass"/.test(stdout);
    return isSignedIn ? "authentik, and passwords" : "passwords alone";
  }

  close(): Promise<void> {
    return this.project.close();
  }

  /** There is an integration, or none, and something that the act does. */
  async #prepare(act: Act): Promise<void> {
    const isThere = this.project.authentik.state.providers.size > 0;
    const shallBe = act !== "create";
    if (isThere !== shallBe) {
      await this.#expect(2, planOf(shallBe ? "create" : "destroy"));
      await this.#expect(0, ["apply", "crm"]);
    }
    if (act === "update") await this.#declare();
    const [provider] = this.project.authentik.state.providers.values();
    if (act === "rotate" && provider)
      provider.client_secret = `made-anew-in-authentik-${++this.#secret}-0123456789`;
  }

  /** Declares something else than before, each time the same objects and settings. */
  async #declare(): Promise<void> {
    this.#form += 1;
    const crm = this.project.integration("espocrm", form(this.#form % 2 === 0));
    await this.project.synthesizes({ crm });
    const file = this.project.file("integrations.yaml");
    await writeFile(file, stringify({ integrations: { crm } }));
  }

  async #applyKilled(point: Point): Promise<Ran> {
    const { faults, journal } = this.project[point.server];
    this.#forget();
    faults.add(silence(point));
    const applying = this.#run(["apply", "crm"]);
    const isMet = () => faults.list().length === 0;
    const isHeld = () =>
      isMet() && (point.when === "before" || journal.list().at(-1)?.status !== null);
    const ended = await Promise.race([until(isHeld, 60_000), applying]);
    if (ended !== undefined) throw new Error(`It was not held: ${ended.stderr}`);
    await this.terraform.kill();
    return applying;
  }

  async #follow(act: Act, killed: Ran): Promise<Pick<Row, "said" | "went">> {
    const went: string[] = [];
    let said: string | undefined;
    let last = killed;
    while (went.length < 6) {
      const command = named(last);
      went.push(command);
      last = await this.#run(command.split(" "));
      if (last.code === 1) said ??= /^ {2}(\S.*?):?$/m.exec(last.stderr)?.[1];
      if (last.code === 3) throw new Error(`A gate refuses: ${last.stdout}`);
      if (command.startsWith("plan") && last.code === 0) return { went, said };
      if (!command.startsWith("apply") || last.code !== 0) continue;
      await this.#expect(0, planOf(act));
      return { went, said };
    }
    throw new Error(`It does not converge: ${went.join(", ")}`);
  }

  #expectDone(act: Act): void {
    const { authentik, espocrm } = this.project;
    const { applications, bindings, policies, providers } = authentik.state;
    const sizes = [applications, bindings, policies, providers].map(({ size }) => size);
    const [provider] = providers.values();
    const isThere = act !== "destroy";
    expect(sizes).toEqual(isThere ? [1, 2, 1, 1] : [0, 0, 0, 0]);
    if (isThere) expect(espocrm.clientSecret()).toBe(provider?.client_secret);
    if (isThere) expect(espocrm.settings()["authenticationMethod"]).toBe("Oidc");
    else expect(lastingSettings(espocrm)).toEqual(this.#found);
  }

  #forget(): void {
    this.project.authentik.journal.clear();
    this.project.espocrm.journal.clear();
  }

  async #expect(code: number, command: readonly string[]): Promise<void> {
    const ran = await this.#run(command);
    if (ran.code !== code)
      throw new Error(`${command.join(" ")} ended with ${ran.code}: ${ran.stdout}${ran.stderr}`);
  }

  /** One resource after the other, so that each run makes the same requests in the same order. */
  #run(command: readonly string[]): Promise<Ran> {
    return this.project.run(command, {
      ...this.terraform.environment,
      TF_CLI_ARGS_apply: "-parallelism=1",
      ESPO_AUTHENTIK_LOGIN_PASSWORD: JANE.password,
    });
  }
}

const planOf = (act: Act): readonly string[] =>
  act === "destroy" ? ["plan", "crm", "--destroy"] : ["plan", "crm"];

/** The command that an output names last. */
function named({ stderr }: Ran): string {
  const command = [...stderr.matchAll(/npx espo-authentik (.+)$/gm)].at(-1)?.[1];
  if (command === undefined) throw new Error(`No command is named: ${stderr}`);
  return command;
}

const form = (second: boolean): Partial<EspoAuthentikStackProps> => ({
  application: { name: second ? "CRM" : "EspoCRM", slug: "espocrm", policyEngineMode: "all" },
  provider: {
    accessTokenValidity: second ? "minutes=9" : "minutes=10",
    ...(second && { signingKey: "next year's key" }),
  },
  bindings: [
    {
      policy: { name: "at-work", expression: `# ${second ? "Anywhere" : "Here"}\nreturn True` },
      order: second ? 6 : 5,
    },
    { group: second ? "staff" : "crm-users" },
  ],
  login: { authorizationMaxAge: second ? 7200 : 3600 },
});
