import { type Around, lookAround, undeclaredIn } from "../adopt/around";
import { withImports } from "../adopt/import-blocks";
import { alreadyThere } from "../adopt/told";
import { espocrmsOf } from "../servers/espocrm/synthesized";
import { tokensFor } from "../servers/espocrm/tokens";
import {
  creates,
  type GatesOff,
  lostSecrets,
  parsePlan,
  type Review,
  reviewOf,
} from "../review/index";
import { removeLeft } from "../stacks/beside";
import type { Stack } from "../stacks/stack";
import { observersOf } from "./observers";
import { presentSettings } from "./present-settings";
import { tellPeople } from "./tell-people";
import type { Preflight } from "../preflight/preflight";
import type { Initialization } from "../terraform/initialization";
import { exposedState } from "../terraform/local-state";
import { planJson, planStack } from "../terraform/planning";
import { digestOf, type SavedPlans } from "../terraform/saved-plan";
import type { Terraform } from "../terraform/terraform";
import { placeholders, withoutTrial, withoutTrialIn } from "./state-alone";
import type { Work } from "../run/work";

/** What became of a stack's plan: its review, or what went wrong. */
export type PlannedStack =
  | {
      readonly kind: "reviewed";
      /** The review. */
      readonly review: Review;
      /** Whether applying the plan changes anything, outputs included. */
      readonly changes: boolean;
    }
  | {
      readonly kind: "failed";
      /** What was said about it. */
      readonly said: string;
    };

/** With what stacks are planned. */
export interface Planner {
  readonly terraform: Terraform;
  readonly initialization: Initialization;
  /** Where plans are kept. */
  readonly plans: SavedPlans;
  /** Looks at the servers first. @default - Terraform is asked at once */
  readonly preflight?: Preflight;
  /** Whether Terraform asks the servers what there is; a plan against its state alone is not kept. */
  readonly refresh: boolean;
  /** Whether to plan the end of the stacks. */
  readonly destroy: boolean;
  /** Whether Terraform gets auth tokens in passwords' place. */
  readonly authToken: boolean;
  /** How long to wait for a lock of the state, as Terraform takes it. @default - not at all */
  readonly lockTimeout?: string | undefined;
  /** Environment, for the reviews. @default - none */
  readonly environment?: string;
  /** Gates that are off, as `--gate` takes them, and read. */
  readonly gates: { readonly rules: readonly string[]; readonly off: GatesOff };
  /** Imports what is there already. @default - a plan that would make it anew is not kept */
  readonly adopt?: Adoption;
}

/** How what is there already is imported. */
export interface Adoption {
  /** Slug of the application that is there. @default - the declared one */
  readonly slug?: string;
  /** Takes what is imported, and what is not. */
  readonly tell: (stack: Stack, around: readonly Around[]) => void;
  /** Whether the plan is kept. */
  readonly keep: boolean;
}

