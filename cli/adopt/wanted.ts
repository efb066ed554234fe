import { actionOf } from "../review/plan/change";
import type { Integration } from "../review/plan/integrations";
import type { ResourceChange } from "../review/plan/plan-json";

/** Whether a plan makes a resource new: nothing of it is in the state, and nothing is imported. */
export const isMade = (change: ResourceChange): boolean =>
  actionOf(change) === "create" && !change.change.importing && !change.previous_address;

/** A text that an attribute will have; undefined where that is not known yet. */
export const textOf = (change: ResourceChange | undefined, name: string): string | undefined => {
  const value = change?.change.after?.[name] ?? change?.change.before?.[name];
  return typeof value === "string" && value !== "" ? value : undefined;
};

/** Whether a plan would make anything of an integration in authentik. */
export const makesAnything = ({ application, bindings, groups, policies, provider }: Integration) =>
  [...bindings, ...policies, ...groups, application, provider].some(
    (change) => change !== undefined && isMade(change),
  );
