/** Real providers or stand-ins: real ones are always better when Terraform can install them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuthentikRelease, PINNED_AUTHENTIK, RESTAPI } from "./release";

/** Which providers to use; `auto` takes the real ones if Terraform can install them. */
export type ProviderChoice = "real" | "stand-in" | "auto";

/** Which providers are in use. */
export interface ProvidersInUse {
  /** The kind. */
  readonly kind: "real" | "stand-in";
  /** One line for people: which, and why. */
  readonly statement: string;
}

/** What the decision depends on. */
export interface AvailabilityOptions {
  /** Terraform's path. */
  readonly terraform: string;
  /**
   * The environment; the user's CLI configuration, mirrors and plugin cache are honoured.
   *
   * @default - this process's
   */
  readonly environment?: NodeJS.ProcessEnv;
  /**
   * How long Terraform may take to install the providers, in milliseconds.
   *
   * @default - 60000
   */
  readonly patience?: number;
  /**
   * The release of authentik's provider.
   *
   * @default - the one whose schema is pinned
   */
  readonly authentikRelease?: AuthentikRelease;
}

/** Decides which providers to use. The answer is found anew each time. */
export async function chooseProviders(
  choice: ProviderChoice,
  {
    terraform,
    environment = process.env,
    patience = 60_000,
    authentikRelease = PINNED_AUTHENTIK,
  }: AvailabilityOptions,
): Promise<ProvidersInUse> {
  const names = `goauthentik/authentik ${authentikRelease} and Mastercard/restapi ${RESTAPI}`;
  const real = (why: string): ProvidersInUse => ({
    kind: "real",
    statement: `Terraform providers: the real ${names}, ${why}`,
  });
  const standIn = (why: string): ProvidersInUse => ({
    kind: "stand-in",
    statement: `Terraform providers: the sandbox's stand-ins for ${names}, ${why}`,
  });
  if (choice === "real") return real("as asked");
  if (choice === "stand-in") return standIn("as asked");
  const trouble = await tryToInstall(terraform, environment, patience, authentikRelease);
  return trouble === undefined
    ? real("which Terraform can install")
    : standIn(`as Terraform can't install the real ones: ${trouble}`);
}

/** Variables that would lead this init to another place, or make it another command. */
const LEADING_ASTRAY = /^TF_(DATA_DIR|WORKSPACE|REATTACH_PROVIDERS|CLI_ARGS.*|LOG.*)$/;

/** Time to end in order, in milliseconds. */
const GRACE = 5_000;

const LONGEST_REASON = 200;

/** Lets Terraform install both providers in a folder of its own; gives the reason why it can't. */
async function tryToInstall(
  terraform: string,
  environment: NodeJS.ProcessEnv,
  patience: number,
  authentikRelease: AuthentikRelease,
): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "terraform-init-"));
  try {
    await writeFile(join(folder, "main.tf.json"), JSON.stringify(requirements(authentikRelease)));
    const kept = Object.entries(environment).filter(([name]) => !LEADING_ASTRAY.test(name));
    const init = spawn(terraform, ["init", "-backend=false", "-input=false", "-no-color"], {
      cwd: folder,
      env: { ...Object.fromEntries(kept), CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    init.stderr.on("data", (text: Buffer) => (said += text.toString("utf8")));
    const started = Date.now();
    const timers = [
      setTimeout(() => init.kill("SIGINT"), patience),
      setTimeout(() => init.kill("SIGKILL"), patience + GRACE),
    ];
    const [code] = (await once(init, "close").finally(() => {
      timers.forEach(clearTimeout);
    })) as [number | null];
    if (code === 0) return undefined;
    const late = Date.now() - started >= patience;
    return late ? `no answer within ${patience / 1000} s` : firstError(said);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const requirements = (version: AuthentikRelease) => ({
  terraform: {
    required_providers: {
      authentik: { source: "goauthentik/authentik", version },
      restapi: { source: "Mastercard/restapi", version: RESTAPI },
    },
  },
});

/** The first error's first sentence, on one line. */
function firstError(said: string): string {
  const error = said.split(/^[│\s]*Error: /m)[1] ?? said;
  const line = (error.split(/\n[│\s]*\n/)[0] ?? "").replace(/[│╵\s]+/g, " ").trim();
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}…` : line;
}
