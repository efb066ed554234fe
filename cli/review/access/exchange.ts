import { bindingName } from "../effects/authentik";
import type { Situation } from "../effects/situation";
import type { Impact } from "../model";
import { actionOf, createsFirst } from "../plan/change";
import type { LookUps } from "../plan/look-ups";
import type { ResourceChange, Values } from "../plan/plan-json";
import { unindexed } from "../plan/references";
import { say, strong } from "../render/text";

/** Between its deletion and its creation a binding does not count. */
export function madeAnew(binding: ResourceChange, lookUps: LookUps): Impact[] {
  if (actionOf(binding) !== "replace") return [];
  const name = bindingName(binding, lookUps);
  return [
    {
      text: createsFirst(binding)
        ? say`${name} is made anew, and the old one goes when the new one is there.`
        : say`${name} is deleted and made anew: for a moment the others alone decide, and without another one authentik lets every one of its users through.`,
      reason: createsFirst(binding)
        ? say`a binding is made anew`
        : say`a binding is deleted and made anew`,
    },
  ];
}

/** What is between the bindings that decide until now and the others that decide from then on. */
export function exchange(situation: Situation): Impact[] {
  const { access, integration } = situation;
  const { bindings } = integration;
  const leaving = bindings.filter((one) => decidesBefore(one) && !decidesAfter(one));
  const coming = bindings.filter((one) => !decidesBefore(one) && decidesAfter(one));
  const stays = bindings.some((one) => decidesBefore(one) && decidesAfter(one));
  if (stays || leaving.length === 0 || coming.length === 0) return [];
  if (inOrder(situation, leaving, coming)) {
    const both = access.after?.mode === "all" ? " For that moment people must pass both." : "";
    return [
      {
        text: say`The new bindings are made before the old ones go: at no moment does authentik let every one of its users through.${both}`,
      },
    ];
  }
  return [
    {
      text: say`No binding stays in force, and those that go, or are switched off, may do so before the new ones are there: for seconds, or until it is applied again if applying stops in between, ${strong`authentik lets every one of its users through`}. To avoid that, make it two changes: one that adds the new bindings, and after it one that takes the old ones out.`,
      reason: say`for a moment authentik may let every one of its users through`,
    },
  ];
}

const counts = (values: Values | null | undefined): boolean =>
  Boolean(values) && values?.["enabled"] !== false;

const decidesBefore = ({ change }: ResourceChange): boolean => counts(change.before);

/** What Terraform forgets stays in authentik. */
const decidesAfter = (one: ResourceChange): boolean =>
  counts(actionOf(one) === "forget" ? one.change.before : one.change.after);

/**
 * Whether Terraform is bound to make first what comes: it keeps the order of what is deleted in its state
 * from the last apply, and the last apply was one by a construct that asks for it.
 */
function inOrder(
  { integration, plan }: Situation,
  leaving: readonly ResourceChange[],
  coming: readonly ResourceChange[],
): boolean {
  const { secret, statement } = integration;
  if (!statement?.before?.bindingsGoLast || !statement.after?.bindingsGoLast) return false;
  const known = statement.before.resources.get("bindings") ?? [];
  const prefix = secret?.module_address ? `${secret.module_address}.` : "";
  const first = (secret && plan.configured.get(unindexed(secret.address))?.depends_on) ?? [];
  return (
    leaving.every((one) => actionOf(one) === "delete" && known.includes(one.address)) &&
    coming.every(({ address }) => first.some((name) => prefix + name === unindexed(address)))
  );
}
