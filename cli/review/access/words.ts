import { type Access, type Condition, counting, extent } from "./access";
import type { Undeclared } from "./live-binding";
import { referred } from "./sides";
import { isUnbound } from "./bound";
import type { Integration } from "../plan/integrations";
import { list, type LookUps } from "../plan/look-ups";
import type { Plan, ResourceChange } from "../plan/plan-json";
import { joined, quoted, say, strong, type Text } from "../render/text";

/** What names a condition's group, user or policy. */
export type Namer = (condition: Condition) => Text;

/** Where names are looked for. */
interface NamedIn {
  readonly integration: Integration;
  readonly plan: Plan;
  readonly undeclared?: Undeclared | undefined;
}

/** Names what the conditions of an integration bind. */
export function namer(
  { integration: { bindings, policies }, plan, undeclared }: NamedIn,
  lookUps: LookUps,
): Namer {
  const others = undeclared?.kind === "seen" ? undeclared.bindings : [];
  return ({ id, kind }) => {
    const policy = policies.find(({ address }) => address === id);
    if (policy) return say`${policyName(policy)}`;
    const planned = bindings.find((binding) => referred(plan, binding, kind) === id);
    const name = planned && lookUps.plannedName(planned, kind);
    if (name !== undefined) return name;
    const binding = bindings.find(({ change }) =>
      [change.before?.[kind], change.after?.[kind]].some(
        (bound) => !isUnbound(bound) && String(bound) === id,
      ),
    );
    if (binding !== undefined) return lookUps.boundName(binding, kind, id);
    const other = others.find((one) => one.kind === kind && one.id === id);
    if (other !== undefined) return say`${quoted(other.name)}`;
    return lookUps.name(kind === "policy" ? "policy_expression" : kind, id);
  };
}

/** Name of a policy. */
export const policyName = ({ change }: ResourceChange) =>
  quoted(String(change.after?.["name"] ?? change.before?.["name"]));

/** Who gets in, in words. */
export function describe(access: Access, name: Namer): Text {
  const conditions = counting(access);
  const off = access.conditions.filter(({ enabled }) => !enabled);
  const idle =
    off.length === 0
      ? say``
      : say` Switched off, so without effect: ${list(off.map((one) => say`${one.kind} ${name(one)}`))}.`;
  if (conditions.length === 0)
    return say`${strong`every user of this authentik`}, because no binding that Terraform knows restricts it.${idle}`;
  const reach = extent(access);
  const everybody = reach === "everybody" ? say`${strong`in effect every user`}: ` : say``;
  const nobody = reach === "nobody" ? say`${strong`nobody`}: ` : say``;
  const words = conditions.map((condition) => conditionWords(condition, name));
  const [only] = words;
  if (words.length === 1 && only) return say`${everybody}${nobody}whoever ${only}.${idle}`;
  const between = access.mode === "any" ? ", or " : ", and ";
  const lead =
    access.mode === "any"
      ? say`whoever meets ${strong`any`} of these: `
      : say`only who meets ${strong`all`} of these: `;
  return say`${everybody}${nobody}${lead}${joined(words, between)}.${idle}`;
}

/** A condition in words, to go on after "whoever". */
export function conditionWords(condition: Condition, name: Namer): Text {
  const { constant, failureResult, kind, negate } = condition;
  const what = name(condition);
  switch (kind) {
    case "group":
      return negate
        ? say`is ${strong`not`} in the group ${what} (nor in a child group of it)`
        : say`is in the group ${what} (or in a child group of it)`;
    case "user":
      return negate ? say`is ${strong`not`} the user ${what}` : say`is the user ${what}`;
    case "policy": {
      const verb = negate ? say`is ${strong`not`} passed by the policy` : say`passes the policy`;
      if (constant !== undefined)
        return say`${verb} ${what} (which says ${constant ? "yes" : "no"} to everybody)`;
      const failing = failureResult !== negate;
      return failing ? say`${verb} ${what} (and when that fails to run)` : say`${verb} ${what}`;
    }
  }
}
