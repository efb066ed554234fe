import { z } from "zod";
import type { Authentik, ScopeMapping } from "../servers/authentik/authentik";
import { applicationOf, type Binding, bindingsOf } from "../servers/authentik/objects";
import {
  ACCOUNTS_AT_ONCE,
  type AdministratorReads,
  eachAccount,
  type UserAccount,
} from "../servers/espocrm/accounts";
import { type Settings } from "../servers/espocrm/espocrm";
import { answerJson } from "../servers/http/answer";
import type { Declaration } from "../verify/declaration";
import { type ClaimReading, claimReading, type OwnMapping } from "./claim";
import { compare, type Comparison } from "./comparison";
import { entryOf } from "./entry";
import { normalizationBy } from "./normalization";
import { type Person, userRowSchema } from "./person";
import { entryRule, type LookedUpRule } from "./rule";
import { type Switches, switchesOf } from "./switches";

/** What the people of one integration come to; where they can't be compared, why. */
export type People =
  | {
      readonly kind: "compared";
      readonly comparison: Comparison;
      readonly switches: Switches;
      /** The claim that holds the user name. */
      readonly claim: string;
      /** What has to be known beside; no name of a person is in them. */
      readonly notes: readonly string[];
    }
  | { readonly kind: "not compared"; readonly why: string };

/** Where people are read from. */
export interface Sources {
  readonly declared: Declaration;
  readonly authentik: Authentik;
  /** Reads from EspoCRM's API as its administrator. */
  readonly espocrm: AdministratorReads;
  /** More on one side are not compared. @default - however many there are */
  readonly most?: number;
  /** The bindings of the application, for who knows them already. @default - authentik is asked */
  readonly bindings?: () => Promise<readonly Binding[] | undefined>;
  /** The scope mappings, for who knows them already. @default - authentik is asked */
  readonly scopeMappings?: () => Promise<readonly ScopeMapping[]>;
}

/**
 * Reads both sides' people, page by page, and compares them.
 * @throws {ServerFault} where a server does not answer, or refuses
 */
export async function comparePeople(sources: Sources): Promise<People> {
  const { declared, espocrm, most = Infinity } = sources;
  const reading = claimReading(declared, await ownMappings(sources));
  if (reading.kind === "unknown") return { kind: "not compared", why: reading.why };
  const [{ people, rule, users }, { accounts, all, settings }] = await Promise.all([
    readPeople(sources, reading, most),
    readAccounts(espocrm, most),
  ]);
  if (settings === undefined)
    return { kind: "not compared", why: "EspoCRM shows its public settings only" };
  const size = Math.max(users, all);
  if (size > most)
    return { kind: "not compared", why: `there are ${String(size)} users on one side` };
  const normalization = normalizationBy(settings["userNameRegularExpression"]);
  const switches = switchesOf(declared, settings);
  return {
    kind: "compared",
    comparison: compare(people, accounts, normalization, switches),
    switches,
    claim: reading.words,
    notes: [
      ...new Set([
        ...rule.notes,
        ...switches.notes,
        ...(normalization.isGuess
          ? [
              "EspoCRM's userNameRegularExpression can't be read here: names are compared by the usual one.",
            ]
          : []),
        ...(people.length !== users || accounts.length !== all
          ? ["Users came or went while they were read: run it again to be exact."]
          : []),
      ]),
    ],
  };
}

/** Scope mappings besides the managed ones; those that are there already by name have their code in authentik. */
async function ownMappings({
  authentik,
  declared: of,
  scopeMappings = () => authentik.scopeMappings(),
}: Sources): Promise<readonly OwnMapping[]> {
  const declared = of.props.provider.scopeMappings;
  if (declared.length === 0) return [];
  const isThere = declared.some((one) => typeof one === "string" || !("expression" in one));
  const live = isThere ? await scopeMappings() : [];
  return declared.map((one) => {
    if (typeof one !== "string" && "expression" in one) return one;
    const key = typeof one === "string" ? one : one.id;
    const found = live.find(({ name, pk }) => name === key || pk === key);
    const expression: unknown = found?.["expression"];
    return {
      name: found?.name ?? key,
      expression: typeof expression === "string" ? expression : undefined,
    };
  });
}

/** Spares authentik what nobody looks at. */
const LEAN = { include_groups: "false", include_roles: "false", ordering: "username" };

async function readPeople(
  { authentik, declared, bindings = () => bindingsIn(authentik, declared.slug) }: Sources,
  reading: Extract<ClaimReading, { kind: "known" }>,
  most: number,
): Promise<{ people: readonly Person[]; rule: LookedUpRule; users: number }> {
  const rule = await entryRule(declared, (await bindings()) ?? [], authentik);
  const people = new Map<number, Person>();
  // Nothing of a page is kept but what is compared: there may be many pages.
  const users = await authentik.eachPage(
    "core/users/",
    LEAN,
    userRowSchema,
    (rows) => {
      for (const row of rows) {
        people.set(row.pk, {
          username: row.username,
          email: row.email,
          claim: reading.of(row),
          isActive: row.is_active,
          isService: /service_account$/.test(row.type),
          entry: entryOf(rule, row),
        });
      }
    },
    most,
  );
  return { rule, users, people: inOrder([...people.values()], ({ username }) => username) };
}

/** Accounts on a page where EspoCRM would give any number of them. */
const MOST_AT_ONCE = 1000;

async function bindingsIn(authentik: Authentik, slug: string): Promise<readonly Binding[]> {
  const application = await applicationOf(authentik, slug);
  return application === undefined ? [] : bindingsOf(authentik, application.pk);
}

const settingsSchema = z.record(z.string(), z.unknown());

async function readAccounts(
  read: AdministratorReads,
  most: number,
): Promise<{ accounts: readonly UserAccount[]; all: number; settings: Settings | undefined }> {
  const settings = answerJson(await read("Settings"), settingsSchema);
  if (!("authenticationMethod" in settings)) return { accounts: [], all: 0, settings: undefined };
  const limit = settings["recordListMaxSizeLimit"];
  const pageSize =
    typeof limit === "number" && limit > 0 ? Math.min(limit, MOST_AT_ONCE) : ACCOUNTS_AT_ONCE;
  const accounts = new Map<string, UserAccount>();
  const all = await eachAccount(
    read,
    pageSize,
    (page) => {
      for (const account of page) accounts.set(account.userName, account);
    },
    most,
  );
  return {
    all,
    settings,
    accounts: inOrder([...accounts.values()], ({ userName }) => userName),
  };
}

/** Pages come in any order; what is told of them has one. */
const inOrder = <T>(all: T[], nameOf: (one: T) => string): T[] =>
  all.sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
