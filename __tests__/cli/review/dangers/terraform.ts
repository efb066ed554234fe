import type { TerraformResource, TerraformResourceLifecycle } from "cdktf";
import { EspoAuthentikStack } from "../../../../lib";
import { forgotten, only, setByHand } from "../corpus/cases";
import type { Lab, TerraformState } from "../corpus/lab";
import {
  amended,
  type Danger,
  edited,
  EVIL,
  happens,
  planned,
  forgets,
  type Made,
  settingsWith,
  type Trace,
  unknownAt,
} from "./row";

const PROVIDER = "authentik_provider_oauth2.provider";
const APPLICATION = "authentik_application.application";
const BINDING = "authentik_policy_binding.binding-group-crm-users";
const SETTINGS = "restapi_object.settings";

const stack = (edits: Parameters<typeof edited>[0], trace: Trace): Made => ({
  wish: edited(edits),
  trace,
});

/** The second of the same server's two names. */
const byName = (address: string) => address.replace("127.0.0.1", "localhost");
const elsewhere = (written: unknown) => byName(String(written));

/** Terraform's providers: where they go to, and how. */
// prettier-ignore
const CONNECTIONS: readonly Danger[] = [
  ["EspoCRM's API address elsewhere", stack({ "provider.restapi.0.uri": elsewhere }, "http://localhost:"), "refused", /provider restapi\.espocrm leads to http:\/\/localhost/],
  ["authentik's API address elsewhere", stack({ "provider.authentik.0.url": elsewhere }, "http://localhost:"), "refused", /provider authentik leads to http:\/\/localhost/],
  ["EspoCRM's certificate not verified", stack({ "provider.restapi.0.insecure": true }, '"insecure"'), "look-twice", /certificate/],
  ["authentik's certificate not verified", stack({ "provider.authentik.0.insecure": true }, '"insecure"'), "look-twice", /certificate/],
  ["EspoCRM's certificate declared not to be verified", { wish: { espocrm: { url: "https://espocrm.company", verifyTls: false } }, trace: '"insecure"' }, "look-twice", /certificate/],
  ["authentik's certificate declared not to be verified", { wish: { authentik: { url: "https://authentik.company", verifyTls: false } }, trace: '"insecure"' }, "look-twice", /certificate/],
  ["a header for EspoCRM", stack({ "provider.restapi.0.headers": { "X-Forwarded-Host": "evil.example" } }, "X-Forwarded-Host"), "look-twice", /header/],
  ["a header for authentik", stack({ "provider.authentik.0.headers": { "X-Forwarded-Host": "evil.example" } }, "X-Forwarded-Host"), "look-twice", /header/],
  ["EspoCRM's requests logged", stack({ "provider.restapi.0.debug": true }, '"debug":{"constant_value":true}'), "look-twice", /log of requests|logged/],
  ["EspoCRM's methods exchanged", stack({ "provider.restapi.0.update_method": "PATCH" }, '"update_method":{"constant_value":"PATCH"}'), "look-twice", /method of change/],
  ["EspoCRM's administrator another one", stack((lab: Lab) => ({ "provider.restapi.0.username": lab.credentials["espocrm_username"] }), { gone: '"${var.espocrm_username}"' }), "look-twice", /username|administrator/],
  ["EspoCRM's settings through another instance", stack((lab: Lab) => ({ "provider.restapi": (old: unknown) => [...(old as object[]), { ...(old as object[])[0], alias: "other", uri: `${lab.second.url}/api/v1` }], [`resource.${SETTINGS}.provider`]: "restapi.other" }), '"restapi.other"'), "refused", /restapi\.other/],
  ["another version of authentik's provider", stack({ "terraform.required_providers.authentik.version": "~> 2026.2" }, '"~> 2026.2"'), "look-twice", /version|release/],
];

const command = { "local-exec": { command: "true" } };

/** Commands that Terraform runs beside its resources. */
// prettier-ignore
const COMMANDS: readonly Danger[] = [
  ["a command on the settings", stack({ [`resource.${SETTINGS}.provisioner`]: [command] }, "local-exec"), "refused", /a program runs.*provisioner/],
  ["a command on authentik's provider", stack({ [`resource.${PROVIDER}.provisioner`]: [command] }, "local-exec"), "refused", /a program runs.*provisioner/],
  ["a command when the binding is destroyed", stack({ [`resource.${BINDING}.provisioner`]: [{ "local-exec": { command: "true", when: "destroy" } }] }, "local-exec"), "refused", /a program runs.*provisioner/],
  ["a command on another machine", stack({ [`resource.${SETTINGS}.provisioner`]: [{ "remote-exec": { inline: ["true"] } }], [`resource.${SETTINGS}.connection`]: { type: "ssh", host: "evil.example" } }, "remote-exec"), "refused", /a program runs.*provisioner/],
];

