import type { ConsentPermission } from "../pages/consent";
import type { Flow, FlowStage } from "../state/models";
import type { AuthorizeRequest } from "../oidc/authorize-request";

/** A stage of a plan: one of the flow's own, or one that the sandbox appends to it. */
export type Stage = FlowStage | "oauth2_fulfillment" | "session_end";

/** What a session is in the midst of: a flow, the stages that are left, and what they work on. */
export interface Plan {
  /** The flow (UUID). */
  readonly flow: string;
  /** What is left to do. */
  readonly stages: Stage[];
  /** Name or e-mail address that the person typed. */
  identifier?: string;
  /** Number of the user whose password was right. */
  authenticated?: number;
  /** Application that this is about (UUID). */
  readonly application?: string;
  /** The client's request, answered when all stages have passed. */
  readonly authorization?: AuthorizeRequest;
  /** What the consent stage asks for. */
  readonly permissions?: readonly ConsentPermission[];
  /** Whether a consent given before is good enough. */
  readonly rememberConsent?: boolean;
  /** Proof that the consent form comes from the consent page. */
  consentToken?: string;
  /** Where to send the person after logging out. */
  readonly postLogoutRedirect?: string;
  /** Address that ends the client's own session. */
  readonly frontchannelUrl?: string;
}

/** A plan to go through a flow. */
export function planOf(flow: Flow, more: Partial<Plan> = {}): Plan {
  return { flow: flow.pk, stages: [...flow.stages], ...more };
}
