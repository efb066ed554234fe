import { attributeLabel } from "./attributes";
import { actionOf } from "./change";
import { list } from "./look-ups";
import type { ResourceChange } from "./plan-json";
import { quoted, say, type Text } from "../render/text";

/** Terraform's reasons for a replacement, in words. */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "its creation broke off, or somebody tainted it",
  replace_by_request: "the option -replace asks for it",
  replace_by_triggers: "what it depends on changes",
};

/** Why Terraform makes a resource anew; `undefined` where it does not, or does not say why. */
export function replacementCause(change: ResourceChange): Text | undefined {
  if (actionOf(change) !== "replace") return undefined;
  const reason = REASONS[change.action_reason ?? ""];
  if (reason !== undefined) return say`${reason}`;
  const attributes = [...new Set((change.change.replace_paths ?? []).map(([first]) => first))];
  if (attributes.length === 0) return undefined;
  const names = attributes.map((attribute) => {
    const label = attributeLabel(change.type, String(attribute));
    return label === undefined ? say`${quoted(String(attribute))}` : say`${label}`;
  });
  return say`${list(names)} can't be changed in place`;
}