const unguarded = (resource: TerraformResource) => (resource.lifecycle = undefined);
const guard = (address: string): Trace => ({ gone: `"to_display":"${address}"` });

/** Guards: what must hold before or after something is written. */
// prettier-ignore
const GUARDS: readonly Danger[] = [
  ["guards of the observer gone", { wish: amended("observer", unguarded), trace: guard("restapi_object.observer") }, "look-twice", /condition|guard/],
  ["guards of the observer gone, in the synthesized stack", stack({ "resource.restapi_object.observer.lifecycle": undefined }, guard("restapi_object.observer")), "look-twice", /condition|guard/],
  ["one guard of the observer gone", { wish: amended("observer", (resource) => (resource.lifecycle = { postcondition: [{ condition: "${self.id != \"\"}", errorMessage: "Never." }] })), trace: { written: "Never." } }, "look-twice", /condition|guard/],
  ["guard of the settings gone", { wish: amended("settings", unguarded), trace: guard(SETTINGS) }, "look-twice", /condition|guard/],
  ["guard of the scope mappings gone", stack({ "data.authentik_property_mapping_provider_scope.scope-mappings-openid-profile-email.lifecycle": undefined }, guard("data.authentik_property_mapping_provider_scope.scope-mappings-openid-profile-email")), "look-twice", /condition|guard/],
  ["guard of the flow gone", stack({ "data.authentik_flow.authorization-flow-default-provider-authorization-implicit-consent.lifecycle": undefined }, guard("data.authentik_flow.authorization-flow-default-provider-authorization-implicit-consent")), "look-twice", /condition|guard/],
  ["check gone", stack({ check: undefined }, guard("check.before_secret")), "look-twice", /check/],
];

const lifecycle = (id: string, written: TerraformResourceLifecycle, trace: string): Made => ({
  wish: amended(id, (resource) => (resource.lifecycle = written)),
  trace: { written: trace },
});

/** How Terraform treats a resource. */
// prettier-ignore
const LIFECYCLE: readonly Danger[] = [
  ["drift of the client type ignored", lifecycle("provider", { ignoreChanges: ["client_type"] }, '"client_type"\n'), "look-twice", /ignore.*client_type|client_type.*ignore/],
  ["drift of everything at authentik's provider ignored", lifecycle("provider", { ignoreChanges: "all" }, '"ignore_changes": "all"'), "look-twice", /ignore/],
  ["drift of the settings ignored by Terraform", lifecycle("settings", { ignoreChanges: ["data", "update_data"] }, '"update_data"\n'), "look-twice", /ignore/],
  ["drift of the binding ignored", lifecycle("binding-group-crm-users", { ignoreChanges: ["group"] }, '"group"\n'), "look-twice", /ignore/],
  ["settings not to be destroyed", lifecycle("settings", { preventDestroy: true }, '"prevent_destroy": true'), "look-twice", /prevent_destroy|destroy/],
  ["secret not made anew with the provider", { wish: amended("secret", (resource) => (resource.lifecycle = undefined)), trace: { gone: '"terraform_data.secret_of"\n' } }, "look-twice", /replace_triggered_by|lifecycle/],
  ["binding that may go before those in its place are there", lifecycle("binding-group-crm-users", { createBeforeDestroy: false }, '"bindingsGoLast" = false'), "look-twice", /bindings may go before/],
  ["secret made anew before the old one goes", lifecycle("secret", { createBeforeDestroy: true }, '"other" = ["create_before_destroy"]'), "look-twice", /create_before_destroy|lifecycle/],
  ["settings no longer wait for the secret", stack({ [`resource.${SETTINGS}.depends_on`]: undefined }, { gone: '"depends_on":["restapi_object.secret"]' }), "look-twice", /depends_on|wait|order/],
];

/** What Terraform shows of a run. */
// prettier-ignore
const OUTPUTS: readonly Danger[] = [
  ["client secret in an output for all to read", stack({ "output.client_secret": { value: "${nonsensitive(authentik_provider_oauth2.provider.client_secret)}" } }, '"client_secret":{"expression"'), "look-twice", /output.*client_secret|client_secret.*output/],
  ["client secret in another output", stack({ "output.extra": { value: "${nonsensitive(authentik_provider_oauth2.provider.client_secret)}" } }, '"extra"'), "look-twice", /output.*extra|extra.*output/],
  ["credentials shown", stack({ "variable.espocrm_password.sensitive": undefined }, '"espocrm_password":{"description":"Password (or auth token) of that administrator of EspoCRM at https://espocrm.company"}'), "look-twice", /espocrm_password/],
];

