import { provider as restapi } from "@cdktf/provider-restapi";
import { type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { withoutTrailingSlash } from "../address";
import { serverAlias } from "../authentik/connection";
import type { ResolvedIntegration } from "../fields/resolved";
import { SMALLEST_READ } from "../fields/restapi-object";
import { siteUrl } from "./addresses";
import { credential, sendHeaders } from "../terraform/credentials";
import { givenProvider } from "../terraform/given-provider";

type Connection = ResolvedIntegration["espocrm"];

/** The Terraform provider instance for an EspoCRM: the given one, or a new one. */
export function espocrmProvider(scope: Construct, connection: Connection): TerraformProvider {
  const given = givenProvider(scope, "espocrm", connection);
  if (given !== undefined) return given;
  const { certificateAuthority, clientCertificate, retries } = connection;
  const provider = new restapi.RestapiProvider(
    TerraformStack.of(scope),
    `espocrm ${scope.node.path}`,
    {
      alias: aliasOf(scope, connection),
      uri: `${withoutTrailingSlash(connection.apiUrl)}/api/v1`,
      username: credential(scope, connection.usernameVariable, {
        description: `User name of an administrator of EspoCRM at ${siteUrl(connection)}`,
        sensitive: false,
      }),
      password: credential(scope, connection.passwordVariable, {
        description: `Password (or auth token) of that administrator of EspoCRM at ${siteUrl(connection)}`,
      }),
      testPath: testPath(connection),
      timeout: connection.timeout,
      ...(!connection.verifyTls && { insecure: true }),
      ...(certificateAuthority !== undefined && { rootCaString: certificateAuthority }),
      ...(clientCertificate && {
        certString: clientCertificate.certificate,
        keyString: credential(scope, clientCertificate.keyVariable, {
          description: `Private key of the client certificate for EspoCRM at ${siteUrl(connection)}`,
        }),
      }),
      ...(retries && {
        retries: {
          maxRetries: retries.attempts,
          minWait: retries.minimumWait,
          maxWait: retries.maximumWait,
        },
      }),
    },
  );
  sendHeaders(provider, connection.headers);
  return provider;
}

/**
 * The provider asks for this path before anything else, and repeats it, fragment and all, in its
 * message when EspoCRM refuses. A fragment is never sent (RFC 9110, section 4.2.3), so it carries what
 * the reader of that message needs to know: which EspoCRM, and which variables.
 */
const testPath = ({ passwordVariable, url, usernameVariable }: Connection): string =>
  `${SMALLEST_READ}#EspoCRM at ${siteUrl({ url })} with TF_VAR_${usernameVariable} and TF_VAR_${passwordVariable}`;

/** The alias is in Terraform's messages, and says where the instance leads to, whatever else is there. */
const aliasOf = (scope: Construct, { apiUrl }: Connection): string =>
  scope.node.id === "Default" ? "espocrm" : serverAlias("espocrm", apiUrl, scope.node.path);
