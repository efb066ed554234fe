import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { CommandContext } from "../../../cli/run/context";
import { verifyCommand } from "../../../cli/commands/verify";
import { managedSettings } from "../../../lib/espocrm/settings";
import { resolved } from "../../../lib/fields/resolved";
import { endpointsOf } from "../../../lib/authentik/endpoints";
import type { EspoAuthentikIntegrationProps } from "../../../lib";
import { type AuthentikSandbox, startAuthentik } from "../../../sandbox/authentik";
import { type EspoCrmSandbox, EXAMPLE_USERS, startEspoCrm } from "../../../sandbox/espocrm";
import {
  apiOf,
  providerBody,
  resultsOf,
  textAt,
} from "../../../sandbox/__tests__/authentik/api-client";

/** The test user; the password must be no part of an innocent word. */
export const JANE = { username: "jane", password: "Jane-s-pass-word-42" } as const;

/** What `verify --json` says of a check. */
export interface Finding {
  readonly id: string;
  readonly title: string;
  readonly status: "pass" | "fail" | "warning" | "not checked";
  readonly saw?: string;
  readonly mend?: string;
  readonly why?: string;
}

/** What a call of the command left behind. */
export interface Called {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Integration = Omit<EspoAuthentikIntegrationProps, "authentik" | "espocrm"> & {
  readonly authentik?: object;
  readonly espocrm?: object;
};

/** Both sandbox servers, integrated by calls of their APIs, and a configuration file that says so. */
export class Integrated {
  private constructor(
    readonly authentik: AuthentikSandbox,
    readonly espocrm: EspoCrmSandbox,
    /** Folder with `integrations.yaml`. */
    readonly folder: string,
    private readonly integration: Integration,
  ) {}

  static async start(
    integration: Partial<Integration> = {},
    options: { latency?: number; passwordCost?: number } = {},
  ): Promise<Integrated> {
    const authentik = await startAuthentik({ latency: options.latency ?? 0 });
    const espocrm = await startEspoCrm(options);
    const folder = await mkdtemp(join(tmpdir(), "verify-"));
    const integrated = new Integrated(authentik, espocrm, folder, {
      application: { name: "EspoCRM", slug: "espocrm" },
      bindings: [{ group: "crm-users" }],
      ...integration,
    });
    await integrated.configure();
    await integrated.integrate();
    return integrated;
  }

  /** Calls authentik's API as its administrator. */
  get api() {
    return apiOf(this.authentik);
  }

  /** The environment of a deployment. */
  get environment(): NodeJS.ProcessEnv {
    const administrator = EXAMPLE_USERS[0];
    return {
      PATH: `${this.folder}:${process.env["PATH"] ?? ""}`,
      TF_VAR_authentik_token: this.authentik.token,
      TF_VAR_espocrm_username: administrator?.userName,
      TF_VAR_espocrm_password: administrator?.password,
      ESPO_AUTHENTIK_LOGIN_PASSWORD: JANE.password,
    };
  }

  /** Writes the configuration file; `more` goes over the integration. */
  async configure(more: Partial<Integration> = {}): Promise<void> {
    await this.write({ acme: this.declared(more) });
  }

  /** Writes the configuration file with a second integration, of other servers. */
  async configureBeside(name: string, other: Integrated): Promise<void> {
    const authentik = { tokenVariable: "other_token" };
    await this.write({ acme: this.declared(), [name]: other.declared({ authentik }) });
  }

  /** Writes a CDKTF program of one's own in the configuration file's place. */
  async program(stack: string): Promise<void> {
    await rm(join(this.folder, "integrations.yaml"));
    const lib = JSON.stringify(join(__dirname, "../../../lib"));
    const file = join(this.folder, "program.ts");
    await writeFile(
      file,
      `import { App, LocalBackend, TerraformStack } from ${JSON.stringify(require.resolve("cdktf"))};
import { EspoAuthentikIntegration } from ${lib};
const app = new App();
const stack = new TerraformStack(app, ${JSON.stringify(stack)});
new LocalBackend(stack, { path: "terraform.tfstate" });
new EspoAuthentikIntegration(stack, "login", ${JSON.stringify(this.declared())} as never);
app.synth();
`,
    );
    const app = `${process.execPath} --import file://${require.resolve("tsx")} ${file}`;
    await writeFile(
      join(this.folder, "cdktf.json"),
      JSON.stringify({ language: "typescript", app }),
    );
  }

  private declared(more: Partial<Integration> = {}): object {
    return {
      ...this.integration,
      ...more,
      authentik: { url: this.authentik.url, ...this.integration.authentik, ...more.authentik },
      espocrm: { url: this.espocrm.siteUrl, ...this.integration.espocrm, ...more.espocrm },
    };
  }

  private async write(integrations: object): Promise<void> {
    await writeFile(join(this.folder, "integrations.yaml"), stringify({ integrations }));
  }

  /** Puts a program into Terraform's place that gives these outputs. */
  async standInForTerraform(outputs: object): Promise<void> {
    const program = join(this.folder, "terraform");
    const version = JSON.stringify({ terraform_version: "1.11.4" });
    await writeFile(
      program,
      `#!/bin/sh\nif [ "$1" = version ]; then echo '${version}'; else echo '${JSON.stringify(outputs)}'; fi\n`,
      { mode: 0o755 },
    );
    await mkdir(join(this.folder, "cdktf.out/stacks/acme"), { recursive: true });
  }

