import type { Comparison, Takeover, Unreached } from "../comparison";
import { type Fate, type Login, REFUSALS } from "../fate";

/** A group of people or accounts that go the same way. */
export interface Section {
  /** Stable name, for programs. */
  readonly id: string;
  /** What they have in common, for people. */
  readonly title: string;
  readonly rows: readonly PersonRow[];
}

/** Somebody at authentik, an account in EspoCRM, or both. */
export interface PersonRow {
  /** User name at authentik. @default - nobody there */
  readonly authentik?: string;
  /** User name in EspoCRM, as it is or as it would be. @default - none */
  readonly espocrm?: string;
  /** What there is to say besides. @default - nothing */
  readonly detail?: string;
}

const HOW: Readonly<Record<Takeover["how"], string>> = {
  shared: "several people come to this user name",
  changed: "only after EspoCRM has changed characters of the name",
  service: "a program's account at authentik",
};

const WHY: Readonly<Record<Unreached["why"], string>> = {
  "no-user": "no user at authentik comes to this name",
  "user-inactive": "authentik's user is not active",
  "not-let-in": "no binding lets authentik's user in",
  espocrm: "EspoCRM refuses the login",
};

const DIFFERENCES = {
  case: "differ by capitals",
  "e-mail form": "one is an e-mail address, the other is not, or of another domain",
  dots: "differ by dots, blanks, - or _",
  accents: "differ by accents",
  "e-mail address": "other names, the same e-mail address",
} as const;

/** Everybody, by what happens to them: what has to be looked at first. */
export function sectionsOf(comparison: Comparison): readonly Section[] {
  const { administrators, alike, logins, otherAddress, takeovers, unreached } = comparison;
  const fated = (kind: Fate["kind"]) => logins.filter(({ fate }) => fate.kind === kind);
  return [
    {
      id: "takeover",
      title: "Into another's account",
      rows: takeovers.map(({ how, isAdministrator, login, userName }) => ({
        authentik: login.person.username,
        espocrm: userName,
        detail: details(HOW[how], isAdministrator && "an administrator's account", perhaps(login)),
      })),
    },
    {
      id: "other-address",
      title: "The same name, and another e-mail address: the same person?",
      rows: otherAddress.map((login) => ({ ...both(login), detail: details(perhaps(login)) })),
    },
    {
      id: "administrator",
      title: "Administrators",
      rows: administrators.map(({ account, password, throughAuthentik }) => ({
        espocrm: account.userName,
        detail: details(
          `through authentik: ${throughAuthentik}`,
          `with a password: ${password ? "yes" : "no"}`,
        ),
      })),
    },
    {
      id: "alike",
      title: "Probably the same person",
      rows: alike.map(({ account, difference, login }) => ({
        authentik: login.person.username,
        espocrm: account.userName,
        detail: DIFFERENCES[difference],
      })),
    },
    {
      id: "out-of-reach",
      title: "Accounts out of reach through authentik",
      rows: unreached.map(({ account, password, why }) => ({
        espocrm: account.userName,
        detail: details(
          account.type === "regular" ? undefined : account.type,
          WHY[why],
          password ? "a password is accepted" : "no password is accepted either",
        ),
      })),
    },
    {
      id: "refused",
      title: "EspoCRM refuses",
      rows: fated("refused").map((login) => ({
        ...both(login),
        detail: details(login.fate.kind === "refused" && REFUSALS[login.fate.why], perhaps(login)),
      })),
    },
    {
      id: "created",
      title: "Get a new account",
      rows: fated("created").map((login) => ({ ...both(login), detail: details(perhaps(login)) })),
    },
    {
      id: "gets-in",
      title: "Get in",
      rows: fated("enters").map((login) => ({ ...both(login), detail: details(perhaps(login)) })),
    },
  ].filter(({ rows }) => rows.length > 0);
}

function both({ fate, person, userName }: Login): PersonRow {
  const account = fate.kind === "created" ? undefined : fate.account;
  const espocrm = account?.userName ?? userName;
  return { authentik: person.username, ...(espocrm !== undefined && { espocrm }) };
}

const perhaps = ({ person }: Login): string | undefined =>
  person.entry === "perhaps" ? "perhaps: a policy decides" : undefined;

const details = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter(Boolean).join("; ");
