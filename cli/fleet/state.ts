/** In what state an integration is, by what the checks of `verify` saw: one word for a fleet's list. */
import type { CheckId } from "../verify/checks/ids";
import { isAdministratorsView } from "../verify/checks/espocrm";
import type { Facts } from "../verify/facts";
import { Unobserved } from "../verify/observation";
import type { Trouble } from "../verify/outcome";
import type { CheckResult } from "../verify/run";

/** The states, from good to worse; `removed` is declared, and no server is asked. */
export const STATES = [
  "in sync",
  "removed",
  "not deployed",
  "drifted",
  "login fails",
  "not reachable",
  "not known",
] as const;

/** In what state an integration is. */
export type State = (typeof STATES)[number];

/** The states in which there is nothing to do. */
export const isGood = (state: State): boolean => state === "in sync" || state === "removed";

/** A state with what it was seen by. */
export interface Judgement {
  /** The state. */
  readonly state: State;
  /** What was seen, or why not; empty where there is nothing to say. */
  readonly saw: string;
  /** What to do. @default - nothing */
  readonly fix?: string;
}

/**
 * The checks that a state is based on. The others of `verify` take Terraform, compare people, or write
 * down which keys they saw.
 */
export const BASIS: readonly CheckId[] = [
  "authentik",
  "release",
  "authentik-api",
  "espocrm",
  "espocrm-settings",
  "maintenance",
  "site-url",
  "redirect-uri",
  "authorization",
  "access",
  "signing-key",
  "scopes",
  "user-name",
];

/** Checks of what browsers and EspoCRM ask without our credentials: where these get no answer, no login does. */
const WITHOUT_CREDENTIALS: readonly CheckId[] = [
  "authentik",
  "authorization",
  "redirect-uri",
  "signing-key",
];

/** The state that results and facts show. Nothing that could not be seen is called in sync. */
export async function judge(results: readonly CheckResult[], facts: Facts): Promise<Judgement> {
  const failed = results.flatMap(({ check: { id }, outcome }) =>
    outcome.status === "fail" ? [{ id, outcome, unseen: isUnseen(id, outcome) }] : [],
  );
  const silent = failed.find(({ outcome }) => outcome.silent === true);
  if (silent) return judged("not reachable", silent.outcome);
  if (await isNotDeployed(facts)) {
    return {
      state: "not deployed",
      saw: "neither server knows of it",
      fix: `npx espo-authentik plan ${facts.declared.stack}, then apply`,
    };
  }
  const broken = failed.find(({ outcome, unseen }) => !unseen && outcome.differs !== true);
  if (broken) return judged("login fails", broken.outcome);
  const drifted = failed.filter(({ outcome }) => outcome.differs === true);
  const [first] = drifted;
  if (first) {
    const saw = drifted.map(({ outcome }) => outcome.saw).join("; ");
    return { state: "drifted", saw, fix: first.outcome.fix };
  }
  const [unseen] = failed;
  if (unseen) return judged("not known", unseen.outcome);
  for (const { check, outcome } of results) {
    if (outcome.status !== "not checked") continue;
    return { state: "not known", saw: `${check.title}: ${outcome.why}` };
  }
  const warnings = results.flatMap(({ outcome }) =>
    outcome.status === "warning" ? [outcome.saw] : [],
  );
  return { state: "in sync", saw: warnings.join("; ") };
}

const judged = (state: State, { fix, saw }: Trouble): Judgement => ({ state, saw, fix });

/** Whether a failure says that our credentials see nothing, and not that a login fails. */
const isUnseen = (id: CheckId, { unobserved = false }: Trouble): boolean =>
  id === "espocrm" || (unobserved && !WITHOUT_CREDENTIALS.includes(id));

/** Both servers were seen, authentik has nothing of it, and EspoCRM does not lead to it. */
async function isNotDeployed({ application, declared, provider, settings }: Facts) {
  try {
    if ((await provider.get()) !== undefined || (await application.get()) !== undefined)
      return false;
    const { settings: found } = await settings.get();
    const leadsToIt =
      found["authenticationMethod"] === "Oidc" && found["oidcClientId"] === declared.clientId;
    return isAdministratorsView(found) && !leadsToIt;
  } catch (error) {
    if (error instanceof Unobserved) return false;
    throw error;
  }
}
