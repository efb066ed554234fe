/** What of this machine the program runs on, and with. */
import { packageJson } from "../run/package-home";
import { CommandFailure } from "../run/failure";
import type { Work } from "../run/work";
import { firstVersion, isTooOld, TITLES } from "../terraform/engine";
import { Terraform } from "../terraform/terraform";
import type { Finding } from "./finding";

/** Node and the engine. */
export const machine = async (work: Work): Promise<readonly Finding[]> => [
  node(process.versions.node),
  await engine(work),
];

/**
 * Whether this Node is one that the package says it runs on.
 * @param version such as `22.12.0`
 */
export function node(version: string): Finding {
  const { engines } = packageJson();
  const isNew = !isOlder(version, numbers(engines.node));
  return {
    about: "Node",
    state: isNew ? "ok" : "missing",
    found: version,
    ...(!isNew && { fix: `Install Node ${engines.node}.` }),
  };
}

async function engine({ environment, interruption }: Work): Promise<Finding> {
  const about = "Terraform or OpenTofu";
  try {
    const { engine, program } = await Terraform.find(environment, interruption);
    const title = TITLES[engine.program];
    const found = `${title} ${engine.version} (${program})`;
    if (!isTooOld(engine)) return { about, state: "ok", found };
    return {
      about,
      state: "missing",
      found: `${found}, which is too old`,
      fix: `Install ${title} ${firstVersion(engine.program)} or newer.`,
    };
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    const [found = "", ...fix] = error.message.split(/(?<=\.) /);
    return { about, state: "missing", found, fix: fix.join(" ") };
  }
}

const numbers = (text: string): readonly number[] => (text.match(/\d+/g) ?? []).map(Number);

/** Whether a version is older than another, as far as that one says. */
function isOlder(version: string, oldest: readonly number[]): boolean {
  const own = numbers(version);
  for (const [index, wanted] of oldest.entries()) {
    const number = own[index] ?? 0;
    if (number !== wanted) return number < wanted;
  }
  return false;
}
