import type { Gate } from "./gate";

/** Nothing but the integration's own objects writes to EspoCRM, and these only what they are there for. */
export const foreignWrite: Gate = {
  id: "foreign-write",
  why: "Terraform writes as an administrator: such a request can switch passwords off, make an administrator, or send the credentials to another server, and no other part of this review looks into it.",
};