/** Plans a stack, reviews the plan and keeps it. What fails is told, not thrown. */
export async function planAndReview(
  stack: Stack,
  planner: Planner,
  work: Work,
): Promise<PlannedStack> {
  try {
    await removeLeft(stack);
    return planner.refresh
      ? await attempt(stack, planner, work)
      : await withoutTrial(stack, () => attempt(stack, planner, work));
  } catch (error) {
    return { kind: "failed", said: messageOf(error) };
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

async function attempt(stack: Stack, planner: Planner, work: Work): Promise<PlannedStack> {
  const { adopt, destroy, gates, initialization, plans, preflight, terraform } = planner;
  const made = new Date().toISOString();
  const synthesized = digestOf(stack.json.text);
  const lacks = preflight?.lacks(stack);
  if (lacks !== undefined) return { kind: "failed", said: lacks };
  // Both sides are asked at once, so that a person reads all that is wrong at once.
  const [stops, credentials] = await Promise.allSettled([
    destroy ? undefined : preflight?.stops(stack),
    planner.refresh
      ? credentialVariables(stack, planner.authToken, work)
      : placeholders(stack, work.environment),
  ]);
  if (stops.status === "rejected") throw stops.reason;
  const refused = credentials.status === "rejected" ? messageOf(credentials.reason) : undefined;
  const said = [stops.value, refused].filter((text) => text !== undefined);
  if (credentials.status === "rejected" || said.length > 0)
    return { kind: "failed", said: said.join("\n") };
  const variables = credentials.value;
  const draft = await plans.draft(stack);
  try {
    const { lockTimeout, refresh } = planner;
    const options = { file: draft.file, destroy, refresh, variables, lockTimeout };
    const shown = async (): Promise<string> => {
      const json = await planJson(terraform, stack, draft.file);
      return planner.refresh ? json : withoutTrialIn(json);
    };
    let outcome = await planStack(terraform, initialization, stack, options);
    const unplannable = outcome.kind === "failed" && !destroy ? outcome.unplannable : [];
    const anew = observersOf(stack, unplannable);
    if (anew.length > 0) {
      work.progress.say(
        `${stack.name}: Terraform's records of EspoCRM's settings disagree; they are made anew`,
      );
      outcome = await planStack(terraform, initialization, stack, { ...options, replace: anew });
    }
    if (outcome.kind === "failed") return outcome;
    let plan = parsePlan(await shown());
    const replace = [...anew, ...(destroy ? [] : lostSecrets(plan))];
    if (replace.length > anew.length) {
      work.progress.say(
        `${stack.name}: EspoCRM lacks the client secret, or loses it; it is written again`,
      );
      outcome = await planStack(terraform, initialization, stack, { ...options, replace });
      if (outcome.kind === "failed") return outcome;
      plan = parsePlan(await shown());
    }
    const around =
      destroy || preflight === undefined
        ? []
        : await lookAround(plan, stack, preflight, adopt?.slug);
    const there = alreadyThere(stack.name, around);
    const existing = around.flatMap(({ search }) => search.existing);
    const impossible = around.some(({ search }) => search.obstacles.length > 0);
    if (there !== undefined && (adopt === undefined || impossible))
      return { kind: "failed", said: there };
    adopt?.tell(stack, around);
    if (existing.length > 0) {
      outcome = await withImports(stack, existing, () =>
        planStack(terraform, initialization, stack, { ...options, replace }),
      );
      if (outcome.kind === "failed") return outcome;
      plan = parsePlan(await shown());
    }
    const review = reviewOf(plan, {
      stack: stack.name,
      gates: gates.off,
      environment: planner.environment,
      present:
        planner.refresh && creates(plan)
          ? await presentSettings(stack, planner.authToken, work)
          : undefined,
      isStateAlone: !planner.refresh,
      undeclared: undeclaredIn(plan, around),
    });
    if (preflight !== undefined && planner.authToken)
      await tellPeople(stack, around, preflight, work);
    const exposed = await exposedState(stack);
    if (exposed !== undefined) work.progress.say(`${stack.name}: warning: ${exposed}`);
    const { changes } = outcome;
    if (!planner.refresh || adopt?.keep === false) return { kind: "reviewed", review, changes };
    await draft.keep({
      made,
      terraform: terraform.version,
      synthesized,
      changes,
      destroy,
      gates: [...gates.rules],
    });
    return { kind: "reviewed", review, changes };
  } finally {
    await draft.discard();
  }
}

/**
 * Values for the variables of a stack that hold EspoCRM passwords: auth tokens, where that can be.
 * @throws {CommandFailure} where EspoCRM is not reached, or refuses
 */
export async function credentialVariables(
  stack: Stack,
  authToken: boolean,
  { administrators, environment, progress }: Work,
): Promise<Readonly<Record<string, string>>> {
  if (!authToken) return {};
  const espocrms = espocrmsOf(stack, environment);
  const { notes, variables } = await tokensFor(stack, espocrms, administrators);
  for (const note of notes) progress.say(`${stack.name}: ${note}`);
  return variables;
}
