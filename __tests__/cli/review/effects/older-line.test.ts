import { reviewPlan } from "../../../../cli/review/review-plan";
import { plain } from "../../../../cli/review/render/text";
import { PROVIDER, RESOURCES, smallPlan, STATED, type Values } from "../small-plan";

const typed = (type: string) => [
  {
    matching_mode: "strict",
    redirect_uri_type: type,
    url: "https://espocrm.company/oauth-callback.php",
  },
];

interface Change {
  readonly actions: readonly string[];
  readonly before: Values;
  readonly after: Values;
}

/** A plan that changes the provider, and what else, under a declared line. */
function planned(release: string, now: Values, then: Values, others: Values = {}): string {
  const plan = JSON.parse(
    smallPlan({ stated: { ...STATED, authentik: { ...STATED.authentik, release } } }),
  ) as { resource_changes: { address: string; change: Change }[] };
  const update = (address: string, before: Values, after: Values): void => {
    const found = plan.resource_changes.find((one) => one.address === address);
    if (found) found.change = { ...found.change, actions: ["update"], before, after };
  };
  update("authentik_provider_oauth2.provider", { ...PROVIDER, ...now }, { ...PROVIDER, ...then });
  const address = "authentik_application.application";
  if (Object.keys(others).length > 0) {
    update(address, RESOURCES[address] ?? {}, { ...RESOURCES[address], ...others });
  }
  return JSON.stringify(plan);
}

function said(plan: string) {
  const { integrations, verdict } = reviewPlan(plan);
  const impact = integrations.flatMap((one) => one.impact.map(({ text }) => plain(text)));
  const reasons = integrations.flatMap((one) => one.reasons.map(plain));
  return { impact, reasons, verdict };
}

const OLD = { grant_types: [] };
const NEW = { allowed_redirect_uris: typed("authorization") };
const CAUSE =
  "Redirect URIs and Grant types: authentik answers as one does that is older than line 2026.5, while the configuration says 2026.8 (what is meant where release is left out). An older one keeps none of this, so each plan has it again, and no apply ends that: write the line that authentik's admin interface shows as authentik.release.";

test("differences that an authentik of an older line makes for ever name the line as their cause, and nothing else", () => {
  const { impact, reasons, verdict } = said(planned("2026.8", OLD, NEW));
  expect(impact[0]).toBe(CAUSE);
  expect(impact.join("\n")).not.toContain("refuses every login");
  expect(reasons).toContain(
    "authentik answers as a line older than 2026.5, and 2026.8 is declared",
  );
  expect(reasons).not.toContain("the grant types change");
  expect(verdict).toBe("look-twice");
});

test("an application that is hidden is one of them", () => {
  const { impact } = said(planned("2026.5", {}, NEW, { meta_hide: true }));
  expect(impact[0]).toMatch(/^Redirect URIs and .*: authentik answers as one does that is older/);
  expect(impact[0]).toContain("the configuration says 2026.5. An older one");
});

test("another redirect URI beside them is still told as one", () => {
  const moved = [{ ...typed("authorization")[0], url: "https://elsewhere.example/callback" }];
  const { impact } = said(planned("2026.8", OLD, { allowed_redirect_uris: moved }));
  expect(impact[0]).toMatch(/^Grant types: authentik answers as one does that is older/);
  expect(impact.join("\n")).toContain("The redirect URI that authentik accepts changes");
});

test.each([
  ["redirect URIs have a type", "2026.8", { ...OLD, ...NEW }, NEW],
  ["the declared line has none either", "2026.2", OLD, NEW],
])("the line is no cause where %s", (_, release, now, then) => {
  expect(JSON.stringify(said(planned(release, now, then)))).not.toContain("older than");
});
