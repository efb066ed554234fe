import type { Reference } from "./props";

/**
 * How far logging out of EspoCRM goes: `everywhere` ends the session at authentik, too, and with it that
 * of every application that authentik tells; `here` leaves it, and the next login asks for no password.
 */
export type Logout = "everywhere" | "here";

/** authentik's own flow for each, by slug. Only the first one has a stage that logs out of authentik. */
const FLOWS: Readonly<Record<Logout, string>> = {
  everywhere: "default-invalidation-flow",
  here: "default-provider-invalidation-flow",
};

/** Whether it is one of the two words; a program may give anything. */
export const isLogout = (word: unknown): word is Logout => word === "everywhere" || word === "here";

/** The flow that runs at logout: of what is no known word the one that always ran. */
export const flowOfLogout = (word: unknown): string => FLOWS[isLogout(word) ? word : "here"];

/** What one of authentik's own flows does; `undefined` of any other, which may do either. */
export const logoutOf = (flow: Reference | undefined): Logout | undefined =>
  flow === FLOWS.everywhere ? "everywhere" : flow === FLOWS.here ? "here" : undefined;
