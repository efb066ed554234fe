import { createHash } from "node:crypto";
import { accessChange, unchangedAccess } from "./access-change";
import { accessSides } from "./access-sides";
import { authentikRows } from "./authentik";
import { replacementCause } from "./cause";
import { actionOf, happens } from "./change";
import { driftOf } from "./drift";
import { espocrmChange } from "./espocrm-state";
import { gateFindings, planFindings } from "./gated";
import type { Situation } from "./gates/gate";
import type { GatesOff } from "./gates/options";
import { type Integration, integrationsOf, resourcesOf } from "./integrations";
import { loginImpact } from "./login-impact";
import { LookUps } from "./look-ups";
import {
  type DriftRow,
  type FailedCheck,
  type Finding,
  type Impact,
  type IntegrationReview,
  type ResourceLine,
  type Review,
  type Verdict,
  worst,
} from "./model";
import { type Check, parsePlan, type Plan, type ResourceChange } from "./plan-json";
import { purposeOf } from "./purpose";
import { ruleFindings } from "./rules";
import { safe } from "./safe";
import { secretsOf } from "./secrets";
import { managedSettings, settingRows } from "./settings";
import { joined, quoted, say, type PlanValue, type Text } from "./text";

/** What a review should know besides the plan. */
export interface ReviewOptions {
  /** Name of the stack; the plan itself has none. @default - the applications' slugs stand in for it */
  readonly stack?: string | undefined;
  /** Environment, as the hidden marker names it. @default - none */
  readonly environment?: string | undefined;
  /** Gates that are off, with the reasons. @default - all are on */
  readonly gates?: GatesOff | undefined;
}

/**
 * Reviews one plan. Nothing of the text is kept but what the review shows.
 * @param planJsonText the output of `terraform show -json <saved plan>`
 * @throws {CommandFailure} with exit code 2 if the text is no plan
 */
export function reviewPlan(planJsonText: string, options: ReviewOptions = {}): Review {
  // First, while the text is still in the processor's cache: later it takes half as long again.
  const digest = digestOf(planJsonText);
  const plan = parsePlan(planJsonText);
  const off: GatesOff = options.gates ?? new Map<string, string>();
  const lookUps = new LookUps(plan);
  const integrations = integrationsOf(plan);
  const reviews = integrations.map((integration) =>
    reviewIntegration(integration, plan, lookUps, {
      off,
      name: nameOf(integration, integrations.length, options.stack),
    }),
  );
  const findings = planFindings(plan, integrations, off);
  const review: Review = {
    verdict: verdictOf(plan, reviews, findings),
    stack: options.stack === undefined ? undefined : quoted(options.stack),
    environment: options.environment,
    integrations: reviews,
    findings,
    gatesOff: [...off].map(([id, reason]) => ({ id, reason: quoted(reason) })),
    checks: plan.checks.flatMap(failures),
    resources: plan.changes.filter(happens).map(resourceLine),
    outputs: plan.outputs.map(quoted),
    terraform: plan.terraformVersion === undefined ? undefined : quoted(plan.terraformVersion),
    providers: [...plan.providers].filter(isInstalled).map(providerText),
    digest,
  };
  return safe(review, secretsOf(plan));
}

function reviewIntegration(
  integration: Integration,
  plan: Plan,
  lookUps: LookUps,
  { name, off }: { readonly name: PlanValue; readonly off: GatesOff },
): IntegrationReview {
  const drift = driftOf(integration, plan, lookUps);
  if (!resourcesOf(integration).some(happens)) {
    const reasons = driftReasons(drift);
    return {
      ...NOTHING,
      name,
      drift,
      reasons,
      verdict: drift.length > 0 ? "look-twice" : "nothing",
    };
  }
  const managed = managedSettings(integration);
  const espocrm = espocrmChange(integration, managed);
  const situation: Situation = {
    plan,
    integration,
    espocrm,
    access: accessSides(integration, plan),
  };
  const findings = [...gateFindings(situation, off), ...ruleFindings(situation)];
  const access = accessChange(integration, plan, lookUps);
  const impact = loginImpact(integration, espocrm);
  const settings = settingRows(integration, managed);
  return {
    name,
    ...judge(findings, [...impact, ...(access?.notes ?? [])], drift),
    impact,
    access,
    letsIn: access === undefined ? unchangedAccess(situation, lookUps) : undefined,
    settings: settings.changed,
    unchanged: settings.unchanged,
    authentik: authentikRows(integration, lookUps),
    drift,
    findings,
  };
}

const NOTHING = {
  impact: [],
  access: undefined,
  letsIn: undefined,
  settings: [],
  unchanged: [],
  authentik: [],
  findings: [],
} as const;

