import { parseArgs } from "node:util";
import type { ProviderChoice } from "../terraform";

/** What the demo was called with. */
export interface DemoOptions {
  /** Whether everything stays up after the deployment, until Ctrl-C. */
  readonly keep: boolean;
  /** Folder that is made for a project against the servers that are kept. */
  readonly folder: string;
  /** Which Terraform providers to use. */
  readonly providers: ProviderChoice;
  /** Servers that exist. @default - it starts two of the sandbox */
  readonly existing?: ExistingServers;
  /** Folder of a demo on such servers that is to be undone. @default - none */
  readonly undo?: string;
}

/** Servers that the demo did not start, and what it may do on them. */
export interface ExistingServers {
  /** authentik's address. */
  readonly authentik: string;
  /** EspoCRM's address. */
  readonly espocrm: string;
  /** Folder of the demo's project. */
  readonly folder: string;
  /** Group that is let in. @default - the token's own user */
  readonly group?: string;
  /** Who signs in. @default - nobody */
  readonly login?: string;
  /** authentik's release line. @default - the server is asked */
  readonly release?: string;
  /** Whether it may be done without asking. */
  readonly yes: boolean;
}

/** What `npm run demo -- --help` prints. */
export const HELP = `npm run demo -- [--keep] [--folder FOLDER] [--providers auto|real|stand-in]
npm run demo -- --authentik URL --espocrm URL [--group NAME] [--login USER] [--release LINE] [--yes]
npm run demo -- --undo FOLDER

An integration's life on this machine, with two sandbox servers and the real Terraform: a review, its
apply, a login, a change that a gate refuses, drift found and put right, the end, all as before. Nothing
outside of a temporary folder is written, and nothing is left running.

  --keep              deploy, and leave both servers running, to click through and to try commands on;
                      Ctrl-C ends it
  --folder FOLDER     where --keep, or the demo on servers that exist, makes its project (default: demo);
                      removed at the end
  --providers KIND    auto: the real Terraform providers where Terraform can install them, else the
                      sandbox's stand-ins (default); real; stand-in
  --help              this text

On servers that exist it says first what it is going to do to them, and asks. What it makes in authentik
is named demo-…, EspoCRM's settings are at the end as they were found, after Ctrl-C and a failure as well.
Credentials come from the environment: TF_VAR_authentik_token, TF_VAR_espocrm_username and
TF_VAR_espocrm_password.

  --authentik URL     authentik's address, as people's browsers open it
  --espocrm URL       EspoCRM's address, likewise; one without an OpenID Connect login
  --group NAME        the group of authentik that is let in (default: the user whose token it is)
  --login USER        signs in as this user of both, with the password in ESPO_AUTHENTIK_LOGIN_PASSWORD
                      (default: that is left out)
  --release LINE      authentik's release line, as 2026.5 (default: the server is asked)
  --yes               do not ask
  --undo FOLDER       undoes a demo that was killed, by the folder that it left

Examples:
  npm run demo
  npm run demo -- --keep
  npm run demo -- --providers real
  npm run demo -- --authentik https://authentik.company --espocrm https://crm.company --group crm-users
`;

/** The demo was called wrongly; the message says how. */
export class WrongCall extends Error {}

/** Reads the arguments; undefined asks for help. */
export function readOptions(args: readonly string[]): DemoOptions | undefined {
  const { values } = parse(args);
  if (values.help) return undefined;
  const { providers } = values;
  if (providers !== "auto" && providers !== "real" && providers !== "stand-in") {
    throw new WrongCall(`--providers is auto, real or stand-in, not ${JSON.stringify(providers)}.`);
  }
  const { folder, keep, undo } = values;
  const existing = existingServers(values);
  if (keep && (existing ?? undo) !== undefined) {
    throw new WrongCall("--keep is for the sandbox's servers alone.");
  }
  if (existing !== undefined && undo !== undefined) {
    throw new WrongCall("--undo takes no servers: its folder names them.");
  }
  return { keep, folder, providers, ...(existing && { existing }), ...(undo && { undo }) };
}

function existingServers(values: ReturnType<typeof parse>["values"]): ExistingServers | undefined {
  const { authentik, espocrm, folder, group, login, release, yes } = values;
  if (authentik === undefined && espocrm === undefined) {
    const alone = (["group", "login", "release", "yes"] as const).find((name) => values[name]);
    if (alone === undefined) return undefined;
    throw new WrongCall(`--${alone} is for servers that exist: name --authentik and --espocrm.`);
  }
  if (authentik === undefined || espocrm === undefined) {
    const missing = authentik === undefined ? "authentik" : "espocrm";
    throw new WrongCall(`The demo takes both servers, or none: --${missing} URL is missing.`);
  }
  return {
    authentik: address("authentik", authentik),
    espocrm: address("espocrm", espocrm),
    folder,
    yes,
    ...(group !== undefined && { group }),
    ...(login !== undefined && { login }),
    ...(release !== undefined && { release }),
  };
}

/** An address without a trailing slash. */
function address(option: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAddress = url?.protocol === "https:" || url?.protocol === "http:";
  if (isAddress && url.username === "" && url.password === "" && !url.search && !url.hash) {
    return text.replace(/\/+$/, "");
  }
  throw new WrongCall(
    `--${option} is an address as https://${option}.company, without credentials.`,
  );
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: "boolean", short: "h", default: false },
        folder: { type: "string", default: "demo" },
        keep: { type: "boolean", default: false },
        authentik: { type: "string" },
        espocrm: { type: "string" },
        group: { type: "string" },
        login: { type: "string" },
        release: { type: "string" },
        undo: { type: "string" },
        yes: { type: "boolean", default: false },
        providers: { type: "string", default: "auto" },
      },
    });
  } catch (error) {
    throw new WrongCall(error instanceof Error ? error.message : String(error));
  }
}
