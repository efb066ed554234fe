import { readFile } from "node:fs/promises";
import { creates, type GatesOff, parsePlan, type Review, reviewOf } from "../review/index";
import type { Work } from "../run/work";
import type { Stack } from "../stacks/stack";
import type { Initialization } from "../terraform/initialization";
import { planJson } from "../terraform/planning";
import { digestOf, type PlanRecord, type SavedPlans } from "../terraform/saved-plan";
import type { Terraform } from "../terraform/terraform";
import { presentSettings } from "./present-settings";

/** A saved plan, looked at before it is applied. */
export type SavedStack =
  | {
      readonly kind: "ready";
      /** What is known of it. */
      readonly record: PlanRecord;
      /** Its review, made anew: what is applied is what is shown. */
      readonly review: Review;
    }
  /** It changes nothing; it is not needed any more, and gone. */
  | { readonly kind: "nothing" }
  | {
      readonly kind: "unusable";
      /** Why, and what to do. */
      readonly why: string;
    };

/** What looks at saved plans. */
export interface Reader {
  readonly terraform: Terraform;
  readonly initialization: Initialization;
  readonly plans: SavedPlans;
  /** Gates that are off now; those that were when the plan was made count no more. */
  readonly gates: GatesOff;
  /** Whether sessions with EspoCRMs may be opened. */
  readonly authToken: boolean;
}

/**
 * Looks at the saved plan of a stack: is it whole, the newest, and what does it do? What fails is told,
 * not thrown.
 */
export async function readSavedPlan(stack: Stack, reader: Reader, work: Work): Promise<SavedStack> {
  try {
    return await attempt(stack, reader, work);
  } catch (error) {
    return { kind: "unusable", why: error instanceof Error ? error.message : String(error) };
  }
}

async function attempt(stack: Stack, reader: Reader, work: Work): Promise<SavedStack> {
  const { authToken, gates, initialization, plans, terraform } = reader;
  const unusable = (why: string): SavedStack => ({ kind: "unusable", why: `${why} Plan again.` });
  const record = await plans.read(stack.name);
  if (record === undefined) {
    return unusable(`There is no saved plan of ${stack.name} in ${plans.folder}.`);
  }
  const obstacle = await obstacleTo(stack, record, reader);
  if (obstacle !== undefined) return unusable(obstacle);
  if (!record.changes) {
    await plans.remove(stack.name);
    return { kind: "nothing" };
  }

  await plans.restoreLock(stack);
  const trouble = await initialization.initialize(stack);
  if (trouble !== undefined) return { kind: "unusable", why: trouble };
  // Terraform itself refuses a plan of another version.
  const json = await planJson(terraform, stack, plans.file(stack.name)).catch(
    (error: unknown) => error as Error,
  );
  if (json instanceof Error) return { kind: "unusable", why: `${json.message}\nPlan again.` };
  const plan = parsePlan(json);
  const review = reviewOf(plan, {
    stack: stack.name,
    gates,
    present: creates(plan) ? await presentSettings(stack, authToken, work) : undefined,
  });
  return { kind: "ready", record, review };
}

async function obstacleTo(
  stack: Stack,
  record: PlanRecord,
  { plans }: Reader,
): Promise<string | undefined> {
  const plan = await readFile(plans.file(stack.name)).catch(() => undefined);
  if (plan === undefined) return `The saved plan of ${stack.name} is gone.`;
  if (digestOf(plan) !== record.plan || record.stack !== stack.name) {
    return `The saved plan of ${stack.name} is not the one that was reviewed.`;
  }
  if (record.synthesized !== digestOf(stack.json.text)) {
    return `The configuration of ${stack.name} has changed since its plan was made (${record.made}).`;
  }
  return undefined;
}
