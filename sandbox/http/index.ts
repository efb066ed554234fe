export * from "./faults";
export * from "./journal";
export { maskedBody, maskedUrl } from "./masking";
export type { Listener, ListenOptions } from "./listener";
export * from "./server";
