import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { type EspoAuthentikIntegrationProps, EspoAuthentikStack } from "../../lib";
import {
  type AuthentikSandbox,
  NEWEST_RELEASE,
  type Release,
  RELEASES,
  startAuthentik,
} from "../../sandbox/authentik";
import {
  EXAMPLE_USERS,
  type EspoCrmRelease,
  type EspoCrmSandbox,
  startEspoCrm,
} from "../../sandbox/espocrm";
import { type Plan, type Ran, Workspace } from "../../sandbox/__tests__/terraform/workspace";
import { declaredLine, PAIR } from "./pair";

const ADMINISTRATOR = EXAMPLE_USERS[0];

/** Credentials of the sandbox, by the names of the construct's Terraform variables. */
export type Variables = Readonly<Record<string, string>>;

/** What an integration of the two sandbox servers is, as far as a test says. */
export type Wish = Partial<Omit<EspoAuthentikIntegrationProps, "authentik" | "espocrm">> & {
  readonly authentik?: Partial<EspoAuthentikIntegrationProps["authentik"]>;
  readonly espocrm?: Partial<EspoAuthentikIntegrationProps["espocrm"]>;
};

/** Both sandbox servers, and Terraform over a stack that integrates them. */
export class Deployment {
  /** Credentials that the sandbox accepts. */
  readonly credentials: Variables;

  private constructor(
    /** The authentik side. */
    readonly authentik: AuthentikSandbox,
    /** The EspoCRM side. */
    readonly espocrm: EspoCrmSandbox,
    /** Terraform in the synthesized stack. */
    readonly terraform: Workspace,
    /** Where all of it is. */
    readonly folder: string,
    private readonly declared: Release,
  ) {
    this.credentials = {
      authentik_token: authentik.token,
      espocrm_username: ADMINISTRATOR?.userName ?? "",
      espocrm_password: ADMINISTRATOR?.password ?? "",
    };
  }

  /**
   * Starts both servers and initializes Terraform; nothing is applied yet.
   *
   * @param versions of the servers. @default - of EspoCRM the pair's, of authentik the declared line
   */
  static async prepare(
    wish: Wish = {},
    versions: { readonly espocrm?: EspoCrmRelease; readonly authentik?: Release } = {},
  ): Promise<Deployment> {
    const release = imitated(wish.authentik?.release);
    const authentik = await startAuthentik({ release: versions.authentik ?? release });
    const espocrm = await startEspoCrm({ release: versions.espocrm ?? PAIR.espocrm });
    const folder = await mkdtemp(join(tmpdir(), "deployment-"));
    await mkdir(join(folder, "cdktf.out/stacks/crm"), { recursive: true });
    const terraform = await Workspace.at(join(folder, "cdktf.out/stacks/crm"), `${release}.0`);
    const deployment = new Deployment(authentik, espocrm, terraform, folder, release);
    try {
      deployment.synthesize(wish);
      await terraform.succeed(["init", "-input=false"]);
      return deployment;
    } catch (error) {
      await deployment.close();
      throw error;
    }
  }

  /** Writes the stack anew, as a changed configuration would. */
  synthesize(wish: Wish = {}): void {
    const app = new App({ outdir: join(this.folder, "cdktf.out") });
    new EspoAuthentikStack(app, "crm", {
      application: { name: "EspoCRM", slug: "espocrm", group: "Business" },
      bindings: [{ group: "crm-users" }],
      ...wish,
      authentik: { ...this.reached(), ...wish.authentik },
      espocrm: { url: this.espocrm.url, ...wish.espocrm },
    });
    app.synth();
  }

  /** The authentik side as a configuration names it: its address, and its line where that is not the newest. */
  reached(): { readonly url: string; readonly release?: Release } {
    return { url: this.authentik.url, ...declaredLine(this.declared) };
  }

  /** The synthesized stack, and everything else that was written for Terraform. */
  synthesized(): Promise<string> {
    return readFile(join(this.folder, "cdktf.out/stacks/crm/cdk.tf.json"), "utf8");
  }

  /** Plans and applies; throws Terraform's message if that fails. */
  apply(): Promise<Plan> {
    return this.terraform.planAndApply(this.credentials);
  }

  /** Plans as a pipeline does: exit code 0 is nothing to do, 2 is changes, 1 an error. */
  check(): Promise<Ran> {
    return this.terraform.run(["plan", "-input=false", "-detailed-exitcode"], this.credentials);
  }

  /** Destroys everything. */
  destroy(): Promise<Ran> {
    return this.terraform.succeed(["destroy", "-input=false", "-auto-approve"], this.credentials);
  }

  /** Ends everything. */
  async close(): Promise<void> {
    await this.terraform.close();
    await this.espocrm.close();
    await this.authentik.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The line that the sandbox imitates for a declared one: the newest where that is newer. */
const imitated = (declared: string = PAIR.authentik) =>
  RELEASES.find((line) => line === declared) ?? NEWEST_RELEASE;

/** The names of the settings whose values differ in a plan's change of EspoCRM's settings. */
export function changedSettings(plan: Plan): string[] {
  const change = plan.resource_changes?.find(
    ({ address }) => address === "restapi_object.settings",
  )?.change;
  const data = (values: Readonly<Record<string, unknown>> | null | undefined) =>
    JSON.parse((values?.["data"] as string | undefined) ?? "{}") as Record<string, unknown>;
  const [before, after] = [data(change?.before), data(change?.after)];
  return Object.keys({ ...before, ...after })
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .sort();
}

/** EspoCRM's settings without what changes by itself, and without nulls: EspoCRM can't remove a key. */
export function lastingSettings(espocrm: EspoCrmSandbox): Record<string, unknown> {
  const volatile = ["cacheTimestamp", "appTimestamp", "microtime", "microtimeState"];
  return Object.fromEntries(
    Object.entries(espocrm.settings()).filter(
      ([name, value]) => !volatile.includes(name) && value !== null,
    ),
  );
}
