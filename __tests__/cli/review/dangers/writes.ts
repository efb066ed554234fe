import { login } from "../corpus/cases";
import type { Wish } from "../corpus/lab";
import {
  type Danger,
  edited,
  EVIL,
  happens,
  has,
  type Made,
  merged,
  settingsWith,
  written,
  type Trace,
  unknownAt,
} from "./row";

const OBJECT = "resource.restapi_object";
const FALLBACK_OFF = { oidcFallback: false };
const OFF = '"oidcFallback":false';
const PASSWORDS = /password|Fallback|what is known only/i;

/** Attributes of one of the objects that write to EspoCRM. */
const object = (
  name: string,
  attributes: Readonly<Record<string, unknown>>,
  trace: Trace,
  wish?: Wish,
): Made => ({
  wish: edited(
    Object.fromEntries(
      Object.entries(attributes).map(([attribute, value]) => [
        `${OBJECT}.${name}.${attribute}`,
        value,
      ]),
    ),
    wish,
  ),
  trace,
});

/** Another object that is sent to EspoCRM. */
const further = (name: string, attributes: Readonly<Record<string, unknown>>): Made => ({
  wish: edited({
    [`${OBJECT}.${name}`]: {
      provider: "restapi.espocrm",
      read_path: "/Team?maxSize=1&select=id",
      object_id: "1",
      ignore_server_additions: true,
      data: "{}",
      ...attributes,
    },
  }),
  trace: happens(`restapi_object.${name}`, "create"),
});

const ADMIN = { userName: "mallory", type: "admin", password: "known-to-mallory" };
const POST_USER = {
  path: "/User",
  create_path: "/User",
  create_method: "POST",
  data: JSON.stringify(ADMIN),
};
const PUT_SETTINGS = {
  path: "/Settings",
  create_path: "/Settings",
  create_method: "PUT",
  update_path: "/Settings",
  update_method: "PUT",
};
const json = JSON.stringify;

/** An integration that would put a setting back once it is not declared any more. */
const WITHDRAWN = login({ allowAdministrators: true });
const withdrawal = (attributes: Readonly<Record<string, unknown>>, trace: Trace) =>
  object("withdraw-oidcAllowAdminUser", attributes, trace, WITHDRAWN);

/** The password fallback is switched off by an object that has another task. */
// prettier-ignore
const FALLBACK: readonly Danger[] = [
  ["password fallback off through the secret", object("secret", { data: settingsWith(FALLBACK_OFF) }, { written: '{"oidcFallback":false}' }), "refused", PASSWORDS],
  ["password fallback off through the secret's update", object("secret", { update_data: json(FALLBACK_OFF) }, OFF), "refused", PASSWORDS],
  ["password fallback off through the key cache", object("key_cache", { ...PUT_SETTINGS, data: json(FALLBACK_OFF) }, OFF), "refused", PASSWORDS],
  ["password fallback off through the key cache's update", object("key_cache", { update_path: "/Settings", update_method: "PUT", update_data: json(FALLBACK_OFF) }, OFF), "refused", PASSWORDS],
  ["password fallback off through the observer", object("observer", { ...PUT_SETTINGS, data: json(FALLBACK_OFF) }, OFF), "refused", /password|fallback|sends PUT \/Settings/i],
  ["password fallback off through the settings' update", object("settings", { update_data: json(FALLBACK_OFF) }, OFF), "refused", PASSWORDS],
  ["password fallback off through a withdrawal", withdrawal({ ...PUT_SETTINGS, data: json(FALLBACK_OFF) }, OFF), "refused", PASSWORDS],
  ["password fallback off through another object", further("extra", { ...PUT_SETTINGS, data: json(FALLBACK_OFF) }), "refused", /restapi_object\.extra/],
  ["password fallback off through an object named like a withdrawal", further("withdraw-oidcSync", { ...PUT_SETTINGS, data: json(FALLBACK_OFF) }), "refused", /withdraw-oidcSync/],
];

