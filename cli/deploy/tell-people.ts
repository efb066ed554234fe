import type { Around } from "../adopt/around";
import type { Preflight } from "../preflight/preflight";
import { switchesOn } from "../review/index";
import type { Work } from "../run/work";
import { declaredEspoCrm } from "../servers/declared";
import { espocrmsOf } from "../servers/espocrm/synthesized";
import type { Stack } from "../stacks/stack";
import { comparePeople } from "../users/people";
import { summaryLine } from "../users/report/summary";
import type { Declaration } from "../verify/declaration";

/** More people on one side would keep whoever waits for the plan. */
const MOST = 5_000;

/** Milliseconds that a request may take. */
const TIMEOUT = 10_000;

/**
 * Where a plan switches the login on, says in figures whom it lets in and whom not. Nobody is named, and
 * nothing that goes wrong here is a reason to throw a plan away.
 */
export async function tellPeople(
  stack: Stack,
  around: readonly Around[],
  preflight: Preflight,
  work: Work,
): Promise<void> {
  for (const { declared, integration } of around) {
    if (!switchesOn(integration)) continue;
    const said = await inFigures(stack, declared, preflight, work).catch(
      (error: unknown) => `people were not compared. ${(error as Error).message}`,
    );
    if (work.interruption.signal !== undefined) return;
    work.progress.say(`${declared.name}: ${said}`);
  }
}

async function inFigures(
  stack: Stack,
  declared: Declaration,
  preflight: Preflight,
  { administrators, environment }: Work,
): Promise<string> {
  const { uri } = declaredEspoCrm(declared.props.espocrm, { environment, timeout: TIMEOUT });
  const espocrm = espocrmsOf(stack, environment).find(
    (one) => one.kind === "reachable" && one.access.uri === uri,
  );
  if (espocrm?.kind !== "reachable")
    return "people were not compared: Terraform alone knows how EspoCRM is reached.";
  const session = await administrators.of(espocrm.access);
  const people = await comparePeople({
    declared,
    authentik: preflight.directoryOf(declared).authentik,
    espocrm: (path) => session.get(path),
    most: MOST,
  });
  return `${summaryLine(people)}. By name: npx espo-authentik users ${declared.name}`;
}
