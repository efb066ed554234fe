import type { CodeChange } from "../model";
import { actionOf } from "../plan/change";
import type { ResourceChange } from "../plan/plan-json";
import { quoted } from "../render/text";

/** The code of a policy or a scope mapping, where it changes. */
export function codeChange(object: ResourceChange): CodeChange[] {
  if (actionOf(object) === "forget") return [];
  const { after: then, before: now } = object.change;
  const [old, fresh] = [code(now?.["expression"]), code(then?.["expression"])];
  if (old?.code === fresh?.code) return [];
  const name = quoted(String(then?.["name"] ?? now?.["name"]));
  return [{ name, before: old, after: fresh }];
}

const code = (expression: unknown) =>
  typeof expression === "string" ? { code: expression.trim() } : undefined;