/** Objects that nobody needs. */
// prettier-ignore
const FURTHER: readonly Danger[] = [
  ["administrator's account by another object", further("extra", POST_USER), "refused", /restapi_object\.extra/],
  ["administrator's account by an object named like a withdrawal", further("withdraw-oidcCreateUser", POST_USER), "refused", /withdraw-oidcCreateUser/],
  ["administrator's account once such an object is destroyed", further("withdraw-oidcCreateUser", { path: "/Team?maxSize=1&select=id", create_method: "GET", destroy_path: "/User", destroy_method: "POST", destroy_data: json(ADMIN) }), "refused", /withdraw-oidcCreateUser/],
  ["password of an administrator by another object", further("extra", { path: "/User/1", create_path: "/User/1", create_method: "PUT", data: json({ password: "known-to-mallory" }) }), "refused", /restapi_object\.extra/],
  ["another object that deletes", further("extra", { path: "/User/1", create_path: "/User/1", create_method: "DELETE" }), "refused", /restapi_object\.extra/],
  ["another object that only reads", further("extra", { path: "/User", create_path: "/User", create_method: "GET", destroy_method: "GET" }), "refused", /restapi_object\.extra/],
  ["an object whose body is known only after apply", further("extra", { ...PUT_SETTINGS, data: "${jsonencode({oidcFallback = length(timestamp()) == 0})}" }), "refused", /restapi_object\.extra/],
  ["another group of authentik", { wish: edited({ "resource.authentik_group.extra": { name: "extra", is_superuser: true } }), trace: happens("authentik_group.extra", "create") }, "refused", /authentik_group\.extra/],
  ["another application over the provider", { wish: edited({ "resource.authentik_application.extra": { name: "Extra", slug: "extra", protocol_provider: "${authentik_provider_oauth2.provider.id}" } }), trace: happens("authentik_application.extra", "create") }, "refused", /authentik_application\.extra/],
  ["a command in a resource of its own", { wish: edited({ "resource.terraform_data.extra": { provisioner: [{ "local-exec": { command: "true" } }] } }), trace: happens("terraform_data.extra", "create") }, "refused", /terraform_data\.extra/],
];

/** Where and how our own objects write and read. */
// prettier-ignore
const PATHS: readonly Danger[] = [
  ["key cache: another path", object("key_cache", { path: "/Admin/rebuild", create_path: "/Admin/rebuild" }, '"path":"/Admin/rebuild"'), "refused", /key_cache|\/Admin\/rebuild/],
  ["key cache: an administrator's account", object("key_cache", POST_USER, "mallory"), "refused", /key_cache|\/User/],
  ["observer writes", object("observer", { create_method: "PUT" }, has("restapi_object.observer", "create_method", "PUT")), "refused", /observer|reads/],
  ["observer writes once it is updated", object("observer", { update_method: "PUT", update_data: json({ smtpServer: "evil.example" }) }, "evil.example"), "refused", /observer|smtpServer/],
  ["observer writes once it is destroyed", object("observer", { destroy_method: "PUT", destroy_data: json(FALLBACK_OFF) }, OFF), "refused", /observer|password/],
  ["observer looks elsewhere", object("observer", { read_path: "/App/user" }, '"read_path":"/App/user"'), "look-twice", /reads EspoCRM elsewhere|observer/],
  ["secret: another setting beside it", object("secret", { update_data: json({ smtpServer: "evil.example" }) }, "evil.example"), "refused", /secret|smtpServer/],
  ["secret: another path", object("secret", { create_path: "/User", create_method: "POST" }, '"create_path":"/User"'), "refused", /secret|\/User/],
  ["secret: a known one", object("secret", { data: json({ oidcClientSecret: "known-to-all" }) }, "known-to-all"), "refused", /another client secret/],
  ["settings: another path", object("settings", { update_path: "/User/1", create_path: "/User/1" }, '"create_path":"/User/1"'), "refused", /settings|\/User\/1/],
  ["settings: another method", object("settings", { update_method: "DELETE", create_method: "DELETE" }, '"create_method":"DELETE"'), "refused", /settings|DELETE/],
  ["settings: another body at update", object("settings", { update_data: json({ siteUrl: EVIL }) }, '"siteUrl":"https://evil.example"'), "refused", /siteUrl|update_data/],
  ["settings: read elsewhere", object("settings", { read_path: "/App/user" }, '"read_path":"/App/user"'), "look-twice", /reads EspoCRM elsewhere/],
  ["settings: read by a search", object("settings", { query_string: "select=id" }, '"query_string":"select=id"'), "refused", /query/],
  ["settings: another object's id", object("settings", { object_id: "other" }, '"object_id":"other"'), "look-twice", /another object/],
  ["settings: logs what is sent", object("settings", { debug: true }, '"debug":true'), "look-twice", /logged/],
];

/** Drift that nobody would see any more. */
// prettier-ignore
const BLIND: readonly Danger[] = [
  ["drift of all settings ignored", object("settings", { ignore_all_server_changes: true }, '"ignore_all_server_changes":true'), "look-twice", /no longer seen/],
  ["drift of what EspoCRM adds ignored", object("settings", { ignore_server_additions: true }, has("restapi_object.settings", "ignore_server_additions", true)), "look-twice", /no longer seen/],
];

const ELSEWHERE = {
  authenticationMethod: "Oidc",
  oidcTokenEndpoint: `${EVIL}/token/`,
  oidcJwksEndpoint: `${EVIL}/jwks/`,
};

const destroyed = (name: string, attributes: Readonly<Record<string, unknown>>, trace: Trace) =>
  object(name, attributes, trace);

