import { RESOURCES } from "../../lib/fields/index";
import { accessChange, unchangedAccess } from "./access/change";
import type { Undeclared } from "./access/live-binding";
import { takenWith } from "./access/taken";
import { accessSides } from "./access/sides";
import { undeclaredImpact } from "./access/undeclared";
import { consequencesOf } from "./effects/account";
import { authentikRows } from "./effects/authentik";
import { codeChange } from "./effects/code-change";
import { espocrmChange } from "./effects/espocrm-state";
import { loginImpact, whoseImpact } from "./effects/login-impact";
import { meanwhile } from "./effects/meanwhile";
import { planConsequences } from "./effects/plan-account";
import { managedSettings, settingRows } from "./effects/settings";
import type { Situation } from "./effects/situation";
import { isCertain, repeated, touchesLogins, unsaid } from "./effects/spoken";
import { presentOf, type PresentSettings } from "./effects/present";
import { staying } from "./effects/staying";
import { surroundingsOf } from "./effects/surroundings";
import { gateFindings, planFindings } from "./gates/gated";
import { ruleFindings } from "./gates/rules";
import type { GatesOff } from "../commands/gate-option";
import type { Impact, IntegrationReview, Review } from "./model";
import { happens } from "./plan/change";
import { driftOf } from "./plan/drift";
import { failures } from "./plan/failed-checks";
import { type Integration, integrationsOf, resourcesOf } from "./plan/integrations";
import { LookUps } from "./plan/look-ups";
import { parsePlan, type Plan, type Values } from "./plan/plan-json";
import { secretsOf } from "./plan/secrets";
import { resourceLine } from "./render/resource-line";
import { safe } from "./render/safe";
import { plain, quoted, say, type PlanValue, type Text } from "./render/text";
import { judge, verdictOf } from "./verdict";

/** What a review should know besides the plan. */
export interface ReviewOptions {
  /** Name of the stack; the plan itself has none. @default - the applications' slugs stand in for it */
  readonly stack?: string | undefined;
  /** Environment, as the hidden marker names it. @default - none */
  readonly environment?: string | undefined;
  /** EspoCRMs' settings as they are now; a plan does not know them before. @default - nobody looked */
  readonly present?: PresentSettings | undefined;
  /**
   * Bindings that the integrations' applications have and Terraform does not know, by the integrations'
   * paths; a plan has none of them. @default - nobody looked
   */
  readonly undeclared?: ReadonlyMap<string, Undeclared> | undefined;
  /** Whether it was planned against Terraform's state alone. @default - the servers were asked */
  readonly isStateAlone?: boolean | undefined;
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
  const besides = planConsequences(plan, integrations);
  const findings = planFindings(plan, integrations, besides, off);
  const outside = findings.length > 0;
  const reviews = integrations.map((integration) =>
    reviewIntegration(integration, plan, lookUps, {
      off,
      outside,
      present: presentOf(integration, options.present),
      undeclared: options.undeclared?.get(integration.path),
      name: nameOf(integration, integrations.length, options.stack),
    }),
  );
  const purposes = new Map(
    integrations
      .flatMap(({ roles }) => roles)
      .map(([role, change]) => [change.address, RESOURCES[role].purpose] as const),
  );
  const impact = [...(options.isStateAlone === true ? [STATE_ALONE] : []), ...unsaid(besides, [])];
  const review: Review = {
    verdict: verdictOf(plan, reviews, findings, impact),
    stack: options.stack === undefined ? undefined : quoted(options.stack),
    environment: options.environment,
    besides: impact,
    integrations: reviews,
    findings,
    gatesOff: [...off].map(([id, reason]) => ({ id, reason: quoted(reason) })),
    checks: plan.checks.flatMap(failures),
    resources: plan.changes
      .filter(happens)
      .map((change) => resourceLine(change, purposes.get(change.address))),
    outputs: plan.outputs.map(({ name }) => quoted(name)),
    engine: engineOf(plan),
    providers: providersOf(plan),
    digest: plan.digest,
  };
  return safe(review, secretsOf(plan));
}

const STATE_ALONE: Impact = {
  text: say`This is a comparison with Terraform's state alone: neither server was asked. What somebody changed by hand since the last apply is not in it, nor what EspoCRM and authentik have of what is to be made.`,
  reason: say`neither server was asked`,
};

