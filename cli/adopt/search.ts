import { lacksRights } from "../preflight/preflight";
import type { Integration } from "../review/plan/integrations";
import type { Plan, ResourceChange } from "../review/plan/plan-json";
import type { Authentik } from "../servers/authentik/authentik";
import {
  type Application,
  applicationOf,
  type Binding,
  bindingsOf,
  type Client,
  clientOf,
  clientWith,
  groupNamed,
  policyNamed,
} from "../servers/authentik/objects";
import { ServerFault } from "../servers/http/server-fault";
import { bindingsFor, type FoundGroup, type FoundPolicy } from "./bindings";
import type { Existing } from "./existing";
import { isMade, textOf } from "./wanted";

/** What authentik has of what a plan would make for one integration. */
export interface Search {
  /** What can be imported, in the order in which it would be made. */
  readonly existing: readonly Existing[];
  /** What is there and can't be imported: why, and what to do. */
  readonly obstacles: readonly string[];
  /** The application, where there is one. */
  readonly application: Application | undefined;
  /** The application's provider. */
  readonly client: Client | undefined;
  /** The application's bindings; undefined where the token may not read them. */
  readonly bindings: readonly Binding[] | undefined;
}

/** What is looked for. */
export interface Wanted {
  readonly plan: Plan;
  readonly integration: Integration;
  /** Slug of the application that is there. @default - the declared one */
  readonly slug?: string | undefined;
}

/**
 * Looks in authentik for what a plan would make. What the token may not read is left to Terraform.
 * @throws {ServerFault} where authentik does not answer
 */
export async function search(wanted: Wanted, authentik: Authentik): Promise<Search> {
  const { integration, plan } = wanted;
  const { application: tile, groups, policies, provider } = integration;
  const makesTile = tile !== undefined && isMade(tile);
  const makesProvider = provider !== undefined && isMade(provider);
  const slug = makesTile ? (wanted.slug ?? textOf(tile, "slug")) : undefined;
  const look = <T>(ask: () => Promise<T>) => visible(ask);
  const [application, byName, byClientId, ...named] = await Promise.all([
    slug === undefined ? undefined : look(() => applicationOf(authentik, slug)),
    makesProvider ? look(() => clientOfPlan(authentik, provider, "name")) : undefined,
    makesProvider ? look(() => clientOfPlan(authentik, provider, "client_id")) : undefined,
    ...policies.filter(isMade).map((policy) => look(() => policyOf(authentik, policy))),
  ]);
  const namedGroups = await Promise.all(
    groups.filter(isMade).map((group) => look(() => groupOf(authentik, group))),
  );
  const uuid = application?.pk ?? textOf(tile, "uuid");
  const pk = application?.provider ?? undefined;
  const [bindings, assigned] = await Promise.all([
    uuid === undefined ? [] : look(() => bindingsOf(authentik, uuid)),
    pk === undefined ? undefined : look(() => clientOf(authentik, pk)),
  ]);
  const found = {
    ...{ application, assigned, byName, byClientId, bindings },
    policies: byAddress(named),
    groups: byAddress(namedGroups),
  };
  const clients = makesProvider ? clientFor(provider, found) : NONE;
  const tiles: Part =
    makesTile && application
      ? existing(
          tile,
          application.slug,
          `the application "${application.name}" (${application.slug})`,
        )
      : NONE;
  const rules = policies.filter(isMade).map((policy) => policyFor(policy, found.policies));
  const own = [...found.groups.values()].map(({ address, group }): Part => ({
    existing: [{ address, id: group.pk, what: `the group "${group.name}"` }],
    obstacles: [],
  }));
  const bound = bindingsFor(plan, integration, bindings ?? [], found);
  const parts = [
    ...[...own, clients, tiles, ...rules, { existing: bound, obstacles: [] }],
    wanted.slug === undefined ? NONE : chosen(wanted.slug, makesTile, application),
  ];
  return {
    existing: parts.flatMap((part) => part.existing).filter(isUnknownTo(plan)),
    obstacles: parts.flatMap((part) => part.obstacles),
    application,
    client: assigned ?? byClientId ?? byName,
    bindings,
  };
}

interface Part {
  readonly existing: readonly Existing[];
  readonly obstacles: readonly string[];
}

const NONE: Part = { existing: [], obstacles: [] };

const existing = ({ address }: ResourceChange, id: string, what: string): Part => ({
  existing: [{ address, id, what }],
  obstacles: [],
});

