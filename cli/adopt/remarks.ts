import {
  type Application,
  type Binding,
  boundName,
  type Client,
} from "../servers/authentik/objects";
import type { Declaration } from "../verify/declaration";

/** What is in authentik, to be described. */
export interface Described {
  readonly declared: Declaration;
  readonly application: Application;
  readonly client: Client;
  readonly bindings: readonly Binding[];
}

/** What remarks compare with. */
interface Against {
  /** The redirect URI that the construct registers. */
  readonly redirectUri: string;
  /** Names of scope mappings that are not authentik's own. */
  readonly foreign: readonly string[];
}

/**
 * What the configuration can't say of what is there, or can't say like this: each with what becomes of
 * it when it is adopted.
 */
export function remarks(
  { application, bindings, client }: Described,
  { foreign, redirectUri }: Against,
): string[] {
  const isOurs = ({ matching_mode, redirect_uri_type = "authorization", url }: RedirectUri) =>
    matching_mode === "strict" && redirect_uri_type === "authorization" && url === redirectUri;
  const uris = client.redirect_uris.filter((uri) => !isOurs(uri)).map(shown);
  const grants = (client.grant_types ?? []).filter(
    (grant) => !["authorization_code", "refresh_token"].includes(grant),
  );
  return [
    ...uris.map((uri) => `redirect URI ${uri}: not declared here, so adopting takes it out`),
    ...(uris.length === client.redirect_uris.length
      ? [`redirect URI ${redirectUri}: EspoCRM's own is not registered; adopting registers it`]
      : []),
    ...(client.client_type === "confidential"
      ? []
      : [`client type ${client.client_type}: becomes confidential, as EspoCRM has a secret`]),
    ...(client.signing_key === null
      ? ["no signing key: EspoCRM accepts RSA signatures only; adopting sets the default key pair"]
      : []),
    ...(client.encryption_key
      ? ["encryption key: EspoCRM can't read encrypted tokens; take it out in authentik"]
      : []),
    ...(grants.length > 0
      ? [`grant types ${grants.join(", ")}: not declared here, so adopting takes them out`]
      : []),
    ...(client.logout_uri
      ? [
          `logout URI ${client.logout_uri} (${client.logout_method ?? "?"}): another one than EspoCRM's stops every plan; take it out in authentik, or set provider.backchannelLogout`,
        ]
      : []),
    ...(client.sub_mode === "user_username"
      ? []
      : [
          `subject mode ${client.sub_mode}: EspoCRM finds its users by the sub claim; a rule refuses what can't be a user name`,
        ]),
    ...foreign.map(
      (name) =>
        `scope mapping ${name}: not authentik's own, so by its id in provider.scopeMappings`,
    ),
    ...(application.meta_launch_url
      ? []
      : ["launch URL: none is set; adopting sets EspoCRM's address"]),
    ...(application.backchannel_providers.length > 0
      ? ["back-channel providers of the application: not declared here, so adopting takes them out"]
      : []),
    ...(bindings.length === 0
      ? ["no binding: every user of this authentik gets in; name a group in bindings"]
      : []),
    ...bindings.filter(({ policy }) => policy).map(policyRemark),
  ].map((line) => line.replace(/\s+/g, " "));
}

interface RedirectUri {
  readonly matching_mode: string;
  readonly url: string;
  readonly redirect_uri_type?: string | undefined;
}

const shown = ({ matching_mode, redirect_uri_type = "authorization", url }: RedirectUri): string =>
  [
    url,
    ...(matching_mode === "strict" ? [] : [`(${matching_mode})`]),
    ...(redirect_uri_type === "authorization" ? [] : [`(for ${redirect_uri_type})`]),
  ].join(" ");

const policyRemark = (binding: Binding): string =>
  `policy ${binding.policy ?? ""} is "${boundName(binding)}": it stays in authentik's hands; written as { name, expression } it becomes Terraform's`;