const without = (address: string) => (old: unknown) =>
  (old as string[]).filter((name) => name !== address);

/** Configuration blocks that Terraform obeys. */
// prettier-ignore
const BLOCKS: readonly Danger[] = [
  ["a look-up that waits for the apply", stack({ "data.authentik_group.group-crm-users.depends_on": ["terraform_data.extra"], "resource.terraform_data.extra": { input: "1" } }, unknownAt(BINDING, "group")), "refused", /terraform_data\.extra/],
];

const STATEMENT = "resource.terraform_data.statement";
const replaced = (from: string, to: string) => (old: unknown) => String(old).replaceAll(from, to);

/** What the integration states of itself. */
// prettier-ignore
const STATEMENTS: readonly Danger[] = [
  ["statement gone", stack({ [STATEMENT]: undefined }, (plan) => planned(plan, "terraform_data.statement")?.after == null), "look-twice", /statement|states/],
  ["statement of another object as the settings", stack({ [`${STATEMENT}.input`]: replaced('"settings" = "restapi_object.settings"', '"settings" = "restapi_object.secret"') }, '"settings":"restapi_object.secret"'), "look-twice", /statement|states/],
  ["statement of no guards", stack({ [`${STATEMENT}.input`]: replaced('"conditions" = 3', '"conditions" = 0') }, (plan) => JSON.stringify(planned(plan, "terraform_data.statement")?.after).includes('"restapi_object.observer":{"conditions":0')), "look-twice", /statement|states|condition|guard/],
  ["statement of another form", stack({ [`${STATEMENT}.input`]: replaced('"format" = 1', '"format" = 2') }, '"format":2'), "look-twice", /statement|states/],
];

/** What holds of Terraform at create and at update alike. */
export const TERRAFORM: readonly Danger[] = [...CONNECTIONS, ...COMMANDS, ...OUTPUTS, ...BLOCKS];

const instances = (state: TerraformState, address: string) => {
  const [type, name] = address.split(".");
  return (
    state.resources.find((resource) => resource.type === type && resource.name === name)
      ?.instances ?? []
  );
};

const deposed = (lab: Lab) =>
  lab.editState((state) => {
    const list = instances(state, BINDING);
    list.push({ ...list[0], deposed: "0badc0de" });
  });

const unknownTo = (address: string) => (lab: Lab) =>
  lab.editState((state) => {
    instances(state, address).length = 0;
  });

/** Resources that change their place, or Terraform's attention. */
// prettier-ignore
const ATTENTION: readonly Danger[] = [
  ["binding forgotten", forgets(BINDING), "look-twice", /binding.*(forgot|left to itself)/],
  ["settings forgotten", forgets(SETTINGS), "look-twice", /left to themselves/],
  ["everything forgotten", { wish: forgotten, trace: happens(SETTINGS, "forget") }, "look-twice", /left to themselves/],
  ["binding moved", stack({ "resource.authentik_policy_binding": (old: unknown) => ({ moved: Object.values(old as object)[0] as object }), "resource.restapi_object.secret.depends_on": without(BINDING), moved: [{ from: BINDING, to: "authentik_policy_binding.moved" }] }, '"previous_address"'), "look-twice", /until now|moved/],
  ["binding counted", stack({ [`resource.${BINDING}.count`]: 1 }, '"previous_address"'), "look-twice", /until now|moved/],
  ["application imported", { byHand: unknownTo(APPLICATION), wish: edited({ import: [{ to: APPLICATION, id: "espocrm" }] }), trace: '"importing"' }, "look-twice", /taken over as it is found/],
  ["application unknown to Terraform's state", { byHand: unknownTo(APPLICATION), trace: happens(APPLICATION, "create") }, "look-twice", /application/],
  ["deposed binding", { byHand: deposed, trace: '"deposed"' }, "look-twice", /earlier replacement left/],
];

/** What Terraform is told to make anew. */
// prettier-ignore
const REPLACED: readonly Danger[] = [
  ["the settings before taken anew", { args: ["-replace=terraform_data.before"], trace: happens("terraform_data.before", "create", "delete") }, "look-twice", /before|put back|destroy/],
  ["settings made anew", { args: [`-replace=${SETTINGS}`], trace: happens(SETTINGS, "delete", "create") }, "look-twice", /./],
  ["observer made anew", { args: ["-replace=restapi_object.observer"], trace: happens("restapi_object.observer", "create", "delete") }, "look-twice", /observer|reads/],
  ["binding made anew", { args: [`-replace=${BINDING}`], trace: happens(BINDING, "create", "delete") }, "look-twice", /binding|everybody|every user/i],
  ["application made anew", { args: [`-replace=${APPLICATION}`], trace: happens(APPLICATION, "create", "delete") }, "refused", /application/],
  ["authentik's provider made anew", { args: [`-replace=${PROVIDER}`], trace: happens(PROVIDER, "create", "delete") }, "refused", /application|provider/],
  ["destroy", { args: ["-destroy"], trace: happens(SETTINGS, "delete") }, "look-twice", /authentik ends/],
  ["the settings before no longer kept", { wish: amended("before", (resource) => (resource.lifecycle = undefined)), trace: (plan) => planned(plan, "terraform_data.before")?.actions[0] === "update" }, "refused", /what a destroy puts back/],
];

