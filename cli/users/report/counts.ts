import type { Comparison } from "../comparison";
import type { Refusal } from "../fate";

/** A comparison in figures: nothing in it is about one person. */
export interface Counts {
  /** People whom authentik lets in, those included of whom it is not certain. */
  readonly mayLogIn: number;
  /** Those of them whom a policy lets in or not. */
  readonly perhaps: number;
  /** Active people at authentik whom no binding lets in. */
  readonly keptOut: number;
  /** Inactive users at authentik. */
  readonly inactive: number;
  /** Who gets in to an account that is there. */
  readonly getIn: number;
  /** Who is given an account. */
  readonly newAccounts: number;
  /** Whom EspoCRM refuses, by the reason. */
  readonly refused: Readonly<Partial<Record<Refusal, number>>>;
  /** Who gets in to an account that may be another's. */
  readonly takeovers: number;
  /** Who gets in to an account with another e-mail address. */
  readonly otherAddress: number;
  /** Active accounts of people in EspoCRM. */
  readonly accounts: number;
  /** Those of them that nobody reaches through authentik. */
  readonly outOfReach: number;
  /** Those of them whose people can't log in with a password either. */
  readonly lockedOut: number;
  /** Accounts out of reach with somebody at authentik who is probably the same person. */
  readonly alike: number;
  /** Accounts that are not compared: inactive ones, and those of programs and portals. */
  readonly accountsLeftOut: number;
  /** Active administrators' accounts. */
  readonly administrators: number;
  /** Those of them that somebody gets in to through authentik. */
  readonly administratorsGetIn: number;
  /** Those of them whose people may log in with a password. */
  readonly administratorsWithPassword: number;
}

/** A comparison in figures. */
export function countsOf(comparison: Comparison): Counts {
  const { administrators, logins, unreached } = comparison;
  const people = logins.filter(({ person }) => !person.isService);
  const refused: Partial<Record<Refusal, number>> = {};
  for (const { fate } of people)
    if (fate.kind === "refused") refused[fate.why] = (refused[fate.why] ?? 0) + 1;
  const fated = (kind: string) => people.filter(({ fate }) => fate.kind === kind).length;
  return {
    mayLogIn: people.length,
    perhaps: people.filter(({ person }) => person.entry === "perhaps").length,
    keptOut: comparison.keptOut,
    inactive: comparison.inactive,
    getIn: fated("enters"),
    newAccounts: fated("created"),
    refused,
    takeovers: comparison.takeovers.length,
    otherAddress: comparison.otherAddress.length,
    accounts: comparison.accounts,
    outOfReach: unreached.length,
    lockedOut: unreached.filter(({ password }) => !password).length,
    alike: comparison.alike.length,
    accountsLeftOut: comparison.accountsLeftOut,
    administrators: administrators.length,
    administratorsGetIn: administrators.filter((one) => one.throughAuthentik !== "no").length,
    administratorsWithPassword: administrators.filter(({ password }) => password).length,
  };
}

/** Whether something has to be done first: another's account is taken over, or nobody at all gets in. */
export const isAlarming = ({ getIn, newAccounts, takeovers }: Counts): boolean =>
  takeovers > 0 || getIn + newAccounts === 0;
