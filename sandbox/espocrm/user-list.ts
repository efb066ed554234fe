import { EspoError, forbidden } from "./errors";
import type { SettingsData } from "./settings";
import type { EspoCrmState } from "./state";
import { isAdmin, type User } from "./users";

/** What `select` can name besides the id, which is always given. */
const ATTRIBUTES = [
  "userName",
  "type",
  "isActive",
  "emailAddress",
  "firstName",
  "lastName",
] as const;

/**
 * The answer of `GET User` to an administrator, to whom super-administrators are not shown. Of EspoCRM's
 * conditions the sandbox knows one:
 * `where[0][type]=equals&where[0][attribute]=userName&where[0][value]=…`; of its orders that by `userName`.
 */
export function userList(state: EspoCrmState, asking: User, query: URLSearchParams): SettingsData {
  if (!isAdmin(asking)) throw forbidden();
  const maxSize = Number(query.get("maxSize") ?? state.settings.get("recordsPerPage"));
  const limit = Number(state.settings.get("recordListMaxSizeLimit") ?? 200);
  if (maxSize > limit) throw new EspoError(403, `Max size should not exceed ${limit}.`);
  const isWanted =
    query.get("where[0][type]") === "equals" && query.get("where[0][attribute]") === "userName"
      ? (user: User) => user.userName === query.get("where[0][value]")
      : () => true;
  const found = state.users
    .list()
    .filter((user) => isWanted(user) && (user.type !== "super-admin" || user.id === asking.id));
  const offset = Number(query.get("offset") ?? 0);
  const list = ordered(found, query)
    .slice(offset, offset + maxSize)
    .map((user) => selected(user, query.get("select")));
  return { total: found.length, list };
}

function ordered(users: readonly User[], query: URLSearchParams): readonly User[] {
  if (query.get("orderBy") !== "userName") return users;
  const sign = query.get("order") === "desc" ? -1 : 1;
  return [...users].sort((a, b) => (a.userName < b.userName ? -sign : sign));
}

function selected(user: User, select: string | null): object {
  const wanted = select?.split(",") ?? ATTRIBUTES;
  const shown = ATTRIBUTES.filter((name) => wanted.includes(name));
  return { id: user.id, ...Object.fromEntries(shown.map((name) => [name, user[name]])) };
}
