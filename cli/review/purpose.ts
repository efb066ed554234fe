import { actionOf } from "./change";
import { type Role, roleOf } from "./integrations";
import type { ResourceChange } from "./plan-json";

/** What resources are there for whose type does not say it. */
const PURPOSES: Readonly<Partial<Record<Role, string>>> = {
  observer: "reads EspoCRM's settings, and changes none",
  secret: "the client secret in EspoCRM",
  settings: "EspoCRM's settings, but for the client secret",
  withdrawals: "puts a setting back once the configuration no longer names it",
  keyCache: "clears EspoCRM's cache of authentik's keys",
  snapshot: "EspoCRM's settings before, to be put back",
  secretOf: "which provider the secret is of",
};

/** What a resource is there for, where its type does not say it. */
export function purposeOf(change: ResourceChange): string | undefined {
  const role = roleOf(change);
  if (role === "withdrawals" && actionOf(change) === "delete")
    return "puts a setting back: the configuration no longer names it";
  return role && PURPOSES[role];
}
