import type { Gate } from "./gate";

/** A destroy puts back what was found, and nothing else. */
export const wayBack: Gate = {
  id: "way-back",
  why: "What is put back is written when the integration is destroyed, long after anybody has read it: it must not lead to another provider, or to a method with which nobody can log in.",
};
