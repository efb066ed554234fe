import { jsonObject } from "../plan/change";
import type { Values } from "../plan/plan-json";
import { quoted, say } from "../render/text";
import type { Gate } from "./gate";

/** An integration must not wander from one EspoCRM to another, and leave the first one behind. */
export const otherEspoCrm: Gate = {
  id: "other-espocrm",
  why: "The EspoCRM that it leaves stays on OIDC, at an application that no longer accepts its redirect URI: only administrators get in there, with their passwords. And what was found in it would be put back into the other one at the end.",
  check: ({ integration: { observer, provider, secretOf } }) => {
    const addressAt = (values: Values | null | undefined) =>
      (values?.["input"] as { espocrm?: unknown } | undefined)?.espocrm;
    const [from, to] = [addressAt(secretOf?.change.before), addressAt(secretOf?.change.after)];
    if (typeof from !== "string" || typeof to !== "string" || from === to) return [];
    const answer = jsonObject(observer?.change.before?.["api_response"]);
    const given = provider?.change.before?.["client_id"];
    // EspoCRM under a new address: it knows the client that authentik gave it.
    if (answer === undefined || (typeof given === "string" && answer["oidcClientId"] === given))
      return [];
    return [
      {
        found: say`the integration moves from ${quoted(from)} to another EspoCRM at ${quoted(to)}`,
        mend: say`destroy it at ${quoted(from)} first, or give the other EspoCRM an integration of its own; where it is the same EspoCRM, restored from a backup at a new address, switch this gate off with that reason`,
      },
    ];
  },
};
