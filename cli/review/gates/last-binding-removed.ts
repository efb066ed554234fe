import { openToEveryone } from "../../../lib/rules/index";
import { extent } from "../access/access";
import { takenWith } from "../access/taken";
import { inSentence } from "../effects/authentik";
import { list } from "../plan/look-ups";
import { quoted, say } from "../render/text";
import type { Gate } from "./gate";

/** A restricted application must not become open by the way. */
export const lastBindingRemoved: Gate = {
  id: "last-binding-removed",
  why: openToEveryone.why,
  check: ({ access, integration, plan }) => {
    if (access.before === undefined || access.after === undefined) return [];
    if (extent(access.before) === "everybody" || extent(access.after) !== "everybody") return [];
    const bound = access.after.conditions.some(({ enabled }) => enabled);
    const taken = integration.bindings.flatMap((binding) => takenWith(binding, plan) ?? []);
    const [first] = taken;
    if (!bound && first !== undefined) {
      const names = list(taken.map((one) => inSentence(one) ?? say`${quoted(one.address)}`));
      return [
        {
          found: say`${names} ${taken.length === 1 ? "goes, and authentik deletes its bindings with it" : "go, and authentik deletes their bindings with them"}: every user of this authentik gets in`,
          mend: say`leave it in the configuration as long as it is bound; where only Terraform is to let go of it: ${quoted(`terraform state rm '${first.address}'`)} (or the same with tofu) in the stack's folder`,
        },
      ];
    }
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
