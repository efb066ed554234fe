/** A fleet in the sandbox: one authentik, many EspoCRMs, and a project that integrates each of them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { stringify } from "yaml";
import { startAuthentik } from "../sandbox/authentik";
import { startEspoCrm } from "../sandbox/espocrm";
import { startProviders } from "../sandbox/terraform";

const ROOT = resolve(__dirname, "..");
const TSX = pathToFileURL(require.resolve("tsx")).href;

/** The fleet. */
export interface Fleet {
  /** Folder of the project. */
  readonly folder: string;
  /** Environment of the commands. */
  readonly environment: NodeJS.ProcessEnv;
  /** Requests since the last call, by server. */
  requests(): { readonly authentik: number; readonly espocrm: number };
  /** Ends the servers, and leaves nothing. */
  close(): Promise<void>;
}

/** Starts a fleet of so many EspoCRMs; nothing is deployed. */
export async function startFleet(count: number): Promise<Fleet> {
  const authentik = await startAuthentik();
  const espocrms = await Promise.all(Array.from({ length: count }, () => startEspoCrm()));
  const providers = await startProviders({ schemas: join(ROOT, "providers"), environment: {} });
  const folder = await mkdtemp(join(tmpdir(), "bench-fleet-"));
  await writeFile(
    join(folder, "integrations.yaml"),
    stringify({
      defaults: { authentik: { url: authentik.url }, bindings: [{ group: "crm-users" }] },
      integrations: Object.fromEntries(
        espocrms.map(({ url }, index) => {
          const name = `crm-${String(index + 1).padStart(3, "0")}`;
          return [name, { espocrm: { url }, application: { name: `EspoCRM ${name}`, slug: name } }];
        }),
      ),
    }),
  );
  await writeFile(
    join(folder, "cdktf.json"),
    JSON.stringify({
      language: "typescript",
      app: `${process.execPath} --import ${TSX} ${join(ROOT, "main.ts")}`,
      projectId: "00000000-0000-4000-8000-000000000000",
      sendCrashReports: "false",
    }),
  );
  return {
    folder,
    environment: {
      ...process.env,
      ...providers.environment,
      CHECKPOINT_DISABLE: "1",
      TF_VAR_authentik_token: authentik.token,
      TF_VAR_espocrm_username: "admin",
      TF_VAR_espocrm_password: "admin-password",
    },
    requests: () => {
      const taken = (journals: readonly { list(): readonly unknown[]; clear(): void }[]) =>
        journals.reduce((sum, journal) => {
          const { length } = journal.list();
          journal.clear();
          return sum + length;
        }, 0);
      return {
        authentik: taken([authentik.journal]),
        espocrm: taken(espocrms.map(({ journal }) => journal)),
      };
    },
    close: async () => {
      await Promise.all([authentik, ...espocrms, providers].map((each) => each.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
