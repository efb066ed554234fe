import type { EspoAuthentikStackProps } from "./props";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { ofThisEngine } from "./engine/mismatch";
import { declareBackend } from "./terraform/backend";
import { EspoAuthentikIntegration } from "./integration";

/**
 * A stack with one integration: Terraform providers, credentials as Terraform variables, backend and
 * outputs.
 */
export class EspoAuthentikStack extends TerraformStack {
  /** The integration. */
  readonly integration: EspoAuthentikIntegration;

  /**
   * @param scope the CDKTF app
   * @param id name of the stack
   * @param props the integration and its backend
   * @throws {@link RuleViolations} and {@link EngineMismatch} as {@link EspoAuthentikIntegration} does
   */
  constructor(scope: Construct, id: string, props: EspoAuthentikStackProps) {
    super(ofThisEngine(scope), id);
    // With the backend in it: the rules look at it, too.
    this.integration = new EspoAuthentikIntegration(this, "Default", props);
    declareBackend(this, props.backend ?? { type: "local" });
    this.declareOutputs(this.integration);
  }

  private declareOutputs(integration: EspoAuthentikIntegration): void {
    const { endpoints } = integration;
    const outputs: Record<string, string> = {
      application_uuid: integration.applicationUuid,
      authorization_endpoint: endpoints.authorization,
      client_id: integration.clientId,
      discovery_url: endpoints.discovery,
      end_session_endpoint: endpoints.endSession,
      issuer: integration.issuer,
      jwks_endpoint: endpoints.jwks,
      redirect_uri: integration.redirectUri,
      token_endpoint: endpoints.token,
      userinfo_endpoint: endpoints.userinfo,
    };
    for (const [id, value] of Object.entries(outputs)) {
      new TerraformOutput(this, id, { value, staticId: true });
    }
    new TerraformOutput(this, "client_secret", {
      value: integration.clientSecret,
      sensitive: true,
      staticId: true,
    });
  }
}
