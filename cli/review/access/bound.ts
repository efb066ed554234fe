import { isEmpty } from "../plan/change";

/** Whether an attribute of a binding binds nothing: authentik's provider says 0 where it is no user. */
export const isUnbound = (id: unknown): boolean => isEmpty(id) || id === 0;
