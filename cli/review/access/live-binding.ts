import type { Condition } from "./access";

/** A binding as authentik has it, whoever made it: what no plan tells. */
export interface LiveBinding extends Condition {
  /** Its own id. */
  readonly pk: string;
  /** Name of what it binds, as authentik says it. */
  readonly name: string;
}

/** What authentik says of the bindings of an application, besides those that Terraform knows. */
export type Undeclared =
  | {
      readonly kind: "seen";
      /** Those that Terraform does not know. */
      readonly bindings: readonly LiveBinding[];
    }
  | {
      /** They could not be read. */
      readonly kind: "unseen";
    };
