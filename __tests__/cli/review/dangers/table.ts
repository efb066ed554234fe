import { all, bound, type Chapter, GROUP, login, POLICY, two } from "../corpus/cases";
import { AUTHENTIK, AUTHENTIK_AT_CREATE, AUTHENTIK_AT_UPDATE } from "./authentik";
import type { Declare, Wish } from "../corpus/lab";
import {
  attribute,
  type Danger,
  edited,
  EVIL,
  forgets,
  happens,
  has,
  settingsWith,
  type Trace,
  unknownAt,
  wished,
} from "./row";
import { DECLARED_SETTINGS, SETTINGS_OBJECT } from "./settings";
import { TERRAFORM, TERRAFORM_AT_UPDATE } from "./terraform";
import { WRITES, WRITES_AT_CREATE, WRITES_AT_UPDATE } from "./writes";

const application = (more: Readonly<Record<string, unknown>>) => ({
  application: { name: "EspoCRM", slug: "espocrm", group: "Business", ...more },
});

/** What must stay easy: nobody's login is touched. */
// prettier-ignore
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

const tampered = (destroyData: Readonly<Record<string, unknown>>): Declare =>
  edited({ "resource.restapi_object.settings.destroy_data": JSON.stringify(destroyData) });
const destroyed = (headline: RegExp): Danger => [
  "destroy",
  { args: ["-destroy"], trace: happens("restapi_object.settings", "delete") },
  "refused",
  headline,
];

/** A chapter with a name. */
export type TitledChapter = Chapter<Danger> & { readonly title: string };

const WITHDRAWABLE = login({
  allowAdministrators: true,
  syncUsers: true,
  teams: [{ id: "sales", name: "Sales" }],
});
const WITHDRAWAL = "resource.restapi_object.withdraw-oidcSync";
const withdrawal = (edits: Readonly<Record<string, unknown>>) =>
  edited(
    Object.fromEntries(
      Object.entries(edits).map(([name, value]) => [`${WITHDRAWAL}.${name}`, value]),
    ),
    WITHDRAWABLE,
  );
const off = JSON.stringify({ oidcFallback: false });
const withdrawn = (headline: RegExp): Danger => [
  "settings withdrawn",
  wished({}, happens("restapi_object.withdraw-oidcSync", "delete")),
  "refused",
  headline,
];

