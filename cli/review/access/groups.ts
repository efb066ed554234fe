import type { Situation } from "../effects/situation";
import type { Impact } from "../model";
import { actionOf, isUnknown } from "../plan/change";
import { list, type LookUps } from "../plan/look-ups";
import { attributeParts } from "../plan/parts";
import type { Plan, ResourceChange } from "../plan/plan-json";
import { quoted, say, strong, type Text } from "../render/text";
import { counting } from "./access";

const PARENTS = "parents";
const ABOUT = ["authentik_group.parents"];

/** Groups come below others, or are below them no longer, by which bindings decide: no binding shows it. */
export function groupNotes(situation: Situation, lookUps: LookUps): Impact[] {
  const { access, integration, plan } = situation;
  const bound = new Set(
    access.after &&
      counting(access.after).flatMap(({ id, kind }) => (kind === "group" ? [id] : [])),
  );
  return integration.groups.flatMap((group) => {
    if (!["create", "replace", "update"].includes(actionOf(group))) return [];
    if (isUnknown(group, PARENTS) && typeof attributeParts(plan, group, PARENTS) !== "object")
      return [];
    const [now, then] = [above(group, plan, "before"), above(group, plan, "after")];
    const [gained, lost] = [
      then.filter((one) => !now.includes(one) && bound.has(one)),
      now.filter((one) => !then.includes(one) && bound.has(one)),
    ];
    const name = quoted(String(group.change.after?.["name"] ?? group.change.before?.["name"]));
    const named = (ids: readonly string[]): Text => list(ids.map((id) => lookUps.groupName(id)));
    return [
      ...(gained.length > 0
        ? [
            {
              text: say`Whoever ${actionOf(group) === "update" ? "is in" : "is put into"} the group ${name} ${strong`counts as a member of ${named(gained)}`} from now on, by which a binding decides.`,
              reason: say`who is in the group ${name} counts as a member of ${named(gained)}, by which a binding decides`,
              about: ABOUT,
            },
          ]
        : []),
      ...(lost.length > 0
        ? [
            {
              text: say`Whoever is in the group ${name} no longer counts as a member of ${named(lost)} by that, and a binding decides by it.`,
              reason: say`who is in the group ${name} no longer counts as a member of ${named(lost)}, by which a binding decides`,
              about: ABOUT,
            },
          ]
        : []),
    ];
  });
}

/** All groups above one, as far as the plan has them: ids, or addresses where there is no id yet. */
function above(
  group: ResourceChange,
  plan: Plan,
  when: "before" | "after",
  seen: readonly string[] = [],
): string[] {
  return parentsOf(group, plan, when).flatMap((parent) => {
    if (seen.includes(parent)) return [];
    const own = plan.changes.find(
      ({ address, change, type }) =>
        type === group.type &&
        (address === parent || [change.before?.["id"], change.after?.["id"]].includes(parent)),
    );
    return [parent, ...(own === undefined ? [] : above(own, plan, when, [...seen, parent]))];
  });
}

function parentsOf(group: ResourceChange, plan: Plan, when: "before" | "after"): string[] {
  if (when === "after" && isUnknown(group, PARENTS)) {
    const parts = attributeParts(plan, group, PARENTS);
    return typeof parts === "object"
      ? parts.map((part) => ("id" in part ? part.id : part.address))
      : [];
  }
  const values = group.change[when]?.[PARENTS];
  return Array.isArray(values) ? values.map(String) : [];
}