/** What Terraform has under another address is moved, not adopted: its old address would delete it. */
function isUnknownTo({ changes }: Plan): (one: Existing) => boolean {
  const typed = (type: string | undefined, id: unknown) => `${String(type)} ${String(id)}`;
  const known = new Set(changes.map(({ change, type }) => typed(type, change.before?.["id"])));
  const types = new Map(changes.map(({ address, type }) => [address, type]));
  return ({ address, id }) => !known.has(typed(types.get(address), id));
}

/** Whether the application that a person names can be taken over. */
function chosen(slug: string, makesTile: boolean, application: Application | undefined): Part {
  if (!makesTile)
    return obstacle(
      "The stack's application is in Terraform's state already: leave --application out.",
    );
  if (application !== undefined) return NONE;
  return obstacle(
    `authentik has no application with the slug "${slug}" that the token may view. Name the one that is there.`,
  );
}

const obstacle = (text: string): Part => ({ existing: [], obstacles: [text] });

const byAddress = <One extends { readonly address: string }>(
  found: readonly (One | undefined)[],
): ReadonlyMap<string, One> =>
  new Map(found.flatMap((one) => (one === undefined ? [] : [[one.address, one] as const])));

async function groupOf(
  authentik: Authentik,
  change: ResourceChange,
): Promise<FoundGroup | undefined> {
  const name = textOf(change, "name");
  const group = name === undefined ? undefined : await groupNamed(authentik, name);
  return group === undefined ? undefined : { address: change.address, group };
}

async function policyOf(authentik: Authentik, change: ResourceChange) {
  const name = textOf(change, "name");
  const policy = name === undefined ? undefined : await policyNamed(authentik, name);
  return policy === undefined ? undefined : { address: change.address, policy };
}

async function clientOfPlan(
  authentik: Authentik,
  provider: ResourceChange,
  field: "name" | "client_id",
) {
  const value = textOf(provider, field);
  return value === undefined ? undefined : clientWith(authentik, field, value);
}

function clientFor(
  provider: ResourceChange,
  {
    application,
    assigned,
    byClientId,
    byName,
  }: Readonly<Record<"assigned" | "byClientId" | "byName", Client | undefined>> & {
    readonly application: Application | undefined;
  },
): Part {
  if (application?.provider != null && assigned === undefined) {
    return obstacle(
      `The application "${application.name}" signs in through a provider that is no OAuth2/OpenID provider, or that the token may not view: EspoCRM can't use it. Give the application an OAuth2/OpenID provider in authentik, or declare another application.slug.`,
    );
  }
  const client = assigned ?? byClientId ?? byName;
  if (client === undefined) return NONE;
  const other = [byClientId, byName].find((one) => one !== undefined && one.pk !== client.pk);
  if (other !== undefined) {
    const what = other === byClientId ? `client ID "${other.client_id}"` : `name "${other.name}"`;
    return obstacle(
      `The ${what} that is declared is that of another provider, "${other.name}"${ofApplication(other)}. Declare provider.clientId and provider.name as "${client.name}" has them, or others that are free.`,
    );
  }
  const owner = client.assigned_application_slug;
  if (owner && owner !== application?.slug) {
    return obstacle(
      `The provider "${client.name}" (client ID ${client.client_id}) is that of another application, ${owner}. To take that application over, add --application ${owner}; to make a new one, declare another provider.name and provider.clientId.`,
    );
  }
  const what = `the provider "${client.name}" (client ID ${client.client_id})`;
  return existing(provider, String(client.pk), what);
}

const ofApplication = ({ assigned_application_slug: slug }: Client): string =>
  slug ? ` of the application ${slug}` : ", of no application";

const EXPRESSION = "authentik_policies_expression.expressionpolicy";

function policyFor(change: ResourceChange, policies: ReadonlyMap<string, FoundPolicy>): Part {
  const policy = policies.get(change.address)?.policy;
  if (policy === undefined) return NONE;
  if (policy.meta_model_name !== EXPRESSION) {
    return obstacle(
      `The policy "${policy.name}" is there and no expression policy. Name another one, or bind it by its id.`,
    );
  }
  const also = policy.bound_to > 1 ? `, bound in ${String(policy.bound_to)} places` : "";
  return existing(change, policy.pk, `the policy "${policy.name}"${also}`);
}

/** An answer; undefined where the token is accepted and may not read it: Terraform may not need to. */
async function visible<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ServerFault && lacksRights(error)) return undefined;
    throw error;
  }
}