  /** Puts both servers into the state of a fresh deployment. */
  async integrate(): Promise<void> {
    const { authentik, espocrm } = this;
    authentik.faults.clear();
    espocrm.faults.clear();
    authentik.reset();
    espocrm.reset();
    await rm(join(this.folder, "cdktf.out"), { recursive: true, force: true });
    authentik.seed({ users: [{ ...JANE, name: "Jane Doe", groups: ["crm-users"] }] });
    espocrm.seed({ users: [{ userName: JANE.username, firstName: "Jane", lastName: "Doe" }] });
    const secret = await this.createProvider();
    const {
      authentik: connection,
      login,
      provider,
    } = resolved({
      ...this.integration,
      authentik: { url: authentik.url },
      espocrm: { url: espocrm.url },
    });
    const endpoints = endpointsOf(connection, this.integration.application.slug);
    const settings = managedSettings({ login, clientId: provider.clientId, endpoints });
    await this.put({ ...settings, oidcClientSecret: secret });
    authentik.journal.clear();
    espocrm.journal.clear();
  }

  /** Writes settings of EspoCRM as its administrator. */
  async put(settings: object): Promise<void> {
    const { TF_VAR_espocrm_password: password, TF_VAR_espocrm_username: name } = this.environment;
    const answer = await fetch(`${this.espocrm.url}/api/v1/Settings`, {
      method: "PUT",
      headers: { "content-type": "application/json", authorization: basic(name, password) },
      body: JSON.stringify(settings),
    });
    if (!answer.ok) throw new Error(`EspoCRM: ${answer.status}`);
  }

  /** Changes authentik's provider as its administrator. */
  async patchProvider(change: object): Promise<void> {
    const [provider] = resultsOf(await this.api("GET", "/providers/oauth2/?client_id=espocrm"));
    const path = `/providers/oauth2/${textAt(provider, "pk")}/`;
    const answer = await this.api("PATCH", path, change);
    if (answer.status !== 200) throw new Error(answer.text);
  }

  /** Calls `verify` with these arguments. */
  async call(
    args: readonly string[],
    environment = this.environment,
    onText: (text: string) => unknown = () => undefined,
  ): Promise<Called> {
    const called = { code: -1, stdout: "", stderr: "" };
    const context: CommandContext = {
      stdout: {
        write: (text: string) => {
          called.stdout += text;
          onText(text);
        },
      },
      stderr: { write: (text: string) => (called.stderr += text) },
      environment,
      directory: this.folder,
      exit: (code) => (called.code = code),
    };
    await verifyCommand(context).parseAsync(args, { from: "user" });
    return called;
  }

  /** What `verify --json` finds, by check. */
  async verify(...args: string[]): Promise<Readonly<Record<string, Finding>>> {
    const { stdout } = await this.call(["--json", ...args]);
    const report = JSON.parse(stdout) as { stacks: readonly { checks: readonly Finding[] }[] };
    return Object.fromEntries(
      report.stacks.flatMap(({ checks }) => checks.map((check) => [check.id, check])),
    );
  }

  async close(): Promise<void> {
    await this.authentik.close();
    await this.espocrm.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async createProvider(): Promise<string> {
    const call = this.api;
    const mappings = resultsOf(await call("GET", "/propertymappings/provider/scope/"));
    const wanted = new Set(["openid", "profile", "email"]);
    const keys = "/crypto/certificatekeypairs/?name=authentik%20Self-signed%20Certificate";
    const { application, provider = {} } = this.integration;
    const created = await call(
      "POST",
      "/providers/oauth2/",
      await providerBody(call, {
        name: application.name,
        client_id: application.slug,
        signing_key: textAt(resultsOf(await call("GET", keys))[0], "pk"),
        sub_mode: "user_username",
        property_mappings: mappings
          .filter((mapping) => wanted.has(textAt(mapping, "scope_name")))
          .map((mapping) => textAt(mapping, "pk")),
        grant_types: ["authorization_code", "refresh_token"],
        redirect_uris: [
          {
            matching_mode: "strict",
            url: `${this.espocrm.siteUrl}/oauth-callback.php`,
            redirect_uri_type: "authorization",
          },
        ],
        access_token_validity: provider.accessTokenValidity ?? "minutes=10",
        ...(provider.backchannelLogout && {
          logout_uri: `${this.espocrm.siteUrl}/api/v1/Oidc/backchannelLogout`,
        }),
      }),
    );
    if (created.status !== 201) throw new Error(created.text);
    const { name, slug } = application;
    const app = await call("POST", "/core/applications/", {
      name,
      slug,
      provider: created.body["pk"],
      policy_engine_mode: "any",
    });
    if (app.status !== 201) throw new Error(app.text);
    const [group] = resultsOf(await call("GET", "/core/groups/?name=crm-users"));
    const target = app.body["pk"];
    await call("POST", "/policies/bindings/", { target, group: textAt(group, "pk"), order: 0 });
    return textAt(created.body, "client_secret");
  }
}

const basic = (name = "", password = ""): string => `Basic ${btoa(`${name}:${password}`)}`;
