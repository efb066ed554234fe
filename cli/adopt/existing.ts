/** An object that authentik has, and that a plan would make. */
export interface Existing {
  /** Terraform address of what the plan would make. */
  readonly address: string;
  /** Id by which authentik's Terraform provider imports it. */
  readonly id: string;
  /** What it is, in words. */
  readonly what: string;
}
