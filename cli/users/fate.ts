import type { UserAccount } from "../servers/espocrm/accounts";
import { LONGEST_USER_NAME } from "./normalization";
import type { Person } from "./person";
import type { Switches } from "./switches";

/** Why EspoCRM lets somebody not in whom authentik does, in words. */
export const REFUSALS = {
  "no-account": "has no EspoCRM account, and none is made (login.createUsers)",
  "account-inactive": "EspoCRM's account is not active",
  administrator: "EspoCRM's account is an administrator's, who may not (login.allowAdministrators)",
  "account-type": "EspoCRM's account is of a type that does not sign in so",
  "name-too-long": `has no EspoCRM account, and none can be made: the name has more than ${LONGEST_USER_NAME} characters`,
  "no-claim":
    "authentik has nothing for the claim with the user name: EspoCRM answers with an empty 500",
  "other-case":
    "EspoCRM's account has capital letters, and can't be synchronized (login.syncUsers, login.syncTeams): an empty 500",
} as const;

/** Why EspoCRM lets somebody not in whom authentik does. */
export type Refusal = keyof typeof REFUSALS;

/** What a login comes to. */
export type Fate =
  | { readonly kind: "enters"; readonly account: UserAccount }
  | { readonly kind: "created" }
  | { readonly kind: "refused"; readonly why: Refusal; readonly account?: UserAccount };

/** Somebody whom authentik lets in, or perhaps, and what EspoCRM does then. */
export interface Login {
  readonly person: Person;
  /** The user name that EspoCRM looks for; undefined without a claim. */
  readonly userName: string | undefined;
  readonly fate: Fate;
}

/** Whether an account is one that a person signs in to at EspoCRM itself: not at a portal, not a program's. */
export const isPersons = ({ type }: UserAccount): boolean =>
  type === "regular" || isAdministrator({ type });

/** Whether an account is an administrator's. */
export const isAdministrator = ({ type }: Pick<UserAccount, "type">): boolean => type === "admin";

/** What EspoCRM does with a user name, as its OpenID Connect login does it. */
export function fateOf(
  userName: string | undefined,
  account: UserAccount | undefined,
  switches: Switches,
): Fate {
  if (userName === undefined) return refused("no-claim");
  if (account === undefined) {
    if (!switches.creates) return refused("no-account");
    return userName.length > LONGEST_USER_NAME ? refused("name-too-long") : { kind: "created" };
  }
  if (!account.isActive) return refused("account-inactive", account);
  if (!isPersons(account)) return refused("account-type", account);
  if (isAdministrator(account) && !switches.administrators)
    return refused("administrator", account);
  if (switches.synchronizes && account.userName !== userName) return refused("other-case", account);
  return { kind: "enters", account };
}

const refused = (why: Refusal, account?: UserAccount): Fate =>
  account === undefined ? { kind: "refused", why } : { kind: "refused", why, account };
