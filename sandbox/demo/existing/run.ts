/** The demo on servers that exist: they are left as they were found. */
import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { chooseProviders, findTerraform, type ProviderChoice } from "../../terraform";
import { Administrator, type Difference } from "../administrator";
import { attach, providerFor } from "../attached";
import { Programs } from "../command";
import type { DemoContext } from "../demo";
import { showLife } from "../life";
import type { ExistingServers } from "../options";
import { Product } from "../product";
import { createProject, type Servers } from "../project";
import type { Screen } from "../screen";
import { showAuthentik, showSettings } from "../tables";
import { agreed, announce } from "./agreement";
import { AuthentikApi } from "./authentik-api";
import { type Credentials, readCredentials } from "./credentials";
import { expectNoRecord, readRecord, type UndoRecord, writeRecord } from "./record";
import { NAME, SLUG, survey } from "./survey";
import { expectNoObjects, undo } from "./undoing";

/**
 * Runs the demo on them, where its user agrees. Whatever happens, what it did is undone.
 * @throws {NotReady} where it can't begin
 * @throws {NotUndone} where something is left
 * @throws {ProgramFailed} if a program fails
 */
export async function runOnExisting(
  servers: ExistingServers,
  choice: ProviderChoice,
  context: DemoContext,
): Promise<void> {
  const { screen, stop } = context;
  const credentials = readCredentials(process.env, servers.login);
  await expectNoRecord(servers.folder);
  const terraform = await findTerraform();
  const { administrator, authentik } = clients(servers, credentials);
  const surveyed = await survey(servers, authentik, administrator);
  const providers = await chooseProviders(choice, {
    terraform,
    authentikRelease: providerFor(surveyed.release),
  });
  announce(screen, servers, surveyed);
  screen.print(`  ${providers.statement}`);
  if (!(await agreed(servers.yes, stop))) {
    screen.print("\nNothing was done.");
    return;
  }
  const { declared, found, release } = surveyed;
  const project = await createProject(servers, servers.folder, declared);
  const { authentik: authentikUrl, espocrm: espocrmUrl } = servers;
  const record = { authentik: authentikUrl, espocrm: espocrmUrl, release, found };
  await writeRecord(project.folder, { ...record, providers: providers.kind });
  const tools = { ...record, providers: providers.kind, folder: project.folder, terraform };
  await withProduct(tools, credentials, context, async (product, undisturbed) => {
    const showApplied = async (changed: readonly Difference[]): Promise<void> => {
      showSettings(screen, changed);
      showAuthentik(screen, await authentik.named(NAME, SLUG));
    };
    const who = servers.login === undefined ? {} : { login: servers.login };
    const stage = { administrator, product, project, showApplied, ...who };
    const { folder } = project;
    const undoing = { screen, product: undisturbed, administrator, authentik, found, folder };
    await showLife(screen, stage).catch(async (error: unknown) => {
      if (!stop.aborted) screen.failed("failed");
      screen.heading("Undoing what was done");
      await undo(undoing).catch((left: unknown) => {
        // Why it had to be undone is told as well.
        if (!stop.aborted && error instanceof Error) screen.print(`\n${error.message}`);
        throw left;
      });
      await project.close();
      throw error;
    });
    await expectNoObjects(undoing);
  });
  await project.close();
}

/**
 * Undoes a demo that could not do so itself.
 * @param folder the folder that it left
 * @throws {NotReady} where there is nothing to undo, or credentials are missing
 * @throws {NotUndone} where something is still left
 */
export async function undoFolder(folder: string, context: DemoContext): Promise<void> {
  const record = await readRecord(folder);
  const credentials = readCredentials(process.env);
  const terraform = await findTerraform();
  const tools = { ...record, folder: resolve(folder), terraform };
  const { screen } = context;
  screen.heading(`Undoing the demo on ${record.authentik} and ${record.espocrm}`);
  await withProduct(tools, credentials, context, (_, product) =>
    undo({ ...tools, ...clients(record, credentials), screen, product }),
  );
  await rm(tools.folder, { recursive: true, force: true });
}

/** What our commands run with. */
type Tools = Omit<UndoRecord, "found"> & {
  readonly folder: string;
  readonly terraform: string;
};

/** Works with our commands: once so that Ctrl-C ends them, once so that nothing does. */
async function withProduct(
  { folder, providers, release, terraform }: Tools,
  { password, token, username }: Credentials,
  { programs, screen, stop }: DemoContext,
  work: (product: Product, undisturbed: Product) => Promise<void>,
): Promise<void> {
  const attached = await attach(providers, release);
  const environment = {
    ...process.env,
    ...attached.environment,
    CHECKPOINT_DISABLE: "1",
    TERRAFORM_BINARY_NAME: terraform,
    TF_VAR_authentik_token: token,
    TF_VAR_espocrm_username: username,
    TF_VAR_espocrm_password: password,
    CI: "1",
  };
  const shared = { project: { folder }, environment, onLine: progress(screen) };
  try {
    await work(
      new Product({ ...shared, programs, stop }),
      new Product({ ...shared, programs: new Programs() }),
    );
  } finally {
    await attached.close();
  }
}

const progress =
  (screen: Screen) =>
  (line: string): void => {
    screen.progress(line);
  };

const clients = ({ authentik, espocrm }: Servers, credentials: Credentials) => ({
  administrator: new Administrator(espocrm, credentials.username, credentials.password),
  authentik: new AuthentikApi(authentik, credentials.token),
});
