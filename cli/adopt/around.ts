import type { Preflight } from "../preflight/preflight";
import type { Undeclared } from "../review/access/live-binding";
import { type Integration, integrationsOf } from "../review/plan/integrations";
import type { Plan } from "../review/plan/plan-json";
import type { Binding } from "../servers/authentik/objects";
import type { Stack } from "../stacks/stack";
import type { Declaration } from "../verify/declaration";
import { statedIn } from "../verify/stated";
import { liveBinding } from "./live-bindings";
import { search, type Search } from "./search";

/** What authentik has around one integration of a plan. */
export interface Around {
  readonly integration: Integration;
  readonly declared: Declaration;
  readonly search: Search;
}

/**
 * Asks authentik what it has around the integrations of a plan, all at once.
 * @param slug slug of the application that is there, where it is not the declared one
 * @throws {ServerFault} where an authentik does not answer
 */
export async function lookAround(
  plan: Plan,
  stack: Stack,
  preflight: Preflight,
  slug?: string,
): Promise<readonly Around[]> {
  const declarations = statedIn(stack);
  const looks = integrationsOf(plan).flatMap((integration) => {
    const name = integration.path === "" ? stack.name : `${stack.name}/${integration.path}`;
    const declared = declarations.find((one) => one.name === name);
    return declared === undefined ? [] : [{ integration, declared }];
  });
  return Promise.all(
    looks.map(async ({ declared, integration }) => {
      const { authentik } = preflight.directoryOf(declared);
      const found = await search({ plan, integration, slug }, authentik);
      return { integration, declared, search: found };
    }),
  );
}

/** Bindings of the integrations' applications that Terraform does not know, by the integrations' paths. */
export function undeclaredIn(
  plan: Plan,
  around: readonly Around[],
): ReadonlyMap<string, Undeclared> {
  const known = new Set(plan.changes.map(({ change }) => change.before?.["id"]));
  const unknownOf = (bindings: readonly Binding[]) =>
    bindings.filter(({ pk }) => !known.has(pk)).flatMap((one) => liveBinding(one) ?? []);
  return new Map(
    around.map(({ integration: { path }, search: { bindings } }): [string, Undeclared] => [
      path,
      bindings === undefined ? { kind: "unseen" } : { kind: "seen", bindings: unknownOf(bindings) },
    ]),
  );
}
