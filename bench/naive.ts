/**
 * What one would write by hand for the same end state: one `restapi_object` for EspoCRM, blind to
 * drift, without bindings, guards or a way back. A yardstick for the time of a plan, and a warning.
 */
export const naive = (authentik: string, espocrm: string): string => `
terraform {
  required_providers {
    authentik = { source = "goauthentik/authentik", version = "2026.5.0" }
    restapi   = { source = "Mastercard/restapi", version = "3.0.0" }
  }
}
variable "authentik_token" { sensitive = true }
variable "espocrm_username" {}
variable "espocrm_password" { sensitive = true }
provider "authentik" {
  url   = "${authentik}"
  token = var.authentik_token
}
provider "restapi" {
  uri      = "${espocrm}/api/v1"
  username = var.espocrm_username
  password = var.espocrm_password
}
data "authentik_flow" "authorization" {
  slug = "default-provider-authorization-implicit-consent"
}
data "authentik_flow" "invalidation" {
  slug = "default-provider-invalidation-flow"
}
data "authentik_certificate_key_pair" "signing" {
  name              = "authentik Self-signed Certificate"
  fetch_key         = false
  fetch_certificate = false
}
data "authentik_property_mapping_provider_scope" "scopes" {
  managed_list = [for s in ["openid", "profile", "email"] : "goauthentik.io/providers/oauth2/scope-\${s}"]
}
resource "authentik_provider_oauth2" "espocrm" {
  name               = "naive"
  client_id          = "naive"
  authorization_flow = data.authentik_flow.authorization.id
  invalidation_flow  = data.authentik_flow.invalidation.id
  signing_key        = data.authentik_certificate_key_pair.signing.id
  property_mappings  = data.authentik_property_mapping_provider_scope.scopes.ids
  sub_mode           = "user_username"
  grant_types        = ["authorization_code", "refresh_token"]
  allowed_redirect_uris = [{
    matching_mode     = "strict"
    url               = "${espocrm}/oauth-callback.php"
    redirect_uri_type = "authorization"
  }]
}
resource "authentik_application" "espocrm" {
  name              = "naive"
  slug              = "naive"
  protocol_provider = authentik_provider_oauth2.espocrm.id
}
locals {
  endpoints = "${authentik}/application/o"
}
resource "restapi_object" "espocrm" {
  path                    = "/Settings"
  create_path             = "/Settings"
  read_path               = "/Settings"
  update_path             = "/Settings"
  destroy_path            = "/Settings"
  create_method           = "PUT"
  update_method           = "PUT"
  destroy_method          = "PUT"
  object_id               = "settings"
  ignore_server_additions = true
  destroy_data            = jsonencode({ authenticationMethod = "Espo" })
  data = jsonencode({
    authenticationMethod      = "Oidc"
    oidcClientId              = authentik_provider_oauth2.espocrm.client_id
    oidcClientSecret          = authentik_provider_oauth2.espocrm.client_secret
    oidcAuthorizationEndpoint = "\${local.endpoints}/authorize/"
    oidcTokenEndpoint         = "\${local.endpoints}/token/"
    oidcUserInfoEndpoint      = "\${local.endpoints}/userinfo/"
    oidcJwksEndpoint          = "\${local.endpoints}/naive/jwks/"
    oidcLogoutUrl             = "\${local.endpoints}/naive/end-session/"
    oidcScopes                = ["openid", "profile", "email"]
    oidcUsernameClaim         = "sub"
    oidcFallback              = true
  })
}
`;
