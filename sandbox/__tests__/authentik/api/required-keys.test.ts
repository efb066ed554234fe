import { startAuthentik, type AuthentikSandbox } from "../../../authentik";
import { apiOf, pkOf, providerBody, resultsOf, textAt, type Json } from "../api-client";

/*
 * Keys that authentik's API schema requires in an answer. The Terraform provider's client refuses
 * an answer without one of them, whatever its value.
 */
const NAMES = "component verbose_name verbose_name_plural meta_model_name";
const ASSIGNED = [
  "assigned_application_slug",
  "assigned_application_name",
  "assigned_backchannel_application_slug",
  "assigned_backchannel_application_name",
].join(" ");
const FLOWS = "authorization_flow invalidation_flow";
const REQUIRED = {
  provider: `pk name ${FLOWS} ${NAMES} ${ASSIGNED}`,
  oauth2Provider: `pk name ${FLOWS} ${NAMES} ${ASSIGNED} redirect_uris`,
  application:
    "pk name slug provider_obj backchannel_providers_obj launch_url meta_icon_url meta_icon_themed_urls",
  policyBinding: "pk policy_obj group_obj user_obj target order",
  policy: `pk name ${NAMES} bound_to`,
  expressionPolicy: `pk name ${NAMES} bound_to expression`,
  group: "pk num_pk name parents_obj users_obj roles_obj inherited_roles_obj children children_obj",
  partialGroup: "pk num_pk name",
  partialUser: "pk username name uid",
  user: "pk username name date_joined is_superuser groups_obj roles_obj avatar uid uuid password_change_date last_updated",
  scopeMapping: `pk name expression ${NAMES} scope_name`,
  entitlement: "pbm_uuid name app",
  flow: "pk policybindingmodel_ptr_id name slug title designation background_url background_themed_urls stages policies cache_count export_url",
  keyPair:
    "pk name fingerprint_sha256 fingerprint_sha1 cert_expiry cert_subject private_key_available key_type certificate_download_url private_key_download_url managed",
} as const;

let sandbox: AuthentikSandbox;
const answers = new Map<keyof typeof REQUIRED, Json>();

beforeAll(async () => {
  sandbox = await startAuthentik();
  const call = apiOf(sandbox);
  const post = async (path: string, body: Json) => (await call("POST", path, body)).body;
  const first = async (path: string) => resultsOf(await call("GET", path))[0] ?? {};

  await post("/providers/oauth2/", await providerBody(call));
  const application = await post("/core/applications/", { name: "a", slug: "a", provider: 1 });
  const target = pkOf({ body: application });
  const policy = await post("/policies/expression/", { name: "p", expression: "return True" });
  const group = await first("/core/groups/?name=crm-users");
  const user = await first("/core/users/?username=jane");
  const bind = (subject: Json) => post("/policies/bindings/", { target, order: 0, ...subject });
  const policyBinding = await bind({ policy: textAt(policy, "pk") });
  const groupBinding = await bind({ group: textAt(group, "pk") });
  const userBinding = await bind({ user: user["pk"] });

  answers
    .set("application", application)
    .set("provider", application["provider_obj"] as Json)
    .set("oauth2Provider", await first("/providers/oauth2/?name=EspoCRM"))
    .set("policyBinding", policyBinding)
    .set("policy", policyBinding["policy_obj"] as Json)
    .set("partialGroup", groupBinding["group_obj"] as Json)
    .set("partialUser", userBinding["user_obj"] as Json)
    .set("expressionPolicy", policy)
    .set("group", group)
    .set("user", user)
    .set("scopeMapping", await first("/propertymappings/provider/scope/"))
    .set("entitlement", await post("/core/application_entitlements/", { name: "e", app: target }))
    .set("flow", await first("/flows/instances/"))
    .set("keyPair", await first("/crypto/certificatekeypairs/?name=EC"));
});
afterAll(() => sandbox.close());

test.each(Object.entries(REQUIRED))("%s has every required key", (name, keys) => {
  const answer = new Map<string, unknown>(
    Object.entries(answers.get(name as keyof typeof REQUIRED) ?? {}),
  );
  expect(keys.split(" ").filter((key) => !answer.has(key))).toEqual([]);
});
