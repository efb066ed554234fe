import { actionOf } from "../plan/change";
import { quoted, say } from "../render/text";
import type { Gate } from "./gate";

/** Terraform knows a provider by its number, and each authentik counts for itself. */
export const otherAuthentik: Gate = {
  id: "other-authentik",
  why: "Another authentik has something else under the number that Terraform knows our provider by: it would be overwritten, and whoever signs in through it could no longer.",
  check: ({ integration: { provider, statement }, plan }) => {
    const [from, to] = [statement?.before?.authentik, statement?.after?.authentik];
    if (provider === undefined || actionOf(provider) === "create") return [];
    if (from?.url === to?.url && from?.apiUrl === to?.apiUrl) return [];
    const drifted = plan.drift.find(({ address }) => address === provider.address)?.change;
    const [ours, theirs] = [drifted?.before?.["client_id"], drifted?.after?.["client_id"]];
    if (typeof ours !== "string" || typeof theirs !== "string" || ours === theirs) return [];
    return [
      {
        found: say`at authentik's new address the provider is another one: its client ID is ${quoted(theirs)}, not ${quoted(ours)}`,
        mend: say`where the address is wrong, correct it; where the integration moves to another authentik, have Terraform forget the old one, ${quoted(`terraform state rm ${provider.address}`)} (or the same with tofu) in the stack's folder, then plan again: the new one gets a provider of its own`,
      },
    ];
  },
};