/** What was changed outside of Terraform, by name: it is the cause of what is planned then. */
function driftReasons(drift: readonly DriftRow[]): Text[] {
  if (drift.length === 0) return [];
  const labels = drift.slice(0, 3).map(({ label }) => label);
  const more = drift.length > 3 ? say`, and ${String(drift.length - 3)} more` : say``;
  return [say`changed outside of Terraform: ${joined(labels, ", ")}${more}`];
}

/** The verdict on an integration to which something happens, and the reasons for it. */
function judge(
  findings: readonly Finding[],
  impacts: readonly Impact[],
  drift: readonly DriftRow[],
): Pick<IntegrationReview, "verdict" | "reasons"> {
  const refused = findings.filter(({ outcome }) => outcome === "refused");
  if (refused.length > 0) return { verdict: "refused", reasons: refused.map(({ found }) => found) };
  const reasons: Text[] = [
    ...findings
      .filter(({ outcome }) => outcome === "off")
      .map(({ found, id }) => say`the gate ${id} is off, and would refuse this: ${found}`),
    ...impacts.flatMap(({ reason }) => (reason === undefined ? [] : [reason])),
    ...driftReasons(drift),
  ];
  const warned = findings.some(({ outcome }) => outcome === "warned");
  if (reasons.length === 0 && warned) reasons.push(say`a rule warns`);
  return { verdict: reasons.length > 0 ? "look-twice" : "safe", reasons };
}

function verdictOf(
  plan: Plan,
  integrations: readonly IntegrationReview[],
  findings: readonly Finding[],
): Verdict {
  const own = integrations.map(({ verdict }) => verdict);
  const others: Verdict[] = findings.map(({ outcome }) =>
    outcome === "refused" ? "refused" : "look-twice",
  );
  const checks: Verdict[] = plan.checks.some((check) => failures(check).length > 0)
    ? ["look-twice"]
    : [];
  const anything: Verdict[] =
    (plan.applyable ?? (plan.changes.some(happens) || plan.outputs.length > 0)) ? ["safe"] : [];
  return worst([
    ...(plan.errored ? (["failed"] as const) : []),
    ...own,
    ...others,
    ...checks,
    ...anything,
  ]);
}

const UTF8 = new TextEncoder();
/** Room for a piece of a plan: whole plans would want new memory each. */
const PIECE = new Uint8Array(2 ** 16);

/** As `terraform show -json <saved plan> | sha256sum` gives it. */
function digestOf(text: string): string {
  const hash = createHash("sha256");
  for (let at = 0; at < text.length;) {
    const { read, written } = UTF8.encodeInto(text.slice(at), PIECE);
    hash.update(PIECE.subarray(0, written));
    at += read;
  }
  if (!text.endsWith("\n")) hash.update("\n");
  return `sha256:${hash.digest("hex")}`;
}

/** The stack's name, the construct's path in it, or the application's slug: what people call it. */
function nameOf(
  { application, path }: Integration,
  siblings: number,
  stack: string | undefined,
): PlanValue {
  const slug = application?.change.after?.["slug"] ?? application?.change.before?.["slug"];
  if (stack === undefined)
    return quoted(path !== "" ? path : typeof slug === "string" ? slug : "(unnamed)");
  return quoted(siblings > 1 && path !== "" ? `${stack}/${path}` : stack);
}

function failures({ address, instances, problems, status }: Check): FailedCheck[] {
  if (status !== "fail" && status !== "error") return [];
  const all = [
    ...(problems ?? []),
    ...(instances ?? []).flatMap((instance) => instance.problems ?? []),
  ];
  const messages = [...new Set(all.map(({ message }) => message ?? ""))].filter(
    (text) => text !== "",
  );
  return (messages.length === 0 ? ["(without a message)"] : messages).map((message) => ({
    name: quoted(address.to_display),
    message: quoted(message),
  }));
}

function resourceLine(change: ResourceChange): ResourceLine {
  const from = change.previous_address;
  const also = [
    from ? say`moved from ${quoted(from)}` : undefined,
    change.change.importing ? say`imported` : undefined,
    change.deposed ? say`left over from an earlier replacement` : undefined,
    replacementCause(change),
  ].find((words) => words !== undefined);
  const purpose = purposeOf(change);
  return {
    address: quoted(change.address),
    action: actionOf(change),
    ...(also && { also }),
    ...(purpose !== undefined && { purpose }),
  };
}

const isInstalled = ([address]: readonly [string, string]): boolean =>
  !address.startsWith("terraform.io/builtin/");

/** The host of the default registry goes without saying, as in Terraform's own output. */
function providerText([address, version]: readonly [string, string]): Text {
  const name = quoted(address.replace(/^registry\.[^/]+\//, ""));
  return version === "" ? say`${name}` : say`${name} ${quoted(version)}`;
}