/** What a destroy would do later. */
// prettier-ignore
const WAY_BACK: readonly Danger[] = [
  ["a destroy would switch to another provider", destroyed("settings", { destroy_data: json(ELSEWHERE) }, "evil.example"), "refused", /destroy/],
  ["a destroy would switch to another provider, merged into what was found", destroyed("settings", { destroy_data: (old: unknown) => String(old).replace(/^\$\{jsonencode\((.*)\)\}$/s, `\${jsonencode(merge($1, jsondecode(${json(json(ELSEWHERE))})))}`) }, { written: "evil.example" }), "refused", /destroy/],
  ["a destroy would switch to a method that does not exist", destroyed("settings", { destroy_data: json({ authenticationMethod: "SAML" }) }, '"authenticationMethod":"SAML"'), "refused", /destroy.*SAML/],
  ["a destroy would leave OIDC without the password fallback", destroyed("settings", { destroy_data: json({ authenticationMethod: "Oidc", oidcFallback: false }) }, OFF), "refused", /destroy/],
  ["a destroy would write other settings", destroyed("settings", { destroy_data: json({ authenticationMethod: "Espo", smtpServer: "evil.example" }) }, '"smtpServer":"evil.example"'), "refused", /smtpServer/],
  ["a destroy would do nothing", destroyed("settings", { destroy_method: "GET" }, has("restapi_object.settings", "destroy_method", "GET")), "look-twice", /destroy/i],
  ["a destroy would write elsewhere", destroyed("settings", { destroy_path: "/User/1" }, '"destroy_path":"/User/1"'), "refused", /destroy|\/User\/1/],
  ["a destroy would switch the fallback off through the secret", destroyed("secret", { destroy_method: "PUT", destroy_data: json(FALLBACK_OFF) }, OFF), "refused", /destroy|password/],
  ["a destroy would switch the fallback off through the key cache", destroyed("key_cache", { destroy_path: "/Settings", destroy_method: "PUT", destroy_data: json(FALLBACK_OFF) }, OFF), "refused", /destroy|password/],
  ["a withdrawal would write another setting", withdrawal({ destroy_data: json({ oidcTokenEndpoint: `${EVIL}/token/` }) }, "evil.example"), "refused", /destroy|withdraw|token endpoint/],
  ["a withdrawal would switch the fallback off", withdrawal({ destroy_data: json(FALLBACK_OFF) }, OFF), "refused", /oidcFallback/],
  ["a withdrawal would make an administrator's account", withdrawal({ destroy_path: "/User", destroy_method: "POST", destroy_data: json(ADMIN) }, "mallory"), "refused", /destroy|withdraw|\/User/],
];

/** Objects that write to EspoCRM, at create and at update alike. */
export const WRITES: readonly Danger[] = [...FALLBACK, ...FURTHER, ...PATHS, ...BLIND, ...WAY_BACK];

/** What EspoCRM was like before is made up, so that a destroy would put that back. */
// prettier-ignore
export const WRITES_AT_CREATE: readonly Danger[] = [
  ["password fallback off when the settings are made, where no change would send it", object("settings", { data: settingsWith({ oidcFallback: false }), update_data: '${jsonencode({"authenticationMethod" = "Oidc"})}' }, (plan) => written(plan)?.["oidcFallback"] === false), "refused", PASSWORDS],
  ["drift of a setting ignored from the beginning", object("settings", { ignore_changes_to: ["oidcTokenEndpoint"] }, has("restapi_object.settings", "ignore_changes_to", ["oidcTokenEndpoint"])), "look-twice", /oidcTokenEndpoint.*no longer seen/],
  ["the settings before are made up", { wish: edited({ "resource.terraform_data.before.input": ELSEWHERE }), trace: "evil.example" }, "refused", /destroy|before|put back/],
];

/** What only happens to objects that are there. */
// prettier-ignore
export const WRITES_AT_UPDATE: readonly Danger[] = [
  ["drift of a setting ignored", object("settings", { ignore_changes_to: (old: unknown) => String(old).replace(/^\$\{(.*)\}$/s, '${concat($1, ["oidcTokenEndpoint"])}') }, { written: ', ["oidcTokenEndpoint"])}' }), "look-twice", /no longer seen/],
  ["onDestroy: leave", { wish: { onDestroy: "leave" }, trace: has("restapi_object.settings", "destroy_method", "GET") }, "look-twice", /destroy/],
  ["another binding of the application", { wish: edited({ "resource.authentik_policy_binding.extra": { target: "${authentik_application.application.uuid}", user: 1, order: 9 } }), trace: happens("authentik_policy_binding.extra", "create") }, "look-twice", /user|more people get in/],
  ["onDestroy: espo", { wish: { onDestroy: "espo" }, trace: { gone: "terraform_data.before.output" } }, "look-twice", /destroy/],
  ["a destroy would do what is known only after apply", destroyed("settings", { destroy_data: "${jsonencode({authenticationMethod = uuid()})}" }, unknownAt("restapi_object.settings", "destroy_data")), "look-twice", /destroy/],
  ["a destroy would do what is sensitive", destroyed("settings", { destroy_data: `\${sensitive(${json(json(ELSEWHERE))})}` }, "evil.example"), "refused", /destroy/],
  ["body of all settings known only after apply", object("settings", { data: merged('{"oidcUsernameClaim" = uuid()}') }, unknownAt("restapi_object.settings", "data")), "refused", PASSWORDS],
];