type ByHand = NonNullable<Made["byHand"]>;
const providerByHand =
  (change: Readonly<Record<string, unknown>>): ByHand =>
  ({ authentik }) => {
    const provider = only(authentik.state.providers) as unknown as Record<string, unknown>;
    const old = { ...provider };
    Object.assign(provider, change);
    return () => void Object.assign(provider, old);
  };

const OUTSIDE = /changed outside of Terraform/;

/** What somebody did in the servers. */
// prettier-ignore
const BY_HAND: readonly Danger[] = [
  ["client made public by hand", { byHand: providerByHand({ client_type: "public" }), trace: '"client_type":"public"' }, "look-twice", OUTSIDE],
  ["JWT federation by hand", { byHand: providerByHand({ jwt_federation_providers: [1] }), trace: '"jwt_federation_providers":[1]' }, "look-twice", OUTSIDE],
  ["redirect URI by hand", { byHand: providerByHand({ redirect_uris: [{ matching_mode: "strict", url: `${EVIL}/`, redirect_uri_type: "authorization" }] }), trace: "evil.example" }, "look-twice", OUTSIDE],
  ["logout URI by hand, where a program took its guard away", { byHand: providerByHand({ logout_uri: `${EVIL}/logout` }), wish: edited({ [`resource.${PROVIDER}.lifecycle.postcondition`]: undefined }), trace: "evil.example" }, "look-twice", OUTSIDE],
  ["token endpoint by hand", { byHand: setByHand({ oidcTokenEndpoint: `${EVIL}/token/` }), trace: "evil.example" }, "look-twice", OUTSIDE],
  ["client made public by hand, and only looked at", { byHand: providerByHand({ client_type: "public" }), args: ["-refresh-only"], trace: '"client_type":"public"' }, "look-twice", OUTSIDE],
];

/** What is declared to be elsewhere. */
// prettier-ignore
const MOVES: readonly Danger[] = [
  ["an output with another value", stack({ "output.token_endpoint.value": `${EVIL}/token/` }, "evil.example"), "look-twice", /output.*token_endpoint|token_endpoint.*output/],
  ["EspoCRM's API address declared elsewhere", { wish: (app, lab) => edited({}, { espocrm: { url: "https://espocrm.company", apiUrl: byName(lab.espocrm.url) } })(app, lab), trace: "http://localhost:" }, "look-twice", /EspoCRM.*address|address.*EspoCRM/i],
  ["authentik's API address declared elsewhere", { wish: (app, lab) => edited({}, { authentik: { url: "https://authentik.company", apiUrl: byName(lab.authentik.url) } })(app, lab), trace: "http://localhost:" }, "look-twice", /authentik.*address|address.*authentik/i],
  ["authentik's address for browsers declared elsewhere", { wish: { authentik: { url: EVIL } }, trace: "https://evil.example/application/o/authorize/" }, "look-twice", /authentik is asked at another address/],
  ["authentik's address for EspoCRM declared elsewhere", { wish: { authentik: { url: "https://authentik.company", backchannelUrl: EVIL } }, trace: "https://evil.example/application/o/token/" }, "look-twice", /asks authentik at https:\/\/evil\.example: the client secret is sent there/],
  ["authentik's address only stated elsewhere, and a token endpoint there", stack({ [`${STATEMENT}.input`]: replaced("https://authentik.company", EVIL), [`resource.${SETTINGS}.data`]: settingsWith({ oidcTokenEndpoint: `${EVIL}/token/` }) }, '"oidcTokenEndpoint":"https://evil.example/token/"'), "refused", /not authentik's/],
  ["another EspoCRM", { wish: (app, lab) => new EspoAuthentikStack(app, "acme", lab.integration({ espocrm: { url: "https://support.company", apiUrl: lab.second.url } })), trace: "https://support.company/oauth-callback.php" }, "refused", /another EspoCRM/],
];

/** What only happens to what is there. */
export const TERRAFORM_AT_UPDATE: readonly Danger[] = [
  ...GUARDS,
  ...LIFECYCLE,
  ...STATEMENTS,
  ...ATTENTION,
  ...REPLACED,
  ...MOVES,
  ...BY_HAND,
];
