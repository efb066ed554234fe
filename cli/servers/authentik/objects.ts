import { z } from "zod";
import type { Authentik } from "./authentik";

const applicationSchema = z.looseObject({
  pk: z.string(),
  name: z.string(),
  slug: z.string(),
  group: z.string().default(""),
  provider: z.number().nullable(),
  backchannel_providers: z.array(z.number()).default([]),
  open_in_new_tab: z.boolean().default(false),
  meta_launch_url: z.string().nullish(),
  meta_icon: z.string().nullish(),
  meta_description: z.string().nullish(),
  meta_publisher: z.string().nullish(),
  meta_hide: z.boolean().optional(),
  policy_engine_mode: z.enum(["any", "all"]).default("any"),
});

/** An application, as far as it is looked at. */
export type Application = z.infer<typeof applicationSchema>;

const clientSchema = z.looseObject({
  pk: z.number(),
  name: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
  client_type: z.string().default("confidential"),
  authentication_flow: z.string().nullish(),
  authorization_flow: z.string().nullish(),
  invalidation_flow: z.string().nullish(),
  property_mappings: z.array(z.string()).default([]),
  redirect_uris: z
    .array(
      z.looseObject({
        matching_mode: z.string(),
        url: z.string(),
        redirect_uri_type: z.string().optional(),
      }),
    )
    .default([]),
  grant_types: z.array(z.string()).optional(),
  signing_key: z.string().nullable(),
  encryption_key: z.string().nullish(),
  sub_mode: z.string(),
  issuer_mode: z.string().default("per_provider"),
  include_claims_in_id_token: z.boolean().default(true),
  access_code_validity: z.string().default("minutes=1"),
  access_token_validity: z.string(),
  refresh_token_validity: z.string().default("days=30"),
  logout_uri: z.string().nullish(),
  logout_method: z.string().nullish(),
  assigned_application_slug: z.string().nullish(),
  assigned_application_name: z.string().nullish(),
});

/** An OAuth2/OpenID provider with all that a configuration can say of one. */
export type Client = z.infer<typeof clientSchema>;

const named = z.looseObject({ name: z.string() });

const bindingSchema = z.looseObject({
  pk: z.string(),
  target: z.string(),
  policy: z.string().nullish(),
  group: z.string().nullish(),
  user: z.number().nullish(),
  policy_obj: z.looseObject({ name: z.string(), expression: z.string().optional() }).nullish(),
  group_obj: named.nullish(),
  user_obj: z.looseObject({ username: z.string() }).nullish(),
  order: z.number(),
  enabled: z.boolean().default(true),
  negate: z.boolean().default(false),
  timeout: z.number().default(30),
  failure_result: z.boolean().default(false),
});

/** A binding, with the names of what it binds. */
export type Binding = z.infer<typeof bindingSchema>;

const policySchema = z.looseObject({
  pk: z.string(),
  name: z.string(),
  verbose_name: z.string().optional(),
  meta_model_name: z.string(),
  bound_to: z.number().default(0),
});

/** A policy of any kind. */
export type Policy = z.infer<typeof policySchema>;

/** The application with this slug; undefined where there is none. */
export const applicationOf = (
  authentik: Authentik,
  slug: string,
): Promise<Application | undefined> =>
  authentik.one(`core/applications/${encodeURIComponent(slug)}/`, applicationSchema);

/** The OAuth2/OpenID provider with this number; undefined where there is none, or one of another kind. */
export async function clientOf(authentik: Authentik, pk: number): Promise<Client | undefined> {
  const found = await authentik.one(`providers/oauth2/${String(pk)}/`, clientSchema);
  if (found !== undefined) authentik.keepSecret(found.client_secret);
  return found;
}

/** The OAuth2/OpenID provider whose name or client ID is this one. */
export async function clientWith(
  authentik: Authentik,
  field: "name" | "client_id",
  value: string,
): Promise<Client | undefined> {
  const found = await authentik.list("providers/oauth2/", { [field]: value }, clientSchema);
  for (const { client_secret } of found) authentik.keepSecret(client_secret);
  return found.find((one) => one[field] === value);
}

/** The policy of this name, of whatever kind: names are unique among all of them. */
export async function policyNamed(authentik: Authentik, name: string): Promise<Policy | undefined> {
  // This list has no filter of names, only a search in them.
  const query = { search: name, page_size: "100" };
  const found = await authentik.list("policies/all/", query, policySchema);
  return found.find((one) => one.name === name);
}

const groupSchema = z.looseObject({ pk: z.string(), name: z.string() });

/** A group, without its members. */
export type Group = z.infer<typeof groupSchema>;

/** The group of a name; undefined where there is none. */
export async function groupNamed(authentik: Authentik, name: string): Promise<Group | undefined> {
  const query = { name, include_users: "false", page_size: "100" };
  const found = await authentik.list("core/groups/", query, groupSchema);
  return found.find((one) => one.name === name);
}

/** The bindings of an application, in their order. */
export async function bindingsOf(authentik: Authentik, uuid: string): Promise<readonly Binding[]> {
  const query = { target: uuid, ordering: "order", page_size: "100" };
  return authentik.list("policies/bindings/", query, bindingSchema);
}

/** What kind of thing a binding binds. */
export const boundKind = ({ group, user }: Binding): "group" | "policy" | "user" =>
  group ? "group" : user ? "user" : "policy";

/** The name of what a binding binds; its id where authentik says none. */
export const boundName = (binding: Binding): string => {
  const { group, group_obj, policy, policy_obj, user, user_obj } = binding;
  if (group) return group_obj?.name ?? group;
  if (user) return user_obj?.username ?? String(user);
  return policy_obj?.name ?? policy ?? "?";
};
