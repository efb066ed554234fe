import type { EspoAuthentikStackProps } from "./props";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { ofThisEngine } from "./engine/mismatch";
import { declareBackend } from "./terraform/backend";
import { EspoAuthentikIntegration } from "./integration";
import { RemovedIntegration } from "./removed";

/** Id of the integration in its stack. */
const INTEGRATION = "Default";

/**
 * A stack with one integration: Terraform providers, credentials as Terraform variables, backend and
 * outputs.
 */
export class EspoAuthentikStack extends TerraformStack {
  readonly #integration: EspoAuthentikIntegration | undefined;

  /**
   * @param scope the CDKTF app
   * @param id name of the stack
   * @param props the integration and its backend
   * @throws {@link RuleViolations} and {@link EngineMismatch} as {@link EspoAuthentikIntegration} does
   */
  constructor(scope: Construct, id: string, props: EspoAuthentikStackProps) {
    super(ofThisEngine(scope), id);
    declareBackend(this, props.backend ?? { type: "local" });
    if (props.removed === true) {
      new RemovedIntegration(this, INTEGRATION, props);
      return;
    }
    // With the backend in it: the rules look at it, too.
    this.#integration = new EspoAuthentikIntegration(this, INTEGRATION, props);
    this.declareOutputs(this.#integration);
  }

  /**
   * The integration.
   * @throws {Error} where it is `removed`
   */
  get integration(): EspoAuthentikIntegration {
    if (this.#integration !== undefined) return this.#integration;
    throw new Error(`The stack ${this.node.id} has no integration: it is removed.`);
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
