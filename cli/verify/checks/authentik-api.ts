import type { Check } from "../check";
import { fail, pass } from "../outcome";

/** What other checks say of a provider that is not there: this one is red for it already. */
export const NO_PROVIDER = fail("authentik has no such provider", "Deploy it.", [
  "authentik-api",
  "authentik",
]);

/** authentik's API accepts Terraform's token, and knows the provider. */
export const authentikApi: Check = {
  id: "authentik-api",
  title: "authentik's API shows the provider",
  after: "authentik",
  run: async ({ provider: observation, declared }) => {
    const { clientId, name, slug } = declared;
    const provider = await observation.get();
    if (provider === undefined) {
      return fail(
        `authentik has no OAuth2 provider with the client ID "${clientId}"`,
        `Deploy it: npx espo-authentik plan ${name}, then apply.`,
        ["authentik"],
      );
    }
    const application = provider.assigned_application_slug;
    if (application !== slug) {
      const belongs = application === null ? "to no application" : `to "${application}"`;
      return fail(
        `the provider "${provider.name}" belongs ${belongs}, not to "${slug}"`,
        `Deploy again (npx espo-authentik plan ${name}, then apply), or correct application.slug.`,
      );
    }
    return pass(`provider "${provider.name}" of the application "${slug}"`);
  },
};
