import type { StackConfiguration } from "../../stacks/stack-json";
import { referencesTo } from "../../stacks/variables";
import { addressOf, type EspoCrmApi, type StackEspoCrm } from "./synthesized";
import type { Sessions } from "./sessions";

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
  configuration: StackConfiguration,
  espocrms: readonly StackEspoCrm[],
  sessions: Sessions,
): Promise<StackTokens> {
  const notes: string[] = [];
  const variables: Record<string, string> = {};
  const reachable = new Map<string, EspoCrmApi[]>();
  for (const espocrm of espocrms) {
    if (espocrm.kind === "unknown") notes.push(`No session with EspoCRM: ${espocrm.why}.`);
    else {
      const { api } = espocrm;
      reachable.set(api.passwordVariable, [...(reachable.get(api.passwordVariable) ?? []), api]);
    }
  }
  for (const [variable, apis] of reachable) {
    const [api, ...others] = apis;
    if (api === undefined) continue;
    const obstacle = obstacleTo(variable, apis, configuration);
    if (obstacle !== undefined || others.some((other) => !isSame(api, other))) {
      const why = obstacle ?? "several EspoCRMs share it";
      notes.push(
        `Terraform gets EspoCRM's password at ${addressOf(api)}, not an auth token: TF_VAR_${variable} can't hold one, as ${why}.`,
      );
    } else variables[variable] = (await sessions.of(api)).token;
  }
  return { variables, notes };
}

function obstacleTo(
  variable: string,
  apis: readonly EspoCrmApi[],
  configuration: StackConfiguration,
): string | undefined {
  if (configuration.variable[variable]?.ephemeral !== true) {
    return "it is not ephemeral: a saved plan would keep the token";
  }
  if (referencesTo(variable, configuration) > apis.length) return "other parts of the stack use it";
  return undefined;
}

const isSame = (one: EspoCrmApi, other: EspoCrmApi): boolean =>
  one.uri === other.uri && one.username === other.username;
