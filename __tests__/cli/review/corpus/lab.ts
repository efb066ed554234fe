import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type TerraformStack } from "cdktf";
import { type EspoAuthentikIntegrationProps, EspoAuthentikStack } from "../../../../lib";
import { type AuthentikSandbox, startAuthentik } from "../../../../sandbox/authentik";
import { type EspoCrmSandbox, EXAMPLE_USERS, startEspoCrm } from "../../../../sandbox/espocrm";
import { type Ran, Workspace } from "../../../../sandbox/__tests__/terraform/workspace";

/** What an integration of the two sandbox servers is, as far as a case says. */
export type Wish = Partial<Omit<EspoAuthentikIntegrationProps, "authentik">> & {
  readonly authentik?: Partial<EspoAuthentikIntegrationProps["authentik"]>;
};

/** Declares the stack of a case by itself, where one integration is not enough. */
export type Declare = (app: App, lab: Lab) => TerraformStack;

/** Terraform's state as its file has it, as far as a case changes it. */
export interface TerraformState {
  resources: { type: string; name: string; instances: Record<string, unknown>[] }[];
}

const STACK = "acme";

/**
 * Both sandbox servers, and a real Terraform over a synthesized stack. People's addresses are fixed,
 * so that plans are the same in every run; Terraform's are the sandbox's own.
 */
export class Lab {
  /** Credentials of the sandbox, by the names of the construct's Terraform variables. */
  readonly credentials: Record<string, string>;

  private constructor(
    readonly release: "2026.2" | "2026.5" | "2026.8",
    readonly authentik: AuthentikSandbox,
    readonly espocrm: EspoCrmSandbox,
    /** Another EspoCRM, for stacks of two. */
    readonly second: EspoCrmSandbox,
    private readonly terraform: Workspace,
    private readonly folder: string,
  ) {
    this.credentials = {
      authentik_token: authentik.token,
      espocrm_username: EXAMPLE_USERS[0]?.userName ?? "",
      espocrm_password: EXAMPLE_USERS[0]?.password ?? "",
      given_secret: "a-given-secret-0123456789",
    };
  }

  /** Starts both servers and initializes Terraform over the stack; nothing is applied yet. */
  static async open(
    release: "2026.2" | "2026.5" | "2026.8",
    wish: Wish | Declare = {},
  ): Promise<Lab> {
    const authentik = await startAuthentik({ release });
    const espocrm = await startEspoCrm({ siteUrl: "https://espocrm.company" });
    const second = await startEspoCrm({ siteUrl: "https://support.company" });
    const folder = await mkdtemp(join(tmpdir(), "review-"));
    const stack = join(folder, "cdktf.out/stacks", STACK);
    await mkdir(stack, { recursive: true });
    const terraform = await Workspace.at(stack, `${release}.0`);
    const lab = new Lab(release, authentik, espocrm, second, terraform, folder);
    lab.declare(wish);
    await terraform.succeed(["init", "-input=false"]);
    return lab;
  }

  /** An integration of the two servers, complete. */
  integration(wish: Wish = {}): EspoAuthentikIntegrationProps {
    return {
      application: { name: "EspoCRM", slug: "espocrm", group: "Business" },
      bindings: [{ group: "crm-users" }],
      ...wish,
      authentik: {
        url: "https://authentik.company",
        apiUrl: this.authentik.url,
        release: this.release,
        ...wish.authentik,
      },
      espocrm: { url: "https://espocrm.company", apiUrl: this.espocrm.url, ...wish.espocrm },
    };
  }

  /** Writes the stack anew, as a changed configuration would. */
  declare(wish: Wish | Declare = {}): void {
    const app = new App({ outdir: join(this.folder, "cdktf.out") });
    if (typeof wish === "function") wish(app, this);
    else new EspoAuthentikStack(app, STACK, this.integration(wish));
    app.synth();
  }

  /**
   * Plans, and gives the plan's JSON as Terraform prints it. Terraform saves a plan of what it got to
   * know before an error, too; but not of a configuration that it can't read.
   */
  async plan(...args: string[]): Promise<string> {
    const saved = join(this.folder, "cdktf.out/stacks", STACK, "saved");
    await rm(saved, { force: true });
    const planned = ["plan", "-input=false", `-out=${saved}`, ...args];
    const { stderr } = await this.terraform.run(planned, this.credentials);
    if (!existsSync(saved)) throw new Error(stderr);
    return (await this.terraform.succeed(["show", "-json", saved])).stdout;
  }

  /** The stack as it is declared, as Terraform reads it. */
  synthesized(): string {
    return readFileSync(join(this.folder, "cdktf.out/stacks", STACK, "cdk.tf.json"), "utf8");
  }

  /** Changes Terraform's state by hand; the answer puts it back. */
  editState(edit: (state: TerraformState) => void): () => void {
    const file = join(this.folder, `terraform.${STACK}.tfstate`);
    const old = readFileSync(file, "utf8");
    const state = JSON.parse(old) as TerraformState;
    edit(state);
    writeFileSync(file, JSON.stringify(state));
    return () => writeFileSync(file, old);
  }

  /** Runs Terraform with the sandbox's credentials; it must succeed. */
  run(...args: string[]): Promise<Ran> {
    return this.terraform.succeed(args, this.credentials);
  }

  /** Applies the stack as it is declared. */
  async apply(): Promise<void> {
    await this.run("apply", "-input=false", "-auto-approve");
  }

  /** Ends everything, and removes the folder. */
  async close(): Promise<void> {
    await this.terraform.close();
    await this.authentik.close();
    await this.espocrm.close();
    await this.second.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
