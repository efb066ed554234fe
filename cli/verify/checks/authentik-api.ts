import type { Check } from "../check";
import { fail, pass } from "../outcome";

/** authentik's API accepts Terraform's token, and knows the provider. */
export const authentikApi: Check = {
  id: "authentik-api",
  title: "authentik's API shows the provider",
  after: "authentik",
  run: async ({ provider: observation, subject }, { unlessFailed }) => {
    const { clientId, name, slug } = subject;
    const provider = await observation.get();
    if (provider === undefined) {
      return unlessFailed(
        ["authentik"],
        fail(
          `authentik has no OAuth2 provider with the client ID "${clientId}"`,
          `Deploy it: npx espo-authentik plan ${name}, then apply.`,
        ),
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
