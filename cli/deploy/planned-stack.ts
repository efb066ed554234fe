import { z } from "zod";
import { espocrmsOf } from "../servers/espocrm/synthesized";
import { tokensFor } from "../servers/espocrm/tokens";
import { answerJson } from "../servers/http/answer";
import {
  creates,
  type GatesOff,
  lostSecrets,
  parsePlan,
  type PresentSettings,
  type Review,
  reviewOf,
} from "../review/index";
import type { Stack } from "../stacks/stack";
import { observersOf } from "./observers";
import type { Preflight } from "../preflight/preflight";
import type { Initialization } from "../terraform/initialization";
import { exposedState } from "../terraform/local-state";
import { planJson, planStack } from "../terraform/planning";
import { digestOf, type SavedPlans } from "../terraform/saved-plan";
import type { Terraform } from "../terraform/terraform";
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
  /** Whether to plan the end of the stacks. */
  readonly destroy: boolean;
  /** Whether Terraform gets auth tokens in passwords' place. */
  readonly authToken: boolean;
  /** Environment, for the reviews. @default - none */
  readonly environment?: string;
  /** Gates that are off, as `--gate` takes them, and read. */
  readonly gates: { readonly rules: readonly string[]; readonly off: GatesOff };
}

/** Plans a stack, reviews the plan and keeps it. What fails is told, not thrown. */
export async function planAndReview(
  stack: Stack,
  planner: Planner,
  work: Work,
): Promise<PlannedStack> {
  try {
    return await attempt(stack, planner, work);
  } catch (error) {
    return { kind: "failed", said: messageOf(error) };
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

async function attempt(stack: Stack, planner: Planner, work: Work): Promise<PlannedStack> {
  const { destroy, gates, initialization, plans, preflight, terraform } = planner;
  const made = new Date().toISOString();
  const synthesized = digestOf(stack.json.text);
  const lacks = preflight?.lacks(stack);
  if (lacks !== undefined) return { kind: "failed", said: lacks };
  // Both sides are asked at once, so that a person reads all that is wrong at once.
  const [stops, credentials] = await Promise.allSettled([
    destroy ? undefined : preflight?.stops(stack),
    credentialVariables(stack, planner.authToken, work),
  ]);
  if (stops.status === "rejected") throw stops.reason;
  const refused = credentials.status === "rejected" ? messageOf(credentials.reason) : undefined;
  const said = [stops.value, refused].filter((text) => text !== undefined);
  if (credentials.status === "rejected" || said.length > 0)
    return { kind: "failed", said: said.join("\n") };
  const variables = credentials.value;
  const draft = await plans.draft(stack);
  try {
    const options = { file: draft.file, destroy, variables };
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
    let plan = parsePlan(await planJson(terraform, stack, draft.file));
    const secrets = destroy ? [] : lostSecrets(plan);
    if (secrets.length > 0) {
      work.progress.say(`${stack.name}: EspoCRM lost the client ID; the secret is written again`);
      outcome = await planStack(terraform, initialization, stack, {
        ...options,
        replace: [...anew, ...secrets],
      });
      if (outcome.kind === "failed") return outcome;
      plan = parsePlan(await planJson(terraform, stack, draft.file));
    }
    const review = reviewOf(plan, {
      stack: stack.name,
      gates: gates.off,
      environment: planner.environment,
      present: creates(plan) ? await presentSettings(stack, work) : undefined,
    });
    const exposed = await exposedState(stack);
    if (exposed !== undefined) work.progress.say(`${stack.name}: warning: ${exposed}`);
    const { changes } = outcome;
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

/** The settings of a stack's EspoCRMs, of those with which a session is open. */
async function presentSettings(
  stack: Stack,
  { administrators, environment }: Work,
): Promise<PresentSettings> {
  const read = espocrmsOf(stack, environment).map(async (espocrm) => {
    if (espocrm.kind !== "reachable") return [];
    const session = await administrators.existing(espocrm.access);
    if (session === undefined) return [];
    try {
      const settings = answerJson(await session.get("Settings"), z.record(z.string(), z.unknown()));
      return [[espocrm.access.uri, settings] as const];
    } catch {
      return []; // What could not be looked at is said so, and is no reason to throw a plan away.
    }
  });
  return new Map((await Promise.all(read)).flat());
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
