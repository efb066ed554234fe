/** How an attribute is shown. */
export interface Attribute {
  /** What authentik's own pages call it. */
  readonly label: string;
  /** Kind of object that it holds the id of. @default - it holds a plain value */
  readonly refersTo?: string;
}

/** Attributes whose values may be shown, in the order of authentik's own forms, by Terraform type. */
export const ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, Attribute>>>> = {
  authentik_application: {
    name: { label: "Name" },
    slug: { label: "Slug" },
    group: { label: "Group" },
    protocol_provider: { label: "Provider", refersTo: "provider_oauth2" },
    policy_engine_mode: { label: "Policy engine mode" },
    meta_launch_url: { label: "Launch URL" },
    open_in_new_tab: { label: "Open in new tab" },
    meta_icon: { label: "Icon" },
    meta_publisher: { label: "Publisher" },
    meta_description: { label: "Description" },
    meta_hide: { label: "Hide from the library" },
  },
  authentik_provider_oauth2: {
    name: { label: "Name" },
    authentication_flow: { label: "Authentication flow", refersTo: "flow" },
    authorization_flow: { label: "Authorization flow", refersTo: "flow" },
    invalidation_flow: { label: "Invalidation flow", refersTo: "flow" },
    client_type: { label: "Client type" },
    client_id: { label: "Client ID" },
    allowed_redirect_uris: { label: "Redirect URIs" },
    grant_types: { label: "Grant types" },
    logout_uri: { label: "Logout URI" },
    logout_method: { label: "Logout method" },
    signing_key: { label: "Signing Key", refersTo: "certificate_key_pair" },
    encryption_key: { label: "Encryption Key", refersTo: "certificate_key_pair" },
    access_code_validity: { label: "Access code validity" },
    access_token_validity: { label: "Access token validity" },
    refresh_token_validity: { label: "Refresh token validity" },
    refresh_token_threshold: { label: "Refresh token threshold" },
    property_mappings: { label: "Scopes" },
    sub_mode: { label: "Subject mode" },
    include_claims_in_id_token: { label: "Include claims in id_token" },
    issuer_mode: { label: "Issuer mode" },
  },
  authentik_policy_binding: {
    group: { label: "Group", refersTo: "group" },
    user: { label: "User", refersTo: "user" },
    policy: { label: "Policy", refersTo: "policy_expression" },
    enabled: { label: "Enabled" },
    negate: { label: "Negate result" },
    order: { label: "Order" },
    timeout: { label: "Timeout" },
    failure_result: { label: "Failure result" },
  },
  authentik_policy_expression: {
    name: { label: "Name" },
    execution_logging: { label: "Execution logging" },
  },
};

/** A label of an attribute, where its value may be shown. */
export const attributeLabel = (type: string, attribute: string): string | undefined =>
  ATTRIBUTES[type]?.[attribute]?.label;
