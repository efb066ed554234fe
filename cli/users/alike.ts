import type { UserAccount } from "../servers/espocrm/accounts";
import type { Login } from "./fate";
import { lowered } from "./normalization";

/** How the name of a person differs from that of an account that is probably the same person's. */
export type Difference = "case" | "e-mail form" | "dots" | "accents" | "e-mail address";

/** A person and an account that don't find each other, and probably belong together. */
export interface Alike {
  readonly login: Login;
  readonly account: UserAccount;
  /** What differs; "e-mail address": the names do, and the addresses are the same. */
  readonly difference: Difference;
}

/** Names from the nearest to the farthest, each with more taken away. */
const FORMS: readonly (readonly [Difference, (name: string) => string])[] = [
  ["case", (name) => name.toLowerCase()],
  ["e-mail form", (name) => name.replace(/@[^@]*$/, "")],
  ["dots", (name) => name.replace(/[\s._-]+/g, "")],
  ["accents", (name) => name.normalize("NFD").replace(/\p{M}+/gu, "")],
];

const formsOf = (name: string): string[] => {
  let form = name;
  return FORMS.map(([, simpler]) => (form = simpler(form)));
};

/** The farthest form of a name; names that share it are alike. */
const keyOf = (name: string): string => formsOf(name).at(-1) ?? "";

/**
 * Pairs accounts that nobody reaches with people who don't get in to one: by their names, and else by
 * their e-mail addresses. An account is paired with one person at most.
 */
export function alike(
  accounts: readonly UserAccount[],
  logins: readonly Login[],
): readonly Alike[] {
  const byName = new Map<string, Login>();
  const byAddress = new Map<string, Login>();
  for (const login of logins) {
    const { claim, email, username } = login.person;
    for (const name of [username, claim ?? ""]) keep(byName, keyOf(name), login);
    keep(byAddress, email.toLowerCase(), login);
  }
  return accounts.flatMap((account): Alike[] => {
    const named = byName.get(keyOf(account.userName));
    if (named !== undefined && comesTo(named, account)) return [];
    if (named !== undefined) {
      return [{ account, login: named, difference: differenceOf(account.userName, named) }];
    }
    const address = account.emailAddress?.toLowerCase() ?? "";
    const addressed = address === "" ? undefined : byAddress.get(address);
    return addressed === undefined
      ? []
      : [{ account, login: addressed, difference: "e-mail address" }];
  });
}

/** Whether EspoCRM finds the account by the name, and refuses for another reason. */
const comesTo = ({ fate }: Login, account: UserAccount): boolean =>
  fate.kind === "refused" && fate.why !== "other-case" && fate.account === account;

function keep(map: Map<string, Login>, key: string, login: Login): void {
  if (key !== "" && !map.has(key)) map.set(key, login);
}

function differenceOf(userName: string, { person: { claim, username } }: Login): Difference {
  const forms = formsOf(userName);
  const others = [username, claim ?? ""].map(formsOf);
  const nearest = FORMS.findIndex((_, index) =>
    others.some((other) => other[index] === forms[index]),
  );
  return FORMS[nearest]?.[0] ?? "accents";
}

/** Whether two e-mail addresses are both there, and not the same. */
export const areOthers = (one: string | null | undefined, other: string): boolean =>
  Boolean(one) && other !== "" && lowered(one ?? "") !== lowered(other);
