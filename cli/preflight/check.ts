import type { EspoCrm } from "../servers/espocrm/espocrm";
import type { Declaration } from "../verify/declaration";
import type { Directory } from "./directory";
import type { PreflightFinding } from "./finding";

/** What a check may look at. */
export interface Sight {
  /** What is declared. */
  readonly declared: Declaration;
  /** What the declared authentik has; asked once a command, however many integrations want to know. */
  readonly authentik: Directory;
  /** The declared EspoCRM, for its administrator; nothing is asked of it unless a check does. */
  readonly espocrm: () => EspoCrm;
}

/**
 * Looks at the live servers before Terraform is asked, for what would make the plan or the apply fail,
 * or make a login impossible. What it returns stops the plan; what it can't know it leaves to Terraform.
 * @throws {ServerFault} where a server does not answer, or refuses
 */
export type PreflightCheck = (sight: Sight) => Promise<readonly PreflightFinding[]>;