/** What an integration is reviewed with besides the plan. */
interface Given {
  readonly name: PlanValue;
  readonly off: GatesOff;
  /** Whether the plan does what no integration does. */
  readonly outside: boolean;
  readonly present: Values | undefined;
  readonly undeclared: Undeclared | undefined;
}

function reviewIntegration(
  integration: Integration,
  plan: Plan,
  lookUps: LookUps,
  { name, off, outside, present, undeclared }: Given,
): IntegrationReview {
  const drift = driftOf(integration, plan, lookUps);
  const managed = managedSettings(integration);
  const situation: Situation = {
    plan,
    integration,
    around: surroundingsOf(plan, integration),
    espocrm: espocrmChange(integration, managed),
    access: accessSides(integration, plan, undeclared),
    present,
    undeclared,
  };
  const besides = undeclaredImpact(situation, lookUps);
  const consequences = consequencesOf(situation, lookUps);
  const isTouched =
    resourcesOf(integration).some(happens) ||
    integration.bindings.some((binding) => takenWith(binding, plan));
  if (!isTouched) {
    const findings = gateFindings(consequences, undefined, off);
    const impact = [...unsaid(consequences, []), ...besides];
    return { ...NOTHING, name, drift, findings, impact, ...judge(findings, impact, drift, false) };
  }
  const findings = [...gateFindings(consequences, situation, off), ...ruleFindings(situation)];
  const access = accessChange(situation, lookUps);
  const known = loginImpact(situation);
  const spoken = [...known, ...(access?.notes ?? [])];
  const more = unsaid(consequences, spoken);
  const certain = !outside && consequences.every(isCertain);
  const impact = [
    ...known,
    ...more,
    ...besides,
    ...(certain && consequences.some(touchesLogins)
      ? [meanwhile(situation, whoseImpact(situation).length > 0)]
      : []),
  ];
  const rows = settingRows(integration, managed, present);
  const authentik = authentikRows(integration, lookUps);
  return {
    name,
    ...judge(
      findings,
      [...spoken, ...repeated(consequences, spoken), ...more, ...besides],
      drift,
      true,
    ),
    impact: impact.filter(({ text }) => plain(text) !== ""),
    access,
    letsIn: access === undefined ? unchangedAccess(situation, lookUps) : undefined,
    stays: certain
      ? staying(situation, { access, authentik, settings: rows.changed }, lookUps)
      : [],
    settings: rows.changed,
    unchanged: rows.unchanged,
    authentik,
    scopeMappings: integration.scopeMappings.flatMap(codeChange),
    drift,
    findings,
  };
}

const NOTHING = {
  access: undefined,
  letsIn: undefined,
  stays: [],
  settings: [],
  unchanged: [],
  authentik: [],
  scopeMappings: [],
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

/** Terraform's providers that are installed, each once, with the constraints on their versions. */
function providersOf({ blocks }: Plan): Text[] {
  const versions = new Map(
    [...blocks.values()].flatMap(({ full_name, version_constraint }): [string, string][] =>
      full_name ? [[full_name, version_constraint ?? ""]] : [],
    ),
  );
  return [...versions]
    .filter(([address]) => !address.startsWith("terraform.io/builtin/"))
    .map(providerText);
}

/** The registry that a provider comes from unless its address names another. */
const REGISTRIES = {
  Terraform: "registry.terraform.io/",
  OpenTofu: "registry.opentofu.org/",
} as const;

/** What made a plan. OpenTofu gives its version as Terraform's: only where it looks for providers tells. */
function engineOf({ blocks, terraformVersion }: Plan): Review["engine"] {
  if (terraformVersion === undefined) return undefined;
  const addresses = [...blocks.values()].map(({ full_name }) => full_name ?? "");
  const told = Object.entries(REGISTRIES).flatMap(([engine, registry]) =>
    addresses.some((address) => address.startsWith(registry)) ? [engine] : [],
  );
  const [engine, ...others] = told;
  const unknown = engine === undefined || others.length > 0;
  const title = unknown ? Object.keys(REGISTRIES).join(" or ") : engine;
  return { title, version: quoted(terraformVersion) };
}

/** The host of the default registry goes without saying, as in Terraform's own output. */
function providerText([address, version]: readonly [string, string]): Text {
  const name = quoted(address.replace(/^registry\.[^/]+\//, ""));
  return version === "" ? say`${name}` : say`${name} ${quoted(version)}`;
}
