import { z } from "zod";
import type { EspoCrmState } from "../state";
import type { Claims } from "./user-info";

const ids = z.array(z.string()).catch([]);
const columns = z.record(z.string(), z.object({ group: z.string().nullish() })).catch({});

/**
 * Ids of the teams that a user is given: of `oidcTeamsIds` those whose group in `oidcTeamsColumns`
 * is in the claim, and those without a group. Teams that do not exist are passed over.
 */
export function claimedTeams({ settings, users }: EspoCrmState, claims: Claims): string[] {
  const existing = new Set(users.teams().map(({ id }) => id));
  const groupOf = columns.parse(settings.get("oidcTeamsColumns"));
  const groups = groupsIn(claims, settings.text("oidcGroupClaim"));
  return ids.parse(settings.get("oidcTeamsIds")).filter((id) => {
    const group = groupOf[id]?.group;
    return existing.has(id) && (!group || groups.includes(group));
  });
}

function groupsIn(claims: Claims, claim: string | null): readonly unknown[] {
  const value = claim ? claims[claim] : undefined;
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value : [];
}
