import { once } from "node:events";
import { type AuthentikSandbox, startAuthentik } from "../authentik";
import { EXAMPLE_USERS, type EspoCrmSandbox, startEspoCrm } from "../espocrm";
import { chooseProviders, findTerraform, startProviders } from "../terraform";
import { Administrator, differences, type Settings } from "./administrator";
import type { Programs } from "./command";
import type { DemoOptions } from "./options";
import { createProject, type Project, REPOSITORY } from "./project";
import type { Screen } from "./screen";
import { ProgramFailed, Terraform } from "./terraform";
import { showAuthentik, showEnd, showPeople, showSettings } from "./tables";

/** What the demo works with. */
export interface DemoContext {
  /** Where it shows itself. */
  readonly screen: Screen;
  /** The programs that it runs. */
  readonly programs: Programs;
  /** Is aborted when the demo has to end. */
  readonly stop: AbortSignal;
}

/** Something that ends what it began. */
type Ending = () => Promise<void>;

/**
 * Runs the demo. Whatever happens, what it began is ended.
 * @throws {TerraformNotFound} if there is no Terraform
 * @throws {ProgramFailed} if a program fails
 */
export async function runDemo(options: DemoOptions, context: DemoContext): Promise<void> {
  const terraform = await findTerraform();
  const endings: Ending[] = [];
  try {
    const { screen } = context;
    screen.begin("Terraform providers");
    const providers = await chooseProviders(options.providers, { terraform });
    screen.done(providers.kind === "real" ? "the real ones" : "the sandbox's stand-ins");
    screen.note(`  ${providers.statement}`);
    if (context.stop.aborted) return;

    const authentik = await startAuthentik();
    endings.push(() => authentik.close());
    const espocrm = await startEspoCrm();
    endings.push(() => espocrm.close());
    const project = await createProject({ authentik: authentik.url, espocrm: espocrm.url });
    endings.push(() => project.close());
    screen.note(`  authentik sandbox ${authentik.url}, EspoCRM sandbox ${espocrm.url}`);

    const attached = providers.kind === "real" ? {} : await attachStandIns(endings);
    const [administrator] = EXAMPLE_USERS;
    const user = administrator?.userName ?? "";
    const password = administrator?.password ?? "";
    const environment = {
      ...process.env,
      ...attached,
      CHECKPOINT_DISABLE: "1",
      CI: "1",
      TERRAFORM_BINARY_NAME: terraform,
      TF_VAR_authentik_token: authentik.token,
      TF_VAR_espocrm_username: user,
      TF_VAR_espocrm_password: password,
    };
    const stack = new Terraform({
      ...context,
      project,
      terraform,
      environment,
      onLine: (line) => {
        screen.progress(line);
      },
    });
    const life = { authentik, espocrm, project, stack, user, password };
    await live(options, context, life);
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

async function attachStandIns(endings: Ending[]): Promise<NodeJS.ProcessEnv> {
  const standIns = await startProviders({ schemas: `${REPOSITORY}/providers`, environment: {} });
  endings.push(() => standIns.close());
  return standIns.environment;
}

interface Life {
  readonly authentik: AuthentikSandbox;
  readonly espocrm: EspoCrmSandbox;
  readonly project: Project;
  readonly stack: Terraform;
  readonly user: string;
  readonly password: string;
}

async function live(options: DemoOptions, { screen, stop }: DemoContext, life: Life) {
  const { authentik, espocrm, project, stack } = life;
  const administrator = new Administrator(espocrm.url, life.user, life.password);
  const found = await administrator.settings();

  screen.heading("integrations.yaml");
  for (const line of project.configuration.trimEnd().split("\n")) screen.note(`    ${line}`);

  screen.heading("1  Deploy");
  screen.begin("cdktf deploy demo");
  await stack.deploy();
  screen.done("deployed");
  showSettings(screen, differences(found, await administrator.settings()), espocrm);
  showAuthentik(screen, authentik);

  screen.heading("2  Plan again");
  await expectCleanPlan(screen, stack);

  if (options.keep) {
    showPeople(screen, { authentik: authentik.url, espocrm: espocrm.url });
    if (!stop.aborted) await once(stop, "abort");
    return;
  }

  screen.heading("3  Drift");
  await driftAndMend(screen, stack, administrator);

  screen.heading("4  Destroy");
  screen.begin("cdktf destroy demo");
  await stack.destroy();
  screen.done("destroyed");
  expectAsBefore(screen, found, await administrator.settings());

  showEnd(screen);
}

async function expectCleanPlan(screen: Screen, stack: Terraform): Promise<void> {
  screen.begin("terraform plan -detailed-exitcode");
  const { changes, settings } = await stack.plan();
  if (changes) {
    throw new ProgramFailed("terraform plan", `Changes where none are due: ${settings.join(", ")}`);
  }
  screen.done("no changes (exit 0)");
}

async function driftAndMend(screen: Screen, stack: Terraform, administrator: Administrator) {
  const before = await administrator.settings();
  const byHand = {
    oidcLogoutUrl: "https://elsewhere.example/logout",
    recordsPerPage: Number(before["recordsPerPage"]) + 13,
  };
  await administrator.change(byHand);
  screen.print("  Changed by hand in EspoCRM:");
  screen.print(`    oidcLogoutUrl   ${byHand.oidcLogoutUrl}   managed by the integration`);
  screen.print(`    recordsPerPage  ${byHand.recordsPerPage}   not managed`);

  screen.begin("terraform plan -detailed-exitcode");
  const { changes, settings } = await stack.plan();
  const names = settings.join(", ");
  if (!changes || names !== "oidcLogoutUrl") {
    throw new ProgramFailed(
      "terraform plan",
      `Drift of oidcLogoutUrl alone was due, not: ${names}`,
    );
  }
  screen.done(`changes ${names}, and nothing else (exit 2)`);

  screen.begin("cdktf deploy demo");
  await stack.deploy();
  const after = await administrator.settings();
  const mended = after["oidcLogoutUrl"] === before["oidcLogoutUrl"];
  const kept = after["recordsPerPage"] === byHand.recordsPerPage;
  if (!mended || !kept) throw new ProgramFailed("cdktf deploy demo", "The drift was not mended.");
  screen.done("oidcLogoutUrl is as declared again, recordsPerPage is as it was set by hand");
  await administrator.change({ recordsPerPage: before["recordsPerPage"] });
}

function expectAsBefore(screen: Screen, found: Settings, now: Settings): void {
  const left = differences(found, now);
  if (left.length > 0) {
    const names = left.map(({ name }) => name).join(", ");
    throw new ProgramFailed("cdktf destroy demo", `EspoCRM is not as it was found: ${names}`);
  }
  const count = Object.keys(found).length;
  screen.print(`  EspoCRM's ${count} settings are as they were found, timestamps aside.`);
}
