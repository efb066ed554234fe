import { unchangedAccess } from "../access/change";
import type { AccessChange, Row } from "../model";
import { actionOf } from "../plan/change";
import type { LookUps } from "../plan/look-ups";
import { type ResourceChange } from "../plan/plan-json";
import { say, type Text } from "../render/text";
import type { Situation } from "./situation";

/** What the tables of a review show. */
interface Shown {
  readonly access: AccessChange | undefined;
  readonly authentik: readonly Row[];
  readonly settings: readonly Row[];
}

/** What of an integration stays as it is, where something else of it changes: silence would not tell. */
export function staying(situation: Situation, shown: Shown, lookUps: LookUps): Text[] {
  const { access } = shown;
  const rest = situation.integration.roles.filter(([, change]) => !isLeft(change));
  const touches = (prefix: string) => rest.some(([, { type }]) => type.startsWith(prefix));
  const lets = access === undefined ? unchangedAccess(situation, lookUps) : undefined;
  const settings = rest.some(([role]) => ["settings", "secret", "withdrawals"].includes(role));
  return [
    ...(access === undefined &&
    lets !== undefined &&
    !touches("authentik_policy") &&
    !rest.some(([role, { change }]) => role === "groups" && change.before) &&
    !isRewired(situation)
      ? [say`whom authentik lets in: ${lets}`]
      : []),
    ...(shown.settings.length === 0 && !settings ? [say`EspoCRM's settings`] : []),
    ...(shown.authentik.length === 0 && !touches("authentik_") ? [say`authentik's objects`] : []),
  ];
}

const isLeft = (change: ResourceChange): boolean => actionOf(change) === "no-op";

/** Whether the application is another one, or of another provider: then its bindings alone say little. */
function isRewired({ integration: { application, provider } }: Situation): boolean {
  const both = [application, provider].map((change) => change && actionOf(change));
  if (both.some((action) => action !== "update" && action !== "no-op")) return true;
  const { after, before } = application?.change ?? {};
  return (
    before?.["protocol_provider"] !== after?.["protocol_provider"] ||
    before?.["policy_engine_mode"] !== after?.["policy_engine_mode"]
  );
}
