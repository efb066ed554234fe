import type { Gate } from "./gate";

/** EspoCRM must not trust anybody but its own authentik. */
export const foreignEndpoint: Gate = {
  id: "foreign-endpoint",
  why: "EspoCRM sends the client secret to its token endpoint, believes the keys and the answers of the others, and sends people there to sign in: whoever has one of these addresses can sign in as anybody.",
};
