// All of CDKTF takes ten times as long to load as the part that knows tokens; a review needs no more.
import { Token } from "cdktf/lib/tokens";

/** Whether Terraform learns a value only when it runs: then no rule can judge it. */
export const isUnresolved = (value: unknown): boolean => Token.isUnresolved(value);

/** Whether that holds for a list, or for anything in it. */
export const anyUnresolved = (list: readonly string[] | undefined): boolean =>
  isUnresolved(list) || (list ?? []).some(isUnresolved);
