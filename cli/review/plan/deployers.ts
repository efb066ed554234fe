import { PERMISSIONS } from "../../../lib/fields/index";
import { isEmpty } from "./change";
import type { Integration } from "./integrations";
import type { Plan, ResourceChange } from "./plan-json";
import { refers } from "./references";
import type { Values } from "./plan-schema";

/** Identities for deployments in a plan: service accounts, their roles, what these may do, their tokens. */
export interface Deployers {
  readonly accounts: readonly ResourceChange[];
  readonly roles: readonly ResourceChange[];
  readonly permissions: readonly ResourceChange[];
  readonly tokens: readonly ResourceChange[];
}

const NONE: Deployers = { accounts: [], roles: [], permissions: [], tokens: [] };

/**
 * The identities for deployments that a plan has. One beside an integration is none: an integration is
 * deployed without an administrator's token. Nor is what this review could not tell in words: a permission
 * that no deployment needs, or on a single object, an account for people, a token of somebody else.
 */
export function deployersOf(plan: Plan, integrations: readonly Integration[]): Deployers {
  if (integrations.length > 0) return NONE;
  const managed = plan.changes.filter(({ deposed, mode }) => mode === "managed" && !deposed);
  const of = (type: string) => managed.filter((change) => change.type === type);
  const roles = of("authentik_rbac_role");
  const accounts = of("authentik_user").filter(({ change }) =>
    both(change, ({ type }) => type === "service_account"),
  );
  const permissions = of("authentik_rbac_permission_role").filter(
    (one) => both(one.change, isKnown) && roles.some((role) => refers(plan, one, "role", role)),
  );
  const tokens = of("authentik_token").filter(
    (one) =>
      both(one.change, ({ intent }) => intent === "api") &&
      accounts.some((account) => refers(plan, one, "user", account)),
  );
  return { accounts, permissions, roles, tokens };
}

/** All their resources. */
export const partsOf = ({ accounts, permissions, roles, tokens }: Deployers): ResourceChange[] => [
  ...accounts,
  ...roles,
  ...permissions,
  ...tokens,
];

const both = (
  { after, before }: ResourceChange["change"],
  holds: (values: Values) => boolean,
): boolean => [before, after].every((values) => !values || holds(values));

const isKnown = ({ model, object_id, permission }: Values): boolean =>
  isEmpty(model) && isEmpty(object_id) && PERMISSIONS.some(({ name }) => name === permission);
