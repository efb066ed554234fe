import type { AuthentikState } from "../state/authentik-state";
import type { Group, OAuth2Provider, User } from "../state/models";

/*
 * Objects as they appear inside others.
 */

/** What every type of provider has (`Provider`). */
export function providerSummary(state: AuthentikState, provider: OAuth2Provider) {
  const application = state.applicationOf(provider.pk);
  const backchannel = [...state.applications.values()].find(({ backchannel_providers }) =>
    backchannel_providers.includes(provider.pk),
  );
  return {
    pk: provider.pk,
    name: provider.name,
    authentication_flow: provider.authentication_flow,
    authorization_flow: provider.authorization_flow,
    invalidation_flow: provider.invalidation_flow,
    property_mappings: provider.property_mappings,
    component: "ak-provider-oauth2-form",
    assigned_application_slug: application?.slug ?? null,
    assigned_application_name: application?.name ?? null,
    assigned_backchannel_application_slug: backchannel?.slug ?? null,
    assigned_backchannel_application_name: backchannel?.name ?? null,
    verbose_name: "OAuth2/OpenID Provider",
    verbose_name_plural: "OAuth2/OpenID Providers",
    meta_model_name: "authentik_providers_oauth2.oauth2provider",
  };
}

/** A group inside a user or a binding (`PartialGroup`). */
export const groupSummary = ({ pk, num_pk, name, is_superuser, attributes }: Group) => ({
  pk,
  num_pk,
  name,
  is_superuser,
  attributes,
});

/** A group inside a group above or below it (`RelatedGroup`). */
export const relatedGroup = ({ pk, name, is_superuser, attributes }: Group) => ({
  pk,
  name,
  is_superuser,
  attributes,
  group_uuid: pk,
});

/** A user inside a group or a binding (`PartialUser`). */
export const userSummary = (state: AuthentikState, user: User) => ({
  pk: user.pk,
  username: user.username,
  name: user.name,
  is_active: user.is_active,
  last_login: user.last_login,
  email: user.email,
  attributes: user.attributes,
  uid: state.uidOf(user),
});
