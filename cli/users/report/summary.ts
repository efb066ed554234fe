import { table } from "../../run/table";
import type { Style } from "../../run/style";
import type { People } from "../people";
import { type Counts, countsOf } from "./counts";
import { shown } from "../../run/shown";

/** The comparison in a few lines, in which nobody is named. */
export function summaryOf(name: string, people: People, style: Style): string {
  if (people.kind === "not compared")
    return `${style.bold(name)}: the people can't be compared: ${shown(people.why)}.\n`;
  const { claim, comparison, notes, switches } = people;
  const counts = countsOf(comparison);
  const head = `${style.bold(name)}: ${mayLogIn(counts)}; EspoCRM has ${many(counts.accounts, "active account")} of people. User name: the claim ${claim}.`;
  const rows = [
    [
      "get in",
      `${counts.getIn}${suffix(counts.otherAddress, "to an account with another e-mail address")}`,
    ],
    [
      "get a new account",
      `${counts.newAccounts} (login.createUsers is ${switches.creates ? "on" : "off"})`,
    ],
    ["EspoCRM refuses", refusedWords(counts)],
    ["into another's account", takeoverWords(counts, style)],
    ["accounts out of reach", reachWords(counts)],
    [
      "administrators",
      `${counts.administratorsGetIn} of ${counts.administrators} get in through authentik (login.allowAdministrators is ${switches.administrators ? "on" : "off"}), ${counts.administratorsWithPassword} may with a password`,
    ],
  ];
  const said = notes.map((note) => `  Note: ${shown(note)}\n`).join("");
  return `${head}\n${table(rows, "  ")}\n${said}`;
}

/** The comparison in one line for another command's output, in which nobody is named. */
export function summaryLine(people: People): string {
  if (people.kind === "not compared") return `people can't be compared: ${shown(people.why)}`;
  const counts = countsOf(people.comparison);
  const { accounts, administrators, administratorsGetIn, outOfReach } = counts;
  return [
    peopleWords(counts),
    `${outOfReach} of ${accounts} accounts are out of reach`,
    `administrators who get in: ${administratorsGetIn} of ${administrators}`,
  ].join("; ");
}

/** What becomes of the people whom authentik lets in, in one line. */
export function peopleWords(counts: Counts): string {
  const { getIn, newAccounts, takeovers } = counts;
  return [
    mayLogIn(counts),
    `${getIn} get in`,
    ...(newAccounts > 0 ? [`${newAccounts} get a new account`] : []),
    `EspoCRM refuses ${refusedWords(counts)}`,
    takeovers === 0
      ? "nobody gets into another's account"
      : `${takeovers} get into another's account`,
  ].join("; ");
}

function mayLogIn({ mayLogIn: all, perhaps }: Counts): string {
  const not = perhaps === 0 ? "" : `, ${perhaps} of them perhaps`;
  return `authentik lets in ${many(all, "person", "people")}${not}`;
}

function refusedWords({ refused }: Counts): string {
  const words = {
    "no-account": "without an account",
    "account-inactive": "with an inactive account",
    administrator: "with an administrator's account",
    "account-type": "with an account of another type",
    "name-too-long": "with too long a name",
    "no-claim": "without a user name",
    "other-case": "with capitals in the account's name",
  } as const;
  const reasons = Object.entries(words).flatMap(([why, text]) => {
    const count = refused[why as keyof typeof words] ?? 0;
    return count === 0 ? [] : [`${count} ${text}`];
  });
  const all = Object.values(refused).reduce((sum, count) => sum + count, 0);
  return reasons.length === 0 ? "nobody" : `${all} (${reasons.join(", ")})`;
}

function takeoverWords({ takeovers }: Counts, style: Style): string {
  return takeovers === 0 ? "nobody" : style.bold(style.red(String(takeovers)));
}

function reachWords({ accounts, alike, lockedOut, outOfReach }: Counts): string {
  if (outOfReach === 0) return `0 of ${accounts}`;
  const without =
    lockedOut === 0
      ? "all may log in with a password"
      : `${lockedOut} of these without a password login, too`;
  const names = alike === 0 ? "" : `; for ${alike} of these authentik has a name alike`;
  return `${outOfReach} of ${accounts}; ${without}${names}`;
}

const suffix = (count: number, words: string): string =>
  count === 0 ? "" : `, ${count} of them ${words}`;

const many = (count: number, one: string, several = `${one}s`): string =>
  `${count} ${count === 1 ? one : several}`;
