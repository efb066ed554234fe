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
}

/** What `npm run demo -- --help` prints. */
export const HELP = `npm run demo -- [--keep] [--folder FOLDER] [--providers auto|real|stand-in]

An integration's life on this machine, with two sandbox servers and the real Terraform: a review, its
apply, a login, a change that a gate refuses, drift found and put right, the end, all as before. Nothing
outside of a temporary folder is written, and nothing is left running.

  --keep              deploy, and leave both servers running, to click through and to try commands on;
                      Ctrl-C ends it
  --folder FOLDER     where --keep makes the project to try them in (default: demo); removed at the end
  --providers KIND    auto: the real Terraform providers where Terraform can install them, else the
                      sandbox's stand-ins (default); real; stand-in
  --help              this text

Examples:
  npm run demo
  npm run demo -- --keep
  npm run demo -- --providers real
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
  return { keep: values.keep, folder: values.folder, providers };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: "boolean", short: "h", default: false },
        folder: { type: "string", default: "demo" },
        keep: { type: "boolean", default: false },
        providers: { type: "string", default: "auto" },
      },
    });
  } catch (error) {
    throw new WrongCall(error instanceof Error ? error.message : String(error));
  }
}
