import type { Stack } from "../../stacks/stack";
import { referencesTo } from "../../stacks/variables";
import type { Administrators } from "./administrators";
import { addressOf, type EspoCrmAccess } from "./espocrm";
import type { StackEspoCrm } from "./synthesized";

/** Auth tokens for a stack. */
export interface StackTokens {
  /** Terraform variable -> auth token, to be given in the password's place. */
  readonly variables: Readonly<Record<string, string>>;
  /** Why Terraform gets a password after all, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Logs in to the EspoCRMs of a stack. A password's variable gets the token only if nothing but the
 * connection to that one EspoCRM reads it, and if no plan keeps its value.
 * @throws {CommandFailure} where an EspoCRM is not reached, or refuses
 */
export async function tokensFor(
  stack: Stack,
  espocrms: readonly StackEspoCrm[],
  administrators: Administrators,
): Promise<StackTokens> {
  const notes: string[] = [];
  const variables: Record<string, string> = {};
  const reachable = new Map<string, EspoCrmAccess[]>();
  for (const espocrm of espocrms) {
    if (espocrm.kind === "unknown") notes.push(`No session with EspoCRM: ${espocrm.why}.`);
    else {
      const { access } = espocrm;
      const { passwordVariable } = access;
      reachable.set(passwordVariable, [...(reachable.get(passwordVariable) ?? []), access]);
    }
  }
  for (const [variable, all] of reachable) {
    const [access, ...others] = all;
    if (access === undefined) continue;
    const obstacle = obstacleTo(variable, all, stack);
    if (obstacle !== undefined || others.some((other) => !isSame(access, other))) {
      const why = obstacle ?? "several EspoCRMs share it";
      notes.push(
        `Terraform gets EspoCRM's password at ${addressOf(access)}, not an auth token: TF_VAR_${variable} can't hold one, as ${why}.`,
      );
    } else variables[variable] = (await administrators.of(access)).token;
  }
  return { variables, notes };
}

function obstacleTo(
  variable: string,
  all: readonly EspoCrmAccess[],
  stack: Stack,
): string | undefined {
  if (stack.json.variable[variable]?.ephemeral !== true) {
    return "it is not ephemeral: a saved plan would keep the token";
  }
  if (referencesTo(variable, stack) > all.length) return "other parts of the stack use it";
  return undefined;
}

const isSame = (one: EspoCrmAccess, other: EspoCrmAccess): boolean =>
  one.uri === other.uri && one.username === other.username;
