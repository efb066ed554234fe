import type { Fault } from "./fault";
import type { World } from "./world";

const keyNamed = ({ authentik }: World, wanted: string): string =>
  [...authentik.state.keyPairs.values()].find(({ name }) => name === wanted)?.pk ?? "";

const register = ({ provider }: World, url: string): void => {
  provider.redirect_uris = provider.redirect_uris.map((uri) => ({ ...uri, url }));
};

/** What somebody changes by hand on one side, and the next apply puts back. */
export const DRIFT: readonly Fault[] = [
  {
    what: "The client secret is changed in authentik",
    begin: ({ provider }) => {
      provider.client_secret = "changed-by-hand-in-authentik-0123456789";
    },
    red: ["client-secret"],
    says: ["authentik does not accept the client secret in Terraform's outputs"],
    works: { logins: false },
    mend: ["apply"],
  },
  {
    what: "The client secret is changed in EspoCRM",
    begin: (world) => world.set({ oidcClientSecret: "changed-by-hand-in-espocrm-0123456789" }),
    red: ["login"],
    says: ["the client secret that EspoCRM holds is not authentik's"],
    works: { logins: false },
    mend: ["replace-secret"],
  },
  {
    what: "authentik signs with an EC key",
    begin: (world) => {
      world.provider.signing_key = keyNamed(world, "EC");
    },
    red: ["signing-key"],
    yellow: ["key-cache"],
    says: ["EspoCRM verifies RSA alone"],
    works: { logins: false },
    mend: ["apply"],
  },
  {
    what: "authentik signs with another RSA key than the declared one",
    begin: (world) => {
      world.authentik.seed({ keyPairs: [{ name: "Other RSA", key: "other-rsa" }] });
      world.provider.signing_key = keyNamed(world, "Other RSA");
    },
    red: ["signing-key"],
    yellow: ["key-cache"],
    says: ["authentik signs with another key"],
    works: { logins: false },
    mend: ["apply"],
  },
  {
    what: "authentik has no signing key",
    begin: ({ provider }) => {
      provider.signing_key = null;
    },
    red: ["signing-key"],
    says: ["authentik publishes no key"],
    works: { logins: false },
    mend: ["apply"],
  },
  {
    what: "The application's slug is changed in authentik",
    begin: ({ authentik, espocrm }) => {
      for (const application of authentik.state.applications.values()) application.slug = "crm";
      espocrm.state.clearCache(); // Ten minutes later.
    },
    red: ["authentik", "authentik-api"],
    says: ['no application with the slug "espocrm"', 'belongs to "crm"'],
    works: { logins: false },
    end: ({ authentik }) => {
      for (const { slug, ...rest } of authentik.state.applications.values()) {
        authentik.state.applications.set(rest.pk, {
          ...rest,
          slug: slug.replace("crm", "espocrm"),
        });
      }
    },
    ended: "the slug is put back in authentik, or declared",
  },
  {
    what: "The redirect URI in authentik is off by a slash",
    begin: (world) => register(world, `${world.espocrm.siteUrl}/oauth-callback.php/`),
    red: ["redirect-uri"],
    says: ["authentik has registered"],
    works: { logins: false },
    mend: ["apply"],
  },
  {
    what: "EspoCRM's site URL is changed",
    begin: (world) => world.set({ siteUrl: "https://crm.elsewhere.company" }),
    red: ["site-url"],
    says: ["it is https://crm.elsewhere.company, not"],
    works: { logins: false },
    end: (world) => world.set({ siteUrl: world.espocrm.siteUrl }),
    ended: "the site URL is corrected in EspoCRM (an apply refuses to go on until then)",
  },
  {
    what: "The scope mapping openid is taken from the provider",
    begin: ({ authentik, provider }) => {
      const { scopeMappings } = authentik.state;
      provider.property_mappings = provider.property_mappings.filter(
        (pk) => scopeMappings.get(pk)?.scope_name !== "openid",
      );
    },
    red: ["scopes"],
    says: ["authentik drops openid"],
    works: { logins: false },
    mend: ["apply"],
  },
  {
    what: "The provider's grant types are emptied",
    begin: ({ provider }) => {
      provider.grant_types = [];
    },
    red: ["authorization"],
    says: ["the provider allows no grant type at all"],
    works: { logins: false },
    mend: ["apply"],
  },
  {
    what: "The provider's subject mode is changed",
    begin: ({ provider }) => {
      provider.sub_mode = "hashed_user_id";
    },
    red: ["user-name"],
    says: ["sub holds what hashed_user_id says"],
    works: { logins: false },
    mend: ["apply"],
  },
  {
    what: "The issuer mode is changed in authentik",
    begin: ({ provider }) => {
      provider.issuer_mode = "global";
    },
    red: ["authentik"],
    says: ["issuer is"],
    mend: ["apply"],
  },
  {
    what: "A managed setting of EspoCRM is changed",
    begin: (world) => world.set({ oidcTokenEndpoint: "https://elsewhere.company/token/" }),
    red: ["espocrm-settings"],
    says: ['oidcTokenEndpoint is "https://elsewhere.company/token/"'],
    works: { logins: false },
    mend: ["apply"],
  },
  {
    what: "EspoCRM is switched back to its own log-in",
    begin: (world) => world.set({ authenticationMethod: "Espo" }),
    red: ["espocrm-settings"],
    says: ['its authenticationMethod is "Espo"'],
    works: { logins: false },
    mend: ["apply"],
  },
  {
    what: "EspoCRM's client ID is changed",
    begin: (world) => world.set({ oidcClientId: "other" }),
    red: ["espocrm-settings"],
    says: ['oidcClientId is "other"'],
    works: { logins: false },
    mend: ["apply"],
  },
  {
    what: "The provider is deleted in authentik",
    begin: ({ authentik }) => {
      for (const application of authentik.state.applications.values()) application.provider = null;
      authentik.state.providers.clear();
    },
    red: ["authentik"],
    says: ['no application with the slug "espocrm"'],
    works: { logins: false },
    mend: ["apply"],
  },
];
