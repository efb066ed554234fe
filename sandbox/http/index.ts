export type { FaultEffect } from "./faults";
export type { JournaledRequest } from "./journal";
export { maskedBody } from "./masking";
export { startSandboxServer, type SandboxServer, type SandboxServerOptions } from "./server";
