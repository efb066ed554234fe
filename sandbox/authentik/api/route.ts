import { forbidden, permissionDenied } from "./errors";
import type { ApiAnswer, ApiRequest } from "./request";
import type { AuthentikState } from "../state/authentik-state";
import type { Permission, User } from "../state/models";

/** Who may use a route: everybody, everybody with a valid token, superusers, or who has a permission. */
export type Access = "anyone" | "authenticated" | "superuser" | Permission;

/** What one method of a path does. */
export interface Action {
  /** Who may. */
  readonly access: Access;
  /** Does it. */
  readonly run: (request: ApiRequest) => ApiAnswer;
}

/** A path of the API with all its methods. */
export interface Route {
  /** Below `/api/v3`, with a trailing slash; parameters as `:name`. */
  readonly path: string;
  /** By HTTP method. */
  readonly actions: Readonly<Record<string, Action>>;
}

/** Throws unless the caller has this access. */
export function permit(state: AuthentikState, access: Access, caller: User | undefined): void {
  if (access === "anyone") return;
  if (caller === undefined) throw forbidden("Authentication credentials were not provided.");
  if (access === "authenticated") return;
  const may = access === "superuser" ? state.isSuperuser(caller) : state.may(caller, access);
  if (!may) throw permissionDenied();
}
