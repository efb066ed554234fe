import { z } from "zod";
import type { Authentik } from "../servers/authentik/authentik";
import type { Binding } from "../servers/authentik/objects";
import type { Declaration } from "../verify/declaration";
import { paired } from "../verify/declared-bindings";
import { declaredConditions, liveConditions } from "./conditions";
import type { EntryRule, GroupRow } from "./entry";

const groupSchema = z.object({
  pk: z.string(),
  name: z.string(),
  parents: z.array(z.string()).default([]),
});

/** Who gets in once what is declared is applied, and what has to be said of it. */
export interface LookedUpRule extends EntryRule {
  readonly notes: readonly string[];
}

/**
 * Who gets in by the declared bindings, and by those that authentik's application has besides: an apply
 * does not take these away, unless Terraform made them once.
 * @param live bindings of the application, as authentik has them
 * @throws {ServerFault} where authentik does not tell
 */
export async function entryRule(
  { addedBindings, props }: Declaration,
  live: readonly Binding[],
  authentik: Authentik,
): Promise<LookedUpRule> {
  const { undeclared } = paired(props.bindings, live);
  const needsGroups =
    props.bindings.some(({ group }) => group) || undeclared.some(({ group }) => group);
  const groups = needsGroups ? await allGroups(authentik) : [];
  const own = declaredConditions(props.bindings, groups);
  const others = liveConditions(undeclared, groups);
  const missing = Math.max(0, addedBindings - undeclared.length);
  return {
    mode: props.application.policyEngineMode === "all" ? "all" : "any",
    conditions: [
      ...own.conditions,
      ...others.conditions,
      ...Array.from({ length: missing }, () => ({ holds: () => undefined })),
    ],
    notes: [
      ...own.notes,
      ...others.notes,
      ...(missing > 0
        ? ["The program adds bindings of its own, which are not known before they are made."]
        : []),
    ],
  };
}

async function allGroups(authentik: Authentik): Promise<readonly GroupRow[]> {
  const groups: GroupRow[] = [];
  const lean = {
    include_users: "false",
    include_children: "false",
    include_parents: "false",
    include_inherited_roles: "false",
    ordering: "name",
  };
  await authentik.eachPage("core/groups/", lean, groupSchema, (rows) => groups.push(...rows));
  return groups;
}
