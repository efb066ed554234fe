import { actionOf } from "./change";
import type { Integration } from "./integrations";
import type { ResourceChange } from "./plan-json";

/** What resources of an integration are there for, where their types do not say it. */
export function purposesOf(integration: Integration): [ResourceChange, string][] {
  const { keyCache, observer, secret, secretOf, settings, snapshot, withdrawals } = integration;
  const single = [
    [observer, "reads EspoCRM's settings, and changes none"],
    [secret, "the client secret in EspoCRM"],
    [settings, "EspoCRM's settings, but for the client secret"],
    [keyCache, "clears EspoCRM's cache of authentik's keys"],
    [snapshot, "EspoCRM's settings before, to be put back"],
    [secretOf, "which provider the secret is of"],
  ] as const;
  return [
    ...single.flatMap(([change, purpose]): [ResourceChange, string][] =>
      change === undefined ? [] : [[change, purpose]],
    ),
    ...withdrawals.map((change): [ResourceChange, string] => [change, withdrawal(change)]),
  ];
}

const withdrawal = (change: ResourceChange): string =>
  actionOf(change) === "delete"
    ? "puts a setting back: the configuration no longer names it"
    : "puts a setting back once the configuration no longer names it";
