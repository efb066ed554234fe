import type { AuthentikState } from "../state/authentik-state";
import type { User } from "../state/models";
import { forbidden } from "./errors";

/** Who a request's `Authorization` header stands for; undefined without credentials. */
export function authenticate(state: AuthentikState, header: string | undefined): User | undefined {
  const [, scheme, key] = /^(\S+) +(.*)$/.exec((header ?? "").trim()) ?? [];
  if (scheme === undefined || key === undefined) return undefined;
  if (scheme.toLowerCase() !== "bearer") throw forbidden("Unsupported authentication type");
  const token = state.tokens.get(key);
  const user = token && state.users.get(token.user);
  if (!user?.is_active) throw forbidden("Token invalid/expired");
  return user;
}
