import { accessChange, unchangedAccess } from "./access/change";
import { accessSides } from "./access/sides";
import { authentikRows } from "./effects/authentik";
import { happens } from "./plan/change";
import { driftOf } from "./plan/drift";
import { espocrmChange } from "./effects/espocrm-state";
import { failures } from "./plan/failed-checks";
import { gateFindings, planFindings } from "./gates/gated";
import type { Situation } from "./effects/situation";
import type { GatesOff } from "../commands/gate-option";
import { type Integration, integrationsOf, resourcesOf } from "./plan/integrations";
import { loginImpact } from "./effects/login-impact";
import { LookUps } from "./plan/look-ups";
import type { IntegrationReview, Review } from "./model";
import { parsePlan, type Plan } from "./plan/plan-json";
import { purposesOf } from "./plan/purpose";
import { resourceLine } from "./render/resource-line";
import { ruleFindings } from "./gates/rules";
import { safe } from "./render/safe";
import { secretsOf } from "./plan/secrets";
import { managedSettings, settingRows } from "./effects/settings";
import { quoted, say, type PlanValue, type Text } from "./render/text";
import { driftReasons, judge, verdictOf } from "./verdict";

/** What a review should know besides the plan. */
export interface ReviewOptions {
  /** Name of the stack; the plan itself has none. @default - the applications' slugs stand in for it */
  readonly stack?: string | undefined;
  /** Environment, as the hidden marker names it. @default - none */
  readonly environment?: string | undefined;
  /**
   * Client ID of the OpenID Connect set-up that EspoCRM has before the integration is made; the plan
   * does not know it. @default - none, as far as is known
   */
  readonly earlierClientId?: string | undefined;
  /** Gates that are off, with the reasons. @default - all are on */
  readonly gates?: GatesOff | undefined;
}

/**
 * Reviews one plan. Nothing of the text is kept but what the review shows.
 * @param planJsonText the output of `terraform show -json <saved plan>`
 * @throws {CommandFailure} with exit code 2 if the text is no plan
 */
export const reviewPlan = (planJsonText: string, options?: ReviewOptions): Review =>
  reviewOf(parsePlan(planJsonText), options);

/** Reviews a plan that was read already. */
export function reviewOf(plan: Plan, options: ReviewOptions = {}): Review {
  const off: GatesOff = options.gates ?? new Map<string, string>();
  const lookUps = new LookUps(plan);
  const integrations = integrationsOf(plan);
  const reviews = integrations.map((integration) =>
    reviewIntegration(integration, plan, lookUps, {
      off,
      earlierClientId: options.earlierClientId,
      name: nameOf(integration, integrations.length, options.stack),
    }),
  );
  const findings = planFindings(plan, integrations, off);
  const purposes = new Map(integrations.flatMap(purposesOf));
  const review: Review = {
    verdict: verdictOf(plan, reviews, findings),
    stack: options.stack === undefined ? undefined : quoted(options.stack),
    environment: options.environment,
    integrations: reviews,
    findings,
    gatesOff: [...off].map(([id, reason]) => ({ id, reason: quoted(reason) })),
    checks: plan.checks.flatMap(failures),
    resources: plan.changes
      .filter(happens)
      .map((change) => resourceLine(change, purposes.get(change))),
    outputs: plan.outputs.map(quoted),
    terraform: plan.terraformVersion === undefined ? undefined : quoted(plan.terraformVersion),
    providers: [...plan.providers].filter(isInstalled).map(providerText),
    digest: plan.digest,
  };
  return safe(review, secretsOf(plan));
}

/** What an integration is reviewed with besides the plan. */
interface Given {
  readonly name: PlanValue;
  readonly off: GatesOff;
  readonly earlierClientId: string | undefined;
}

function reviewIntegration(
  integration: Integration,
  plan: Plan,
  lookUps: LookUps,
  { earlierClientId, name, off }: Given,
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
    earlierClientId,
  };
  const findings = [...gateFindings(situation, off), ...ruleFindings(situation)];
  const access = accessChange(situation, lookUps);
  const impact = loginImpact(situation);
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

const isInstalled = ([address]: readonly [string, string]): boolean =>
  !address.startsWith("terraform.io/builtin/");

/** The host of the default registry goes without saying, as in Terraform's own output. */
function providerText([address, version]: readonly [string, string]): Text {
  const name = quoted(address.replace(/^registry\.[^/]+\//, ""));
  return version === "" ? say`${name}` : say`${name} ${quoted(version)}`;
}
