import type { UserAccount } from "../servers/espocrm/accounts";
import { type Alike, alike, areOthers } from "./alike";
import { fateOf, isAdministrator, isPersons, type Login } from "./fate";
import { lowered, type Normalization } from "./normalization";
import type { Person } from "./person";
import type { Switches } from "./switches";

/** Somebody who would get into an account that may be another's. */
export interface Takeover {
  readonly login: Login;
  /** The account's user name. */
  readonly userName: string;
  /**
   * `shared`: several people come to this user name; `changed`: the name is the account's only after
   * EspoCRM has changed characters of it; `service`: it is a program's account at authentik.
   */
  readonly how: "shared" | "changed" | "service";
  /** Whether the account is an administrator's. */
  readonly isAdministrator: boolean;
}

/** An active account of a person whom authentik brings nobody to. */
export interface Unreached {
  readonly account: UserAccount;
  /** Why: nobody of that name at authentik, an inactive user, one whom no binding lets in, or EspoCRM. */
  readonly why: "no-user" | "user-inactive" | "not-let-in" | "espocrm";
  /** Whether its person can still log in with a password. */
  readonly password: boolean;
}

/** An active administrator's account. */
export interface Administrator {
  readonly account: UserAccount;
  /** Whether authentik brings somebody to it; "perhaps" where a policy decides. */
  readonly throughAuthentik: "yes" | "perhaps" | "no";
  /** Whether its person can still log in with a password. */
  readonly password: boolean;
}

/** Both sides' people, compared. */
export interface Comparison {
  /** Whom authentik lets in, or perhaps: people, and programs that come to an account. */
  readonly logins: readonly Login[];
  /** Active people at authentik whom no binding lets in. */
  readonly keptOut: number;
  /** Inactive users at authentik. */
  readonly inactive: number;
  readonly takeovers: readonly Takeover[];
  /** Who gets in to an account of the same name that has another e-mail address. */
  readonly otherAddress: readonly Login[];
  readonly unreached: readonly Unreached[];
  readonly administrators: readonly Administrator[];
  readonly alike: readonly Alike[];
  /** Active accounts of people in EspoCRM: administrators and regular users. */
  readonly accounts: number;
  /** Accounts that are not compared: inactive ones, and those of programs and portals. */
  readonly accountsLeftOut: number;
}

/** Compares authentik's users with EspoCRM's accounts. */
export function compare(
  people: readonly Person[],
  accounts: readonly UserAccount[],
  normalization: Normalization,
  switches: Switches,
): Comparison {
  // EspoCRM's database compares names whatever their case (MariaDB, MySQL).
  const byName = new Map(accounts.map((account) => [lowered(account.userName), account]));
  const users = new Map<string, Person>();
  const logins: Login[] = [];
  for (const person of people) {
    const userName = person.claim === undefined ? undefined : normalization.of(person.claim);
    const account = userName === undefined ? undefined : byName.get(userName);
    if (userName !== undefined && account !== undefined)
      users.set(lowered(account.userName), person);
    if (!person.isActive || person.entry === "no") continue;
    const fate = fateOf(userName, account, switches);
    if (!person.isService || fate.kind === "enters") logins.push({ person, userName, fate });
  }
  const reached = reachedBy(logins);
  const persons = accounts.filter((account) => account.isActive && isPersons(account));
  const password = (account: UserAccount): boolean =>
    isAdministrator(account) ? switches.fallback : switches.regularFallback;
  const unreached = persons
    .filter((account) => !reached.has(account))
    .map((account) => ({
      account,
      password: password(account),
      why: whyUnreached(users.get(lowered(account.userName))),
    }));
  const outside = logins.filter(({ fate }) => fate.kind !== "enters");
  return {
    logins,
    keptOut: people.filter((one) => one.isActive && !one.isService && one.entry === "no").length,
    inactive: people.filter(({ isActive }) => !isActive).length,
    takeovers: takeoversIn(logins),
    otherAddress: logins.filter(
      ({ fate, person }) =>
        fate.kind === "enters" && areOthers(fate.account.emailAddress, person.email),
    ),
    unreached,
    administrators: persons.filter(isAdministrator).map((account) => ({
      account,
      throughAuthentik: reached.get(account) ?? "no",
      password: password(account),
    })),
    alike: alike(
      unreached.map(({ account }) => account),
      outside,
    ),
    accounts: persons.length,
    accountsLeftOut: accounts.length - persons.length,
  };
}

/** Accounts that somebody gets in to; "perhaps" where only a policy may let them in. */
function reachedBy(logins: readonly Login[]): ReadonlyMap<UserAccount, "yes" | "perhaps"> {
  const reached = new Map<UserAccount, "yes" | "perhaps">();
  for (const { fate, person } of logins) {
    if (fate.kind !== "enters") continue;
    if (person.entry === "yes") reached.set(fate.account, "yes");
    else if (!reached.has(fate.account)) reached.set(fate.account, "perhaps");
  }
  return reached;
}

function whyUnreached(user: Person | undefined): Unreached["why"] {
  if (user === undefined) return "no-user";
  if (!user.isActive) return "user-inactive";
  return user.entry === "no" ? "not-let-in" : "espocrm";
}

function takeoversIn(logins: readonly Login[]): readonly Takeover[] {
  const counts = new Map<string, number>();
  const comers = logins.filter(({ fate }) => fate.kind !== "refused");
  for (const { userName = "" } of comers) counts.set(userName, (counts.get(userName) ?? 0) + 1);
  return comers.flatMap((login): Takeover[] => {
    const { fate, person, userName = "" } = login;
    const enters = fate.kind === "enters";
    const how =
      (counts.get(userName) ?? 0) > 1
        ? "shared"
        : enters && person.isService
          ? "service"
          : enters && lowered(person.claim ?? "") !== userName
            ? "changed"
            : undefined;
    if (how === undefined) return [];
    return [
      {
        login,
        how,
        userName: enters ? fate.account.userName : userName,
        isAdministrator: enters && isAdministrator(fate.account),
      },
    ];
  });
}
