/** The sandbox's variables in a file, for a shell of one's own. */
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { VARIABLES_FILE } from "./project";

/**
 * Writes variables as `. ./sandbox.env` takes them. The file is for its owner alone.
 * @param folder where to
 * @param variables by name
 */
export async function writeVariables(
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const file = join(folder, VARIABLES_FILE);
  const lines = Object.entries(variables).map(
    ([name, value]) => `export ${name}=${quoted(value)}\n`,
  );
  await writeFile(file, [
    "# The sandbox's servers, while `npm run demo -- --keep` runs.\n",
    ...lines,
  ]);
  await chmod(file, 0o600);
}

const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;
