/** `terraform plan` of one integration against naive hand-written HCL with the same end state. */
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { execFile } from "node:child_process";
import { App } from "cdktf";
import { EspoAuthentikStack } from "../lib";
import { startAuthentik } from "../sandbox/authentik";
import { type EspoCrmSandbox, startEspoCrm } from "../sandbox/espocrm";
import { chooseProviders, findTerraform, startProviders } from "../sandbox/terraform";
import { naive } from "./naive";
import { median, report } from "./report";

const run = promisify(execFile);
const ROUNDS = 9;
/** What a password hash costs a real EspoCRM, in milliseconds (measured). */
const PASSWORD_COST = 250;

/** Prints the wall times of plans and the requests that EspoCRM got, with the password and a token. */
async function benchOnePlan(): Promise<void> {
  const terraform = await findTerraform();
  const choice = await chooseProviders("auto", { terraform });
  const authentik = await startAuthentik();
  const servers = {
    construct: await startEspoCrm({ passwordCost: PASSWORD_COST }),
    naive: await startEspoCrm({ passwordCost: PASSWORD_COST }),
  };
  const root = await mkdtemp(join(tmpdir(), "bench-plan-"));
  const standIns =
    choice.kind === "real"
      ? undefined
      : await startProviders({ schemas: join(__dirname, "../providers"), environment: {} });
  try {
    const folders = {
      construct: join(root, "cdktf.out/stacks/crm"),
      naive: join(root, "naive"),
    };
    await writeConstruct(root, authentik.url, servers.construct.url);
    await mkdir(folders.naive);
    await writeFile(join(folders.naive, "main.tf"), naive(authentik.url, servers.naive.url));

    const environment = {
      ...process.env,
      CHECKPOINT_DISABLE: "1",
      ...standIns?.environment,
      TF_VAR_authentik_token: authentik.token,
      TF_VAR_espocrm_username: "admin",
    };
    type Kind = keyof typeof servers;
    const terraformIn = (kind: Kind, args: readonly string[], password: string) =>
      run(terraform, args, {
        cwd: folders[kind],
        env: { ...environment, TF_VAR_espocrm_password: password },
        maxBuffer: 2 ** 28,
      });
    const kinds: readonly Kind[] = ["construct", "naive"];
    const password = administrator(servers.construct).password ?? "";
    for (const kind of kinds) {
      await terraformIn(kind, ["init", "-input=false"], password);
      await terraformIn(kind, ["apply", "-input=false", "-auto-approve"], password);
    }

    const rows: string[][] = [];
    for (const credential of ["auth token", "password"] as const) {
      const times = { construct: [] as number[], naive: [] as number[] };
      const requests = { construct: 0, naive: 0 };
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const kind of kinds) {
          const server = servers[kind];
          const given =
            credential === "password"
              ? password
              : server.state.tokens.create(administrator(server), false).token;
          server.journal.clear();
          const since = performance.now();
          await terraformIn(kind, ["plan", "-input=false", "-detailed-exitcode"], given);
          times[kind].push((performance.now() - since) / 1000);
          requests[kind] = server.journal.list().length;
        }
      }
      const ratio = median(
        times.construct.map((seconds, index) => seconds / (times.naive[index] ?? seconds)),
      );
      rows.push([
        credential,
        `${median(times.construct).toFixed(2)} s`,
        `${median(times.naive).toFixed(2)} s`,
        ratio.toFixed(2),
        `${requests.construct}`,
        `${requests.naive}`,
      ]);
    }
    report(
      `Plan of one integration, ${choice.kind} providers (limit with an auth token: 1.25 times, 5 requests)`,
      [["EspoCRM credential", "construct", "naive", "ratio", "requests", "naive's"], ...rows],
    );
  } finally {
    await standIns?.close();
    await Promise.all([authentik, servers.construct, servers.naive].map((one) => one.close()));
    await rm(root, { recursive: true, force: true });
  }
}

async function writeConstruct(root: string, authentik: string, espocrm: string): Promise<void> {
  await mkdir(join(root, "cdktf.out"), { recursive: true });
  const app = new App({ outdir: join(root, "cdktf.out") });
  new EspoAuthentikStack(app, "crm", {
    authentik: { url: authentik },
    espocrm: { url: espocrm },
    application: { name: "EspoCRM", slug: "espocrm" },
    bindings: [{ group: "crm-users" }],
  });
  app.synth();
}

function administrator({ state }: EspoCrmSandbox) {
  const user = state.users.find("admin");
  if (user === undefined) throw new Error("The sandbox has no administrator.");
  return user;
}

void benchOnePlan();
