import type { AuthentikState } from "../state/authentik-state";
import type { User } from "../state/models";
import { forbidden } from "./errors";

/** Whose token a request's `Authorization` header has; undefined without one. */
export function authenticate(state: AuthentikState, header = ""): User | undefined {
  const [, key] = /^bearer +(.*)$/i.exec(header.trim()) ?? [];
  if (key === undefined) return undefined;
  const token = state.tokens.get(key);
  const user = token && state.users.get(token.user);
  if (token?.intent !== "api" || !user?.is_active) throw forbidden("Token invalid/expired");
  return user;
}
