import { Construct } from "constructs";
import { authentikProvider } from "./authentik/connection";
import { espocrmProvider } from "./espocrm/connection";
import { resolved } from "./fields/resolved";
import type { EspoAuthentikIntegrationProps } from "./props";
import { refuseUnknown } from "./rules/enforce";
import { verbatim } from "./terraform/verbatim";

/** What is left of an integration that goes; the rest of its properties may stay, and has no effect. */
export type RemovedIntegrationProps = Pick<EspoAuthentikIntegrationProps, "authentik" | "espocrm"> &
  Partial<EspoAuthentikIntegrationProps>;

/**
 * An integration that leaves its stack, while the stack stays: declares its connections alone, by which
 * Terraform takes away what was of it, and puts EspoCRM back. Without them Terraform ends in "Provider
 * configuration not present". Put it in the place of the `EspoAuthentikIntegration`, with the same scope,
 * id and properties; when it is applied, take it out.
 *
 * A stack with one integration is ended as a whole: `espo-authentik plan <stack> --destroy`.
 */
export class RemovedIntegration extends Construct {
  /**
   * @param scope the stack, or the construct in it, that the integration was in
   * @param id the integration's id
   * @param given its properties; the connections count
   */
  constructor(scope: Construct, id: string, given: RemovedIntegrationProps) {
    super(scope, id);
    const { authentik, espocrm } = given;
    const connections = { application: NONE, authentik, espocrm };
    refuseUnknown(this, connections);
    const props = verbatim(resolved(connections));
    authentikProvider(this, props.authentik);
    espocrmProvider(this, props.espocrm);
  }
}

/** It has no application any more. */
const NONE = { name: "", slug: "" } as const;
