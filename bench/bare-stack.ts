import {
  application,
  dataAuthentikCertificateKeyPair,
  dataAuthentikFlow,
  dataAuthentikGroup,
  dataAuthentikPropertyMappingProviderScope,
  policyBinding,
  provider as authentik,
  providerOauth2,
} from "@cdktf/provider-authentik";
import { objectResource, provider as restapi } from "@cdktf/provider-restapi";
import {
  Fn,
  LocalBackend,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
  Token,
} from "cdktf";
import type { Construct } from "constructs";

/** What differs from one integration to the next. */
export interface Wanted {
  /** EspoCRM's address. */
  readonly url: string;
  /** The application's slug. */
  readonly slug: string;
}

const ALL_BUT = Array.from({ length: 170 }, (_, index) => `unmanagedSetting${index}`);
const AUTHENTIK = "https://authentik.company";
const SMALL = "/Team?maxSize=1&select=id";

/**
 * The same resources as an integration's, written out with CDKTF's generated classes and nothing
 * else: what synthesis costs at the least. It is a yardstick, and no integration.
 */
export class BareStack extends TerraformStack {
  constructor(scope: Construct, id: string, { slug, url }: Wanted) {
    super(scope, id);
    new LocalBackend(this, { path: `../../../terraform.${id}.tfstate` });
    const variable = (name: string) =>
      new TerraformVariable(this, name, { type: "string", sensitive: true }).stringValue;
    const token = variable("authentik_token");
    const username = variable("espocrm_username");
    const password = variable("espocrm_password");
    new authentik.AuthentikProvider(this, "authentik", { url: AUTHENTIK, token });
    const espocrm = new restapi.RestapiProvider(this, "espocrm", {
      alias: "espocrm",
      uri: `${url}/api/v1`,
      username,
      password,
      testPath: SMALL,
      timeout: 60,
    });

    const flow = (name: string) =>
      new dataAuthentikFlow.DataAuthentikFlow(this, `flow-${name}`, { slug: name });
    const key = new dataAuthentikCertificateKeyPair.DataAuthentikCertificateKeyPair(this, "key", {
      name: "authentik Self-signed Certificate",
      fetchKey: false,
      fetchCertificate: false,
    });
    const Mappings =
      dataAuthentikPropertyMappingProviderScope.DataAuthentikPropertyMappingProviderScope;
    const mappings = new Mappings(this, "mappings", {
      managedList: ["openid", "profile", "email"].map(
        (scope) => `goauthentik.io/providers/oauth2/scope-${scope}`,
      ),
    });
    const group = new dataAuthentikGroup.DataAuthentikGroup(this, "group", {
      name: "crm-users",
      includeUsers: false,
    });

    const oauth2 = new providerOauth2.ProviderOauth2(this, "provider", {
      name: slug,
      clientType: "confidential",
      clientId: slug,
      authorizationFlow: flow("default-provider-authorization-implicit-consent").id,
      invalidationFlow: flow("default-provider-invalidation-flow").id,
      signingKey: key.id,
      subMode: "user_username",
      propertyMappings: mappings.ids,
      grantTypes: ["authorization_code", "refresh_token"],
      allowedRedirectUris: [
        {
          matching_mode: "strict",
          url: `${url}/oauth-callback.php`,
          redirect_uri_type: "authorization",
        },
      ],
    });
    const app = new application.Application(this, "application", {
      name: slug,
      slug,
      protocolProvider: Token.asNumber(oauth2.id),
      group: "Business",
    });
    const binding = new policyBinding.PolicyBinding(this, "binding", {
      target: app.uuid,
      group: group.id,
      order: 0,
    });

    const at = (path: string, method: string) => ({
      provider: espocrm,
      path,
      createPath: path,
      updatePath: path,
      destroyPath: path,
      createMethod: method,
      updateMethod: method,
      destroyMethod: method,
    });
    const observer = new objectResource.ObjectResource(this, "observer", {
      ...at("/Settings", "GET"),
      readPath: "/Settings",
      objectId: "settings",
      data: "{}",
      ignoreServerAdditions: true,
    });
    new TerraformResource(this, "before", { terraformResourceType: "terraform_data" });
    const secret = new objectResource.ObjectResource(this, "secret", {
      ...at("/Settings", "PUT"),
      dependsOn: [observer, app, binding],
      readPath: SMALL,
      objectId: "settings",
      data: Fn.jsonencode({ oidcClientSecret: oauth2.clientSecret }),
      ignoreServerAdditions: true,
    });
    const endpoint = (path: string) => `${AUTHENTIK}/application/o/${path}/`;
    const settings = new objectResource.ObjectResource(this, "settings", {
      ...at("/Settings", "PUT"),
      dependsOn: [secret],
      readPath: "/Settings",
      objectId: "settings",
      data: Fn.jsonencode({
        authenticationMethod: "Oidc",
        oidcClientId: oauth2.clientId,
        oidcAuthorizationEndpoint: endpoint("authorize"),
        oidcTokenEndpoint: endpoint("token"),
        oidcUserInfoEndpoint: endpoint("userinfo"),
        oidcJwksEndpoint: endpoint(`${app.slug}/jwks`),
        oidcLogoutUrl: endpoint(`${app.slug}/end-session`),
        oidcScopes: ["openid", "profile", "email"],
        oidcUsernameClaim: "sub",
        oidcFallback: true,
      }),
      ignoreChangesTo: ALL_BUT,
    });
    new objectResource.ObjectResource(this, "key_cache", {
      ...at("/Admin/clearCache", "POST"),
      dependsOn: [settings],
      readPath: SMALL,
      objectId: "keys",
      data: Fn.jsonencode({ signingKey: oauth2.signingKey }),
      ignoreServerAdditions: true,
    });
    const outputs = [app.uuid, oauth2.clientId, endpoint("authorize"), endpoint("token")];
    [...outputs, ...outputs, endpoint("userinfo"), url].forEach((value, index) => {
      new TerraformOutput(this, `output_${index}`, { value });
    });
    new TerraformOutput(this, "secret_output", { value: oauth2.clientSecret, sensitive: true });
  }
}
