import { once } from "node:events";
import { startAuthentik } from "../authentik";
import { EXAMPLE_USERS, startEspoCrm } from "../espocrm";
import { chooseProviders, findTerraform, PINNED_LINE } from "../terraform";
import { attach } from "./attached";
import { Administrator, type Difference } from "./administrator";
import type { Programs } from "./command";
import { showLife } from "./life";
import type { DemoOptions } from "./options";
import { Product } from "./product";
import { createProject, type Project, type Servers, STACK } from "./project";
import type { Screen } from "./screen";
import {
  authentikRows,
  passwordOf,
  PERSON,
  secretRow,
  showAuthentik,
  showEnd,
  showNext,
  showPeople,
  showSettings,
} from "./tables";
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
  /** Who signs in to prove that it works. @default - nobody: that is left out */
  readonly login?: string;
  /** Shows what there is on both servers, given what changed in EspoCRM. */
  readonly showApplied: (changed: readonly Difference[]) => Promise<void>;
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

    const authentik = await startAuthentik({ release: PINNED_LINE });
    endings.push(() => authentik.close());
    const espocrm = await startEspoCrm();
    endings.push(() => espocrm.close());
    const servers = { authentik: authentik.url, espocrm: espocrm.url };
    const project = await createProject(servers, options.keep ? options.folder : undefined);
    endings.push(() => project.close());
    screen.note(`  authentik sandbox ${authentik.url}, EspoCRM sandbox ${espocrm.url}`);

    const attached = await attach(providers.kind, PINNED_LINE);
    endings.push(() => attached.close());
    const [first] = EXAMPLE_USERS;
    const user = first?.userName ?? "";
    const password = first?.password ?? "";
    const variables = {
      ...attached.environment,
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
      stop,
    });
    const administrator = new Administrator(espocrm.url, user, password);
    const showApplied = (changed: readonly Difference[]): Promise<void> => {
      showSettings(screen, changed, [secretRow(espocrm)]);
      showAuthentik(screen, authentikRows(authentik));
      return Promise.resolve();
    };
    const stage: Stage = { administrator, login: PERSON, product, project, showApplied };
    if (options.keep) await keep(options.folder, context, { ...stage, servers }, variables);
    else {
      await showLife(screen, stage);
      showEnd(screen);
    }
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

/** Deploys, and waits until it is to end. */
async function keep(
  folder: string,
  { screen, stop }: DemoContext,
  { product, project, servers }: Stage & { readonly servers: Servers },
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  await writeVariables(project.folder, variables);
  screen.begin(`espo-authentik plan ${STACK}, and apply`);
  await product.deploy(STACK);
  screen.done("applied");
  showPeople(screen, servers);
  showNext(screen, folder);
  if (!stop.aborted) await once(stop, "abort");
}
