import { plain } from "../../../../cli/review/render/text";
import { reviewPlan } from "../../../../cli/review/review-plan";
import { PROVIDER, smallPlan, type Values } from "../small-plan";

const ID = "8d9e76e9-aadf-4766-a261-5f24dfe5b07d";

/** What a review says of logging out, where the provider's flow becomes this one. */
function said(looked: Values, id: string = ID): string[] {
  const plan = JSON.parse(smallPlan()) as {
    prior_state?: unknown;
    resource_changes: { address: string; change: Values }[];
  };
  const provider = plan.resource_changes.find(
    ({ address }) => address === "authentik_provider_oauth2.provider",
  );
  if (provider === undefined) throw new Error("The plan has no provider.");
  provider.change = {
    ...provider.change,
    actions: ["update"],
    before: PROVIDER,
    after: { ...PROVIDER, invalidation_flow: id },
  };
  const flow = {
    address: "data.authentik_flow.invalidation",
    mode: "data",
    type: "authentik_flow",
    name: "invalidation",
    values: looked,
  };
  plan.prior_state = { values: { root_module: { resources: [flow] } } };
  const { integrations } = reviewPlan(JSON.stringify(plan));
  return integrations.flatMap(({ impact }) => impact.map(({ text }) => plain(text)));
}

test("logging out that ends the session at authentik from now on is told as that", () => {
  expect(said({ id: ID, slug: "default-invalidation-flow" })).toContain(
    "Logging out of EspoCRM ends the session at authentik, too: the next login, to whatever application, asks people to sign in anew.",
  );
});

test("logging out that leaves the session at authentik from now on is told as that", () => {
  expect(said({ id: ID, slug: "default-provider-invalidation-flow" })).toContain(
    "Logging out of EspoCRM leaves people signed in at authentik: the next login asks for no password.",
  );
});

test.each([
  ["of one's own is named", { id: ID, slug: "our-logout" }, ", our-logout"],
  ["that was not looked up has no name", { id: "other", slug: "default-invalidation-flow" }, ""],
])("a flow %s, and nobody says what it does", (_, looked, name) => {
  expect(said(looked)).toContain(
    `Logging out runs another flow of authentik${name}: it decides whether people stay signed in there.`,
  );
});
