import { all, type Chapter, GROUP, login, POLICY, two } from "../corpus/cases";
import { AUTHENTIK, AUTHENTIK_CHANGES } from "./authentik";
import { type Danger, edited, EVIL, happens, wished } from "./row";
import { DECLARED_SETTINGS, SETTINGS_OBJECT } from "./settings";
import { TERRAFORM, TERRAFORM_AT_CREATE, TERRAFORM_AT_UPDATE } from "./terraform";
import { WRITES, WRITES_AT_CREATE, WRITES_AT_UPDATE } from "./writes";

const BINDING = "authentik_policy_binding.binding-group-crm-users";
const application = (more: Readonly<Record<string, unknown>>) => ({
  application: { name: "EspoCRM", slug: "espocrm", group: "Business", ...more },
});

/** What must stay easy: nobody's login is touched. */
const HARMLESS: readonly Danger[] = [
  ["nothing", {}, "nothing", /^$/],
  ["name of the application", wished(application({ name: "CRM" }), '"name":"CRM"'), "safe", /nobody's login/],
  ["group of the application", wished(application({ group: "Sales" }), '"group":"Sales"'), "safe", /nobody's login/],
  ["description of the application", wished(application({ description: "Customers" }), '"meta_description":"Customers"'), "safe", /nobody's login/],
  ["publisher of the application", wished(application({ publisher: "We" }), '"meta_publisher":"We"'), "safe", /nobody's login/],
  ["icon of the application", wished(application({ icon: "fa://fa-users" }), '"meta_icon":"fa://fa-users"'), "safe", /nobody's login/],
  ["application in a new tab", wished(application({ openInNewTab: true }), '"open_in_new_tab":true'), "safe", /nobody's login/],
  ["launch URL at another page of EspoCRM", wished(application({ launchUrl: "https://espocrm.company/#Home" }), "https://espocrm.company/#Home"), "safe", /nobody's login/],
  ["name of authentik's provider", wished({ provider: { name: "CRM provider" } }, '"name":"CRM provider"'), "safe", /nobody's login/],
  ["order of a binding", wished({ bindings: [{ ...GROUP, order: 7 }] }, '"order":7'), "safe", /nobody's login/],
];

/** An integration whose destroy was tampered with, and that is destroyed now. */
const tampered = (destroyed: Readonly<Record<string, unknown>>, headline: RegExp): Chapter<Danger> => ({
  release: "2026.5",
  applied: edited({ "resource.restapi_object.settings.destroy_data": JSON.stringify(destroyed) }),
  cases: [["destroy", { args: ["-destroy"], trace: happens("restapi_object.settings", "delete") }, "refused", headline]],
});

/** The table: plans that real Terraform made, with what must be said of each. */
export const TABLE: readonly (Chapter<Danger> & { readonly title: string })[] = [
  { title: "at create", release: "2026.5", cases: [...SETTINGS_OBJECT, ...DECLARED_SETTINGS, ...AUTHENTIK, ...WRITES, ...WRITES_AT_CREATE, ...TERRAFORM, ...TERRAFORM_AT_CREATE] },
  { title: "at update", release: "2026.5", applied: {}, cases: [...HARMLESS, ...SETTINGS_OBJECT, ...DECLARED_SETTINGS, ...AUTHENTIK, ...AUTHENTIK_CHANGES, ...WRITES, ...WRITES_AT_UPDATE, ...TERRAFORM, ...TERRAFORM_AT_UPDATE] },
  { title: "of a policy", release: "2026.5", applied: all(GROUP, POLICY), cases: [] },
  {
    title: "of declared settings",
    release: "2026.5",
    applied: login({ allowAdministrators: true, syncUsers: true, teams: [{ id: "sales", name: "Sales" }] }),
    cases: [
      ["name of a team", wished(login({ allowAdministrators: true, syncUsers: true, teams: [{ id: "sales", name: "Sellers" }] }), "Sellers"), "safe", /nobody's login/],
      ["settings withdrawn", wished({}, happens("restapi_object.withdraw-oidcSync", "delete")), "look-twice", /overwritten/],
    ],
  },
  { title: "to another provider, tampered with before", ...tampered({ authenticationMethod: "Oidc", oidcTokenEndpoint: `${EVIL}/token/` }, /evil|provider/) },
  { title: "to a method that does not exist, tampered with before", ...tampered({ authenticationMethod: "SAML" }, /SAML/) },
  { title: "of two integrations", release: "2026.5", applied: two(), cases: [] },
];
void BINDING;
