import { isTruthy } from "../php";
import type { EspoCrmState } from "../state";
import { isOfPortal, type User } from "../users";
import { claimedTeams } from "./teams";
import type { Claims } from "./user-info";
import { checkLength, claimedUserName } from "./user-name";

/** The user whom the claims name, created or brought up to date; undefined if they may not in. */
export function matchUser(state: EspoCrmState, claims: Claims): User | undefined {
  const userName = claimedUserName(state, claims);
  const user = state.users.named(userName);
  if (user === undefined) return createUser(state, userName, claims);
  const refusal = reasonToRefuse(state, user);
  if (refusal !== undefined) {
    state.log.info(`Oidc: User ${user.id} found but it's ${refusal}.`);
    return undefined;
  }
  synchronize(state, user, userName, claims);
  return user;
}

function reasonToRefuse({ portal, settings }: EspoCrmState, user: User): string | undefined {
  if (!user.isActive) return "not active";
  if (portal !== undefined) {
    if (user.type !== "portal") return "not portal user";
    return isOfPortal(user, portal.id) ? undefined : "not related to current portal";
  }
  if (user.type === "api" || user.type === "portal") return "neither regular user nor admin";
  if (user.type === "super-admin") return "super-admin, not allowed";
  if (user.type === "admin" && !isTruthy(settings.get("oidcAllowAdminUser"))) {
    return "admin, not allowed";
  }
  return undefined;
}

function createUser(state: EspoCrmState, userName: string, claims: Claims): User | undefined {
  if (!isTruthy(state.settings.get("oidcCreateUser"))) {
    // EspoCRM itself refuses this one without a line in its log.
    state.log.info(`Oidc: No user \`${userName}\`, and none is to be created.`);
    return undefined;
  }
  checkLength(state, userName);
  const user = state.users.add({
    userName,
    ...(state.portal && { type: "portal", portalsIds: [state.portal.id] }),
  });
  return Object.assign(user, personalData(claims), { teamsIds: claimedTeams(state, claims) });
}

function synchronize(state: EspoCrmState, user: User, userName: string, claims: Claims): void {
  const sync = isTruthy(state.settings.get("oidcSync"));
  const syncTeams = isTruthy(state.settings.get("oidcSyncTeams"));
  if (!sync && !syncTeams) return;
  checkLength(state, userName);
  // Users are found whatever the case of their names, but only lower-case ones can be written.
  if (user.userName !== userName) {
    throw state.log.fatal("Could not sync user. Username mismatch.");
  }
  if (sync) Object.assign(user, personalData(claims));
  if (syncTeams) user.teamsIds = claimedTeams(state, claims);
}

type PersonalData = Pick<
  User,
  "emailAddress" | "phoneNumber" | "firstName" | "lastName" | "gender"
>;

/** A missing claim empties its field. */
function personalData(claims: Claims): PersonalData {
  const text = (name: string): string | null => {
    const value = claims[name];
    return typeof value === "string" ? value : null;
  };
  const genders = new Map([
    ["male", "Male"],
    ["female", "Female"],
  ]);
  return {
    emailAddress: text("email"),
    phoneNumber: text("phone_number"),
    firstName: text("given_name"),
    lastName: text("family_name"),
    gender: genders.get(text("gender") ?? "") ?? null,
  };
}