/** Of settings that would be put back once they are not declared any more. */
// prettier-ignore
const WITHDRAWALS: readonly Danger[] = [
  ["nothing", {}, "nothing", /^$/],
  ["name of a team", wished(login({ allowAdministrators: true, syncUsers: true, teams: [{ id: "sales", name: "Sellers" }] }), "Sellers"), "safe", /nobody's login/],
  ["settings withdrawn", wished({}, happens("restapi_object.withdraw-oidcSync", "delete")), "look-twice", /overwritten/],
  ["a withdrawal would switch the fallback off", { wish: withdrawal({ destroy_data: off }), trace: has("restapi_object.withdraw-oidcSync", "destroy_data", off) }, "refused", /oidcFallback/],
  ["a withdrawal switches the fallback off at once", { wish: withdrawal({ update_path: "/Settings", update_method: "PUT", update_data: off }), trace: has("restapi_object.withdraw-oidcSync", "update_data", off) }, "refused", /oidcFallback|\/Settings/],
  ["a withdrawal would make an administrator's account", { wish: withdrawal({ destroy_path: "/User", destroy_method: "POST", destroy_data: '{"userName":"mallory","type":"admin"}' }), trace: "mallory" }, "refused", /withdraw-oidcSync|\/User/],
  ["a withdrawal forgotten", forgets("restapi_object.withdraw-oidcSync", WITHDRAWABLE), "look-twice", /left to itself/],
];

const code = (expression: string): Wish =>
  all(GROUP, { policy: { name: "office-hours", expression }, order: 10 });
const policy = attribute("authentik_policy_expression.policy-office-hours");

/** Of a policy. */
// prettier-ignore
const POLICIES: readonly Danger[] = [
  ["code", wished(code("return True"), '"expression":"return True"'), "look-twice", /code/],
  ["code known only after apply", { wish: edited({ "resource.authentik_policy_expression.policy-office-hours.expression": "${uuid()}" }, all(GROUP, POLICY)), trace: unknownAt("authentik_policy_expression.policy-office-hours", "expression") }, "look-twice", /code|expression/i],
  ["name", { ...policy("name", "hours", all(GROUP, POLICY)) }, "safe", /nobody's login/],
  ["logging", policy("execution_logging", true, all(GROUP, POLICY)), "safe", /nobody's login/],
  ["policy gone", wished(all(GROUP), happens("authentik_policy_expression.policy-office-hours", "delete")), "look-twice", /more people get in/],
  ["any in place of all", wished({ bindings: [GROUP, POLICY] }, '"policy_engine_mode":"any"'), "look-twice", /mode|more people|gets? in/],
  ["result of a failure", attribute("authentik_policy_binding.binding-office-hours")("failure_result", true, all(GROUP, POLICY)), "look-twice", /fails/],
  ["another policy by its id", attribute("authentik_policy_binding.binding-office-hours")("policy", "5f0e6b9c-9d1b-4a4e-8f0a-3c1d2e4b5a69", all(GROUP, POLICY)), "look-twice", /polic|people get in/],
];

const SALES_GROUP = { groups: [{ name: "crm-sales" }], bindings: [GROUP, { group: "crm-sales" }] };
const MADE = "authentik_group.group-crm-sales";
const group = attribute(MADE);

/** Of a group that the stack makes. */
// prettier-ignore
const GROUPS: readonly Danger[] = [
  ["nothing", {}, "nothing", /^$/],
  ["group gone", wished(bound(GROUP), happens(MADE, "delete")), "look-twice", /group is deleted/],
  ["group under another name", wished({ groups: [{ name: "crm-sellers" }], bindings: [GROUP, { group: "crm-sellers" }] }, happens(MADE, "delete")), "look-twice", /group is deleted/],
  ["group below another one", wished({ ...SALES_GROUP, groups: [{ name: "crm-sales", parents: ["crm-users"] }] }, '"parents":["'), "look-twice", /stands below other groups/],
  ["name", group("name", "crm-sellers", SALES_GROUP), "look-twice", /is called crm-sellers/],
  ["superusers", group("is_superuser", true, SALES_GROUP), "look-twice", /superuser of authentik/],
  ["members", group("users", [1], SALES_GROUP), "look-twice", /other members/],
  ["attributes", group("attributes", '{"a":"b"}', SALES_GROUP), "look-twice", /other attributes/],
];

/** What is made with a group. */
// prettier-ignore
const GROUPS_AT_CREATE: readonly Danger[] = [
  ["group below another one at create", wished({ groups: [{ name: "crm-sales", parents: ["sales"] }] }, '"parents":["'), "look-twice", /stands below other groups/],
  ["superusers at create", { wish: edited({ [`resource.${MADE}.is_superuser`]: true }, SALES_GROUP), trace: '"is_superuser":true' }, "look-twice", /superuser of authentik/],
];

const ofTwo = (edits: Readonly<Record<string, unknown>>) => edited(edits, two());
const SALES = "resource.restapi_object.sales_settings_1172C65B";

/** One resource has an attribute of another. */
const exchanged = (one: string, other: string, attribute: string) => (written: unknown) => {
  const resources = written as Record<string, Record<string, unknown>>;
  const named = (name: string) =>
    Object.entries(resources).find(([id]) => id.startsWith(name)) ?? ["", {}];
  const [id, resource] = named(one);
  return { ...resources, [id]: { ...resource, [attribute]: named(other)[1][attribute] } };
};

const throughTheSame =
  (one: string, other: string): Trace =>
  ({ configuration }) => {
    const keyOf = (address: string) =>
      configuration?.root_module.resources.find((resource) => resource.address === address)
        ?.provider_config_key;
    return keyOf(one) === keyOf(other);
  };

/** Of two integrations in one stack. */
// prettier-ignore
const TWO: readonly Danger[] = [
  ["nothing", {}, "nothing", /^$/],
  ["one's token endpoint elsewhere", { wish: ofTwo({ [`${SALES}.data`]: settingsWith({ oidcTokenEndpoint: `${EVIL}/token/` }) }), trace: "evil.example" }, "refused", /token endpoint/],
  ["one's settings through the other's provider", { wish: ofTwo({ "resource.restapi_object": exchanged("sales_settings", "support_settings", "provider") }), trace: throughTheSame("restapi_object.sales_settings_1172C65B", "restapi_object.support_settings_79B383F2") }, "refused", /another instance of Terraform's provider/],
  ["one's application over the other's provider", { wish: ofTwo({ "resource.authentik_application": exchanged("sales", "support", "protocol_provider") }), trace: (plan) => plan.resource_changes?.some(({ address, change }) => address.startsWith("authentik_application.sales") && change.actions[0] === "update") === true }, "look-twice", /provider/],
];

const chapter = (
  title: string,
  applied: Chapter<Danger>["applied"],
  cases: readonly Danger[],
): TitledChapter => ({
  title,
  release: "2026.5",
  ...(applied !== undefined && { applied }),
  cases,
});

/** What is reviewed before anything is applied. */
// prettier-ignore
export const AT_CREATE: readonly TitledChapter[] = [
  chapter("at create", undefined, [...SETTINGS_OBJECT, ...DECLARED_SETTINGS, ...AUTHENTIK, ...AUTHENTIK_AT_CREATE, ...WRITES, ...WRITES_AT_CREATE, ...TERRAFORM]),
];

/** What is reviewed once an integration is applied. */
// prettier-ignore
export const AT_UPDATE: readonly TitledChapter[] = [
  chapter("at update", {}, [...HARMLESS, ...SETTINGS_OBJECT, ...DECLARED_SETTINGS, ...AUTHENTIK, ...AUTHENTIK_AT_UPDATE, ...WRITES, ...WRITES_AT_UPDATE, ...TERRAFORM, ...TERRAFORM_AT_UPDATE]),
];

/** What is reviewed where more is applied than the plainest integration. */
// prettier-ignore
export const OTHERS: readonly TitledChapter[] = [
  chapter("of a policy", all(GROUP, POLICY), POLICIES),
  chapter("of declared settings", WITHDRAWABLE, WITHDRAWALS),
  chapter("of a group", SALES_GROUP, GROUPS),
  chapter("of a new group", undefined, GROUPS_AT_CREATE),
  chapter("of two integrations", two(), TWO),
  chapter("of a way back to another provider", tampered({ authenticationMethod: "Oidc", oidcTokenEndpoint: `${EVIL}/token/` }), [destroyed(/evil|provider/)]),
  chapter("of a way back to a method that does not exist", tampered({ authenticationMethod: "SAML" }), [destroyed(/SAML/)]),
  chapter("of a withdrawal that switches the fallback off", withdrawal({ destroy_data: off }), [withdrawn(/oidcFallback/)]),
];
