import { dirname } from "node:path";
import { LineCounter } from "yaml";
import type { Configuration } from "./configuration";
import { ConfigurationDocument } from "./document";
import { type Composed, composed, isFolder, standIn } from "./folder";
import { gapAt } from "./structure";
import { readIntegrations } from "./integrations";
import { ConfigurationErrors } from "./problem";
import { placedIn, Report } from "./report";
import { readTextFile } from "./text-file";
import { textOf } from "./texts";

/** Environment variables: this process's, or others. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The configuration file that a process works with: `ESPO_AUTHENTIK_CONFIG`, or `integrations.yaml`.
 * @param environment environment variables
 */
export const configurationFile = (environment: Environment): string =>
  environment["ESPO_AUTHENTIK_CONFIG"] || "integrations.yaml";

/**
 * Reads a configuration file, or a folder of files, one an integration.
 * @param named YAML or JSON; a relative path starts at the working directory. Where there is no
 * `integrations.yaml`, the folder `integrations` beside it stands in its place
 * @param environment what `${NAME}` in the file refers to
 * @throws {@link ConfigurationErrors} with everything that is wrong in the file
 */
export function loadConfiguration(named: string, environment: Environment): Configuration {
  const file = standIn(named);
  if (isFolder(file)) return read(composed(file), { file, folder: file }, environment);
  const text = readTextFile(file, "the configuration file");
  if (typeof text !== "string") {
    throw new ConfigurationErrors(file, [
      { file, path: "", ...text, mend: `${text.mend} (ESPO_AUTHENTIK_CONFIG names the file)` },
    ]);
  }
  return readConfiguration(text, file, environment);
}

/**
 * Reads the text of a configuration file.
 * @param text YAML or JSON
 * @param file where it is, or is to be: its name in messages, and where relative paths in it start
 * @param environment what `${NAME}` in the text refers to
 * @throws {@link ConfigurationErrors} with everything that is wrong in it
 */
export function readConfiguration(
  text: string,
  file: string,
  environment: Environment,
): Configuration {
  const lines = new LineCounter();
  const whole = { text, lines, located: placedIn(file, lines) };
  return read(whole, { file, folder: dirname(file) }, environment);
}

/** What is read: its text, and where places in it are. */
type Whole = Composed & { readonly lines?: LineCounter };

function read(
  { lines = new LineCounter(), located, text }: Whole,
  { file, folder }: { readonly file: string; readonly folder: string },
  environment: Environment,
): Configuration {
  const [errors, warnings] = [new Report(located, file), new Report(located, file)];
  const document = new ConfigurationDocument(text, errors, lines);
  const gaps = errors.paths.map(gapAt);
  const unknown = new Set<number>();
  document.replaceTexts((raw, path, offset) =>
    textOf(raw, path, environment, (complaint) => {
      errors.add(offset, path, complaint);
      unknown.add(offset);
    }),
  );
  const folders = { file: folder, output: environment["CDKTF_OUTDIR"] || "cdktf.out" };
  for (const offset of unknown) errors.mistrust(offset);
  const integrations = readIntegrations({ document, folders, gaps, errors, warnings });
  if (!errors.isEmpty) throw new ConfigurationErrors(file, errors.problems());
  return { file, integrations, warnings: warnings.problems() };
}
