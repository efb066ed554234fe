import { RESOURCES, type Role } from "../../../lib/fields/index";
import { actionOf } from "./change";
import { quoted, say, type Text } from "../render/text";
import { type Guess, guessed, place } from "./guessed";
import type { Plan, ResourceChange } from "./plan-json";
import { refers } from "./references";
import {
  isStatement,
  type ListRole,
  type SingleRole,
  type Statement,
  statementOf,
} from "./statement";

/** The resources of one integration. */
export interface Integration extends Readonly<Record<SingleRole, ResourceChange | undefined>> {
  /** Path of the construct in its stack, `module.…` in front of it; empty for a stack of its own. */
  readonly path: string;
  /** What it states of itself. @default - nothing: who is who was guessed from names */
  readonly statement: Statement | undefined;
  /** What puts single settings back as soon as the configuration no longer names them. */
  readonly withdrawals: readonly ResourceChange[];
  /** Bindings of the application, whoever declared them. */
  readonly bindings: readonly ResourceChange[];
  /** Policies of these bindings, as far as the plan has them. */
  readonly policies: readonly ResourceChange[];
  /** Groups that the construct made. */
  readonly groups: readonly ResourceChange[];
  /** Scope mappings that the construct made, and those that the provider refers to, as far as the plan has them. */
  readonly scopeMappings: readonly ResourceChange[];
  /** Where the statement and the plan differ on who is who. */
  readonly contradictions: readonly Text[];
  /** All its resources with their roles, in the order in which they are made. */
  readonly roles: readonly (readonly [Role, ResourceChange])[];
}

const SINGLE: readonly SingleRole[] = [
  "observer",
  "secret",
  "settings",
  "keyCache",
  "before",
  "secretOf",
  "provider",
  "application",
];

/** The integrations of a plan, in the order of their paths. */
export function integrationsOf(plan: Plan): Integration[] {
  const managed = plan.changes.filter(({ deposed, mode }) => mode === "managed" && !deposed);
  const statements = managed.flatMap((change) => statementOf(change) ?? []);
  // Where one is stated, nothing that only looks like another is taken for it.
  const taken = new Set<string>();
  const stated = statements.map((statement) => asStated(plan, managed, statement, taken));
  // The statement is deleted first: what a broken-off end of an integration left has none.
  const left =
    stated.length === 0
      ? managed
      : managed.filter((one) => actionOf(one) === "delete" && !taken.has(one.address));
  const all = [...stated, ...guessed(left).map((guess) => asGuessed(plan, left, guess))];
  return all.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function asStated(
  plan: Plan,
  managed: readonly ResourceChange[],
  statement: Statement,
  taken: Set<string>,
): Integration {
  const { after, before, change } = statement;
  const contradictions: Text[] = [];
  const find = (role: Role): ResourceChange[] => {
    const named = new Set([
      ...(after?.resources.get(role) ?? []),
      ...(before?.resources.get(role) ?? []),
    ]);
    return [...named].flatMap((address) => {
      const found = managed.find(
        (one) => one.address === address || one.previous_address === address,
      );
      const wanted = (after ?? before)?.resources.get(role)?.includes(address);
      const is = RESOURCES[role].label;
      if (found && taken.has(found.address) && !wanted) return [];
      if (taken.has(found?.address ?? address))
        contradictions.push(say`${quoted(address)} is two things in one`);
      else if (found === undefined && wanted && !isKnown(plan, address))
        contradictions.push(say`${is} is to be ${quoted(address)}, which is nowhere`);
      else if (found !== undefined && found.type !== RESOURCES[role].type)
        contradictions.push(say`${is} is to be ${quoted(address)}, which is of another type`);
      else {
        taken.add(found?.address ?? address);
        return found ?? [];
      }
      return [];
    });
  };
  const single = Object.fromEntries(SINGLE.map((role) => [role, find(role)[0]])) as Record<
    SingleRole,
    ResourceChange | undefined
  >;
  for (const role of SINGLE)
    if ((after ?? before)?.resources.get(role)?.length !== 1)
      contradictions.push(say`${RESOURCES[role].label} is not stated`);
  return withRoles({
    ...single,
    ...others(plan, managed, single.application, find("bindings"), find("policies")),
    groups: find("groups"),
    scopeMappings: mappings(plan, managed, single.provider, find("scopeMappings")),
    path: place(change, (after ?? before)?.path ?? ""),
    statement,
    withdrawals: find("withdrawals"),
    contradictions,
  });
}

/** Whether a plan leaves a resource alone, as one of a part of the configuration does. */
const isKnown = (plan: Plan, address: string): boolean =>
  plan.configured.has(address) || plan.state.some((one) => one.address === address);

function asGuessed(
  plan: Plan,
  managed: readonly ResourceChange[],
  { bindings, groups, path, policies, scopeMappings, single, withdrawals }: Guess,
): Integration {
  const roles = Object.fromEntries(SINGLE.map((role) => [role, single.get(role)])) as Record<
    SingleRole,
    ResourceChange | undefined
  >;
  const named = roles.application === undefined ? bindings : [];
  return withRoles({
    ...roles,
    ...others(plan, managed, roles.application, named, policies),
    groups,
    scopeMappings: mappings(plan, managed, roles.provider, scopeMappings),
    path,
    statement: undefined,
    withdrawals,
    contradictions: managed.some(isStatement)
      ? [say`what the construct states is not understood by this version`]
      : [],
  });
}

/** Bindings and policies: those that are named, and those that refer to the application. */
function others(
  plan: Plan,
  managed: readonly ResourceChange[],
  application: ResourceChange | undefined,
  namedBindings: readonly ResourceChange[],
  namedPolicies: readonly ResourceChange[],
): Pick<Integration, "bindings" | "policies"> {
  const bindings = managed.filter(
    (change) =>
      change.type === RESOURCES.bindings.type &&
      (namedBindings.includes(change) ||
        (application !== undefined && refers(plan, change, "target", application))),
  );
  const policies = managed.filter(
    (change) =>
      change.type === RESOURCES.policies.type &&
      (namedPolicies.includes(change) ||
        bindings.some((binding) => refers(plan, binding, "policy", change))),
  );
  return { bindings, policies };
}

/** Scope mappings: those that are named, and those that the provider refers to. */
const mappings = (
  plan: Plan,
  managed: readonly ResourceChange[],
  provider: ResourceChange | undefined,
  named: readonly ResourceChange[],
): ResourceChange[] =>
  managed.filter(
    (change) =>
      change.type === RESOURCES.scopeMappings.type &&
      (named.includes(change) ||
        (provider !== undefined && refers(plan, provider, "property_mappings", change))),
  );

/** An integration with its resources in one list. */
function withRoles(integration: Omit<Integration, "roles">): Integration {
  const one = (role: SingleRole): [Role, ResourceChange][] => {
    const change = integration[role];
    return change === undefined ? [] : [[role, change]];
  };
  const several = (role: ListRole) =>
    integration[role].map((change): [Role, ResourceChange] => [role, change]);
  const { statement } = integration;
  const roles = [
    ...SINGLE.slice(0, 3).flatMap(one),
    ...several("withdrawals"),
    ...SINGLE.slice(3, 6).flatMap(one),
    ...several("groups"),
    ...several("scopeMappings"),
    ...SINGLE.slice(6).flatMap(one),
    ...several("bindings"),
    ...several("policies"),
    ...(statement ? [["statement", statement.change] as [Role, ResourceChange]] : []),
  ];
  return { ...integration, roles };
}

/** All resources of an integration. */
export const resourcesOf = (integration: Integration): ResourceChange[] =>
  integration.roles.map(([, change]) => change);
