import { forbidden } from "./errors";
import type { SettingsData } from "./settings";
import type { EspoCrmState } from "./state";
import type { User } from "./users";

/**
 * The answer of `GET User` to an administrator. Of EspoCRM's conditions the sandbox knows one:
 * `where[0][type]=equals&where[0][attribute]=userName&where[0][value]=…`.
 */
export function userList(state: EspoCrmState, asking: User, query: URLSearchParams): SettingsData {
  if (asking.type !== "admin") throw forbidden();
  const isWanted =
    query.get("where[0][type]") === "equals" && query.get("where[0][attribute]") === "userName"
      ? (user: User) => user.userName === query.get("where[0][value]")
      : () => true;
  const found = state.users.list().filter(isWanted);
  const maxSize = Number(query.get("maxSize") ?? state.settings.get("recordsPerPage"));
  const list = found
    .slice(0, maxSize)
    .map(({ id, isActive, type, userName }) => ({ id, userName, type, isActive }));
  return { total: found.length, list };
}
