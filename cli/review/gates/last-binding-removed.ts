import { openToEveryone } from "../../../lib/rules/index";
import { extent } from "../access/access";
import { say } from "../render/text";
import type { Gate } from "./gate";

/** A restricted application must not become open by the way. */
export const lastBindingRemoved: Gate = {
  id: "last-binding-removed",
  why: openToEveryone.why,
  check: ({ access }) => {
    if (access.before === undefined || access.after === undefined) return [];
    if (extent(access.before) === "everybody" || extent(access.after) !== "everybody") return [];
    const bound = access.after.conditions.some(({ enabled }) => enabled);
    return [
      {
        found: bound
          ? say`the bindings that are left let every user of this authentik in`
          : say`no binding restricts the application any more: every user of this authentik gets in`,
        mend: say`keep a binding of a group, or switch this gate off with the reason`,
      },
    ];
  },
};
