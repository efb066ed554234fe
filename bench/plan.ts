/**
 * How long `espo-authentik plan` takes over many stacks, against `cdktf diff` over the same stacks one
 * after another. At most a tenth is wanted.
 *
 *     npm install --no-save cdktf-cli@0.21
 *     npx tsx bench/plan.ts [--stacks 50] [--diffs 3]
 *
 * Diffs beyond `--diffs` are not made but extrapolated, and the output says so: they take 7 s each.
 * Servers are the sandbox's, Terraform is real, its providers are the sandbox's stand-ins.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { stringify } from "yaml";
import { startAuthentik } from "../sandbox/authentik";
import { startEspoCrm } from "../sandbox/espocrm";
import { startProviders } from "../sandbox/terraform";

const ROOT = resolve(__dirname, "..");
const TSX = pathToFileURL(require.resolve("tsx")).href;
const WANTED = 0.1;

const { values } = parseArgs({
  options: {
    stacks: { type: "string", default: "50" },
    diffs: { type: "string", default: "3" },
  },
});

async function main(stacks: number, diffs: number): Promise<void> {
  const cdktf = join(ROOT, "node_modules/cdktf-cli/bundle/bin/cdktf");
  if (!existsSync(cdktf)) {
    console.log("No cdktf-cli to compare with. To have it: npm install --no-save cdktf-cli@0.21");
    return;
  }
  const authentik = await startAuthentik();
  const espocrms = await Promise.all(Array.from({ length: stacks }, () => startEspoCrm()));
  const providers = await startProviders({ schemas: join(ROOT, "providers"), environment: {} });
  const folder = await mkdtemp(join(tmpdir(), "bench-plan-"));
  try {
    const names = espocrms.map((_, index) => `stack-${String(index + 1).padStart(3, "0")}`);
    await writeFile(
      join(folder, "integrations.yaml"),
      stringify({
        defaults: { authentik: { url: authentik.url }, bindings: [{ group: "crm-users" }] },
        integrations: Object.fromEntries(
          names.map((name, index) => [
            name,
            {
              espocrm: { url: espocrms[index]?.url },
              application: { name: `EspoCRM ${name}`, slug: name },
            },
          ]),
        ),
      }),
    );
    await writeFile(
      join(folder, "cdktf.json"),
      JSON.stringify({
        language: "typescript",
        app: `node --import ${TSX} ${join(ROOT, "main.ts")}`,
        projectId: "00000000-0000-4000-8000-000000000000",
        sendCrashReports: "false",
      }),
    );
    const environment = {
      ...process.env,
      ...providers.environment,
      CI: "true",
      TF_VAR_authentik_token: authentik.token,
      TF_VAR_espocrm_username: "admin",
      TF_VAR_espocrm_password: "admin-password",
    };
    const time = timer(folder, environment);

    const taken: number[] = [];
    for (const name of names.slice(0, diffs)) {
      taken.push(await time([cdktf, "diff", "--skip-provider-lock", name], [0]));
      print(`cdktf diff ${name}`, taken.at(-1) ?? 0);
    }
    const each = taken.reduce((sum, seconds) => sum + seconds, 0) / taken.length;
    const all = each * stacks;
    const how = diffs < stacks ? `extrapolated from ${diffs}` : "measured";
    print(`cdktf diff, ${stacks} stacks one after another (${how})`, all);

    await rm(join(folder, "cdktf.out"), { recursive: true, force: true });
    const plan = ["--import", TSX, join(ROOT, "cli/espo-authentik.ts"), "plan", "--all"];
    const first = await time(plan, [2]);
    print(`espo-authentik plan --all, ${stacks} stacks, nothing initialized`, first);
    const again = await time(plan, [2]);
    print(`espo-authentik plan --all, ${stacks} stacks, once more`, again);

    const ratio = first / all;
    console.log(`ratio ${ratio.toFixed(3)}, wanted at most ${WANTED}`);
    if (ratio > WANTED) process.exitCode = 1;
  } finally {
    await Promise.all([authentik, ...espocrms, providers].map((each) => each.close()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs scripts with Node, and takes the seconds that they need. */
const timer =
  (cwd: string, env: NodeJS.ProcessEnv) =>
  (args: readonly string[], expected: readonly number[]): Promise<number> =>
    new Promise((done, fail) => {
      const started = performance.now();
      execFile(process.execPath, args, { cwd, env, maxBuffer: 2 ** 28 }, (error, out, err) => {
        const code = error === null ? 0 : Number(error.code);
        if (expected.includes(code)) done((performance.now() - started) / 1000);
        else fail(new Error(`${args.join(" ")} ended with ${code}:\n${out}${err}`));
      });
    });

const print = (what: string, seconds: number): void =>
  console.log(`${seconds.toFixed(1).padStart(7)} s  ${what}`);

void main(Number(values.stacks), Number(values.diffs));
