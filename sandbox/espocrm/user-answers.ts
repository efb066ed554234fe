import type { Session } from "./authentication";
import type { SettingsData, Viewer } from "./settings";
import type { EspoCrmState } from "./state";
import { isAdmin, withoutCredentials, type Team, type User } from "./users";

/** What of the settings a user sees. */
export function viewerOf(user: User | undefined): Viewer {
  if (user === undefined) return "nobody";
  return isAdmin(user) ? "admin" : "user";
}

/**
 * The answer of `GET App/user`. The real one also lists all rights and preferences and is 36 kB;
 * here `acl` and `preferences` are empty.
 */
export function appUser(state: EspoCrmState, { user, token }: Session): SettingsData {
  const { settings, users } = state;
  const name = [user.firstName, user.lastName].filter((part) => part !== null).join(" ");
  const teams = users.teams().filter(({ id }) => user.teamsIds.includes(id));
  return {
    user: {
      ...withoutCredentials(user),
      name,
      teamsNames: Object.fromEntries(teams.map((team) => [team.id, team.name])),
      emailAddressList: user.emailAddress === null ? [] : [user.emailAddress],
    },
    acl: {},
    preferences: {},
    token: token?.token ?? null,
    settings: settings.view(viewerOf(user)),
    language: settings.get("language"),
    appParams: {
      passwordChangeForNonAdminDisabled: settings.authenticationMethod() !== "Espo",
      logoutWait: settings.authenticationMethod() === "Oidc",
    },
  };
}

/** The answer of `GET Team`: all teams for an administrator, their own for others. */
export function teamList(state: EspoCrmState, user: User, query: URLSearchParams): SettingsData {
  const teams = state.users.teams().filter(({ id }) => isAdmin(user) || user.teamsIds.includes(id));
  const offset = Number(query.get("offset") ?? 0);
  const maxSize = Number(query.get("maxSize") ?? state.settings.get("recordsPerPage"));
  const page: readonly Team[] = teams.slice(offset, offset + maxSize);
  return { total: teams.length, list: page };
}
