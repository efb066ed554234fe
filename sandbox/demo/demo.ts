import { once } from "node:events";
import { type AuthentikSandbox, startAuthentik } from "../authentik";
import { EXAMPLE_USERS, type EspoCrmSandbox, startEspoCrm } from "../espocrm";
import { chooseProviders, findTerraform, startProviders } from "../terraform";
import { Administrator } from "./administrator";
import type { Programs } from "./command";
import { showLife } from "./life";
import type { DemoOptions } from "./options";
import { Product } from "./product";
import { createProject, type Project, REPOSITORY, STACK } from "./project";
import type { Screen } from "./screen";
import { PERSON, passwordOf, showNext, showPeople } from "./tables";
import { writeVariables } from "./variables";

/** What the demo works with. */
export interface DemoContext {
  /** Where it shows itself. */
  readonly screen: Screen;
  /** The programs that it runs. */
  readonly programs: Programs;
  /** Is aborted when the demo has to end. */
  readonly stop: AbortSignal;
}

/** What the demo shows, and where it is done. */
export interface Stage {
  /** authentik's side. */
  readonly authentik: AuthentikSandbox;
  /** EspoCRM's side. */
  readonly espocrm: EspoCrmSandbox;
  /** The project. */
  readonly project: Project;
  /** Our own commands in it. */
  readonly product: Product;
  /** Who changes things in EspoCRM by hand. */
  readonly administrator: Administrator;
}

/** Something that ends what it began. */
type Ending = () => Promise<void>;

/**
 * Runs the demo. Whatever happens, what it began is ended.
 * @throws {TerraformNotFound} if there is no Terraform
 * @throws {ProgramFailed} if a program fails
 * @throws {FolderInUse} if the folder that is to be kept has other files in it
 */
export async function runDemo(options: DemoOptions, context: DemoContext): Promise<void> {
  const terraform = await findTerraform();
  const endings: Ending[] = [];
  try {
    const { programs, screen, stop } = context;
    screen.begin("Terraform providers");
    const providers = await chooseProviders(options.providers, { terraform });
    screen.done(providers.kind === "real" ? "the real ones" : "the sandbox's stand-ins");
    screen.note(`  ${providers.statement}`);
    if (stop.aborted) return;

    const authentik = await startAuthentik();
    endings.push(() => authentik.close());
    const espocrm = await startEspoCrm();
    endings.push(() => espocrm.close());
    const servers = { authentik: authentik.url, espocrm: espocrm.url };
    const project = await createProject(servers, options.keep ? options.folder : undefined);
    endings.push(() => project.close());
    screen.note(`  authentik sandbox ${authentik.url}, EspoCRM sandbox ${espocrm.url}`);

    const attached = providers.kind === "real" ? {} : await attachStandIns(endings);
    const [first] = EXAMPLE_USERS;
    const user = first?.userName ?? "";
    const password = first?.password ?? "";
    const variables = {
      ...attached,
      CHECKPOINT_DISABLE: "1",
      TERRAFORM_BINARY_NAME: terraform,
      TF_VAR_authentik_token: authentik.token,
      TF_VAR_espocrm_username: user,
      TF_VAR_espocrm_password: password,
      ESPO_AUTHENTIK_LOGIN_PASSWORD: passwordOf(PERSON),
    };
    const product = new Product({
      project,
      programs,
      environment: { ...process.env, ...variables, CI: "1" },
      onLine: (line) => {
        screen.progress(line);
      },
    });
    const administrator = new Administrator(espocrm.url, user, password);
    const stage: Stage = { authentik, espocrm, project, product, administrator };
    if (options.keep) await keep(options.folder, context, stage, variables);
    else await showLife(screen, stage);
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

/** Deploys, and waits until it is to end. */
async function keep(
  folder: string,
  { screen, stop }: DemoContext,
  { authentik, espocrm, product, project }: Stage,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  await writeVariables(project.folder, variables);
  screen.begin(`espo-authentik plan ${STACK}, and apply`);
  await product.deploy(STACK);
  screen.done("applied");
  showPeople(screen, { authentik: authentik.url, espocrm: espocrm.url });
  showNext(screen, folder);
  if (!stop.aborted) await once(stop, "abort");
}

async function attachStandIns(endings: Ending[]): Promise<Readonly<Record<string, string>>> {
  const standIns = await startProviders({ schemas: `${REPOSITORY}/providers`, environment: {} });
  endings.push(() => standIns.close());
  return standIns.environment;
}
