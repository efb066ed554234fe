import { compare } from "../../../cli/users/comparison";
import { normalizationBy } from "../../../cli/users/normalization";
import type { Person } from "../../../cli/users/person";
import { sectionsOf } from "../../../cli/users/report/rows";
import { countsOf, isAlarming } from "../../../cli/users/report/counts";
import type { Switches } from "../../../cli/users/switches";
import type { UserAccount } from "../../../cli/servers/espocrm/accounts";

const person = (username: string, more: Partial<Person> = {}): Person => ({
  username,
  claim: username,
  email: "",
  isActive: true,
  isService: false,
  entry: "yes",
  ...more,
});

const account = (userName: string, more: Partial<UserAccount> = {}): UserAccount => ({
  userName,
  type: "regular",
  isActive: true,
  ...more,
});

const SWITCHES: Switches = {
  creates: false,
  administrators: false,
  synchronizes: false,
  fallback: true,
  regularFallback: false,
  notes: [],
};

const between = (
  people: readonly Person[],
  accounts: readonly UserAccount[],
  switches: Partial<Switches> = {},
) => compare(people, accounts, normalizationBy(undefined), { ...SWITCHES, ...switches });

/** What somebody's login comes to: the account's name, "created", or why it is refused. */
function fate(
  people: readonly Person[],
  accounts: readonly UserAccount[],
  switches: Partial<Switches> = {},
) {
  const [login] = between(people, accounts, switches).logins;
  const of = login?.fate;
  if (of?.kind === "enters") return of.account.userName;
  return of?.kind === "refused" ? of.why : of?.kind;
}

describe("what a login comes to", () => {
  const inactive = account("jane", { isActive: false });
  const administrator = account("jane", { type: "admin" });
  test.each([
    ["an account of the name", [account("jane")], {}, "jane"],
    ["an account whose name has capitals", [account("Jane")], {}, "Jane"],
    [
      "such an account, where people are synchronized",
      [account("Jane")],
      { synchronizes: true },
      "other-case",
    ],
    ["no account", [account("sam")], {}, "no-account"],
    ["no account, where accounts are made", [], { creates: true }, "created"],
    [
      "an inactive account, though accounts are made",
      [inactive],
      { creates: true },
      "account-inactive",
    ],
    ["an administrator's account", [administrator], {}, "administrator"],
    [
      "an administrator's account, where these may",
      [administrator],
      { administrators: true },
      "jane",
    ],
    ["a program's account", [account("jane", { type: "api" })], { creates: true }, "account-type"],
    ["a portal user's account", [account("jane", { type: "portal" })], {}, "account-type"],
  ])("%s", (_, accounts, switches, expected) => {
    expect(fate([person("jane")], accounts, switches)).toBe(expected);
  });

  test("a name of 51 characters can't be made; a person without a claim is told", () => {
    expect(fate([person("x".repeat(50))], [], { creates: true })).toBe("created");
    expect(fate([person("x".repeat(51))], [], { creates: true })).toBe("name-too-long");
    expect(fate([person("jane", { claim: undefined })], [account("jane")])).toBe("no-claim");
  });
});

describe("another's account", () => {
  const ways = (people: readonly Person[], accounts: readonly UserAccount[], switches = {}) =>
    between(people, accounts, switches).takeovers.map(({ how, login, userName }) => [
      login.person.username,
      userName,
      how,
    ]);

  test("two people who come to one user name, an account or a new one", () => {
    const both = [person("Jane Doe"), person("jane_doe")];
    const shared = [
      ["Jane Doe", "jane_doe", "shared"],
      ["jane_doe", "jane_doe", "shared"],
    ];
    expect(ways(both, [account("jane_doe")])).toEqual(shared);
    expect(ways(both, [], { creates: true })).toEqual(shared);
    expect(ways(both, [])).toEqual([]);
  });

  test("somebody whose name is the account's only after EspoCRM has changed it", () => {
    expect(ways([person("jane+doe")], [account("jane_doe")])).toEqual([
      ["jane+doe", "jane_doe", "changed"],
    ]);
    expect(ways([person("Jane")], [account("jane")])).toEqual([]);
  });

  test("a program's account at authentik, and nobody who can't log in", () => {
    expect(ways([person("backup", { isService: true })], [account("backup")])).toEqual([
      ["backup", "backup", "service"],
    ]);
    const others = [person("jane_doe", { isActive: false }), person("jane-doe", { entry: "no" })];
    expect(ways([person("jane doe"), ...others], [account("jane.doe")])).toEqual([]);
  });

  test("an administrator's is told to be one", () => {
    const { takeovers } = between([person("ad min")], [account("ad_min", { type: "admin" })], {
      administrators: true,
    });
    expect(takeovers).toEqual([expect.objectContaining({ isAdministrator: true })]);
  });

  test("is alarming; so is that nobody gets in at all", () => {
    const alarm = (people: Person[], accounts: UserAccount[]) =>
      isAlarming(countsOf(between(people, accounts)));
    expect(alarm([person("jane+doe")], [account("jane_doe")])).toBe(true);
    expect(alarm([person("jane")], [account("sam")])).toBe(true);
    expect(alarm([person("jane")], [account("jane"), account("sam")])).toBe(false);
  });
});

test("the same name with another e-mail address is asked about, in whatever case it is written", () => {
  const jane = person("jane", { email: "Jane@Company.com" });
  const other = (emailAddress: string | null) =>
    between([jane], [account("jane", { emailAddress })]).otherAddress.length;
  expect([other("jane@company.COM"), other(null), other("j.roe@company.com")]).toEqual([0, 0, 1]);
});

describe("accounts out of reach", () => {
  test("each with the reason, and whether a password is accepted", () => {
    const accounts = [
      account("admin", { type: "admin" }),
      account("gone"),
      account("idle"),
      account("kept-out"),
      account("nobody"),
      account("robot", { type: "api" }),
      account("left", { isActive: false }),
    ];
    const people = [
      person("admin"),
      person("idle", { isActive: false }),
      person("kept-out", { entry: "no" }),
      person("nobody", { entry: "perhaps" }),
    ];
    const { accountsLeftOut, unreached } = between(people, accounts);
    expect(unreached.map(({ account: of, password, why }) => [of.userName, why, password])).toEqual(
      [
        ["admin", "espocrm", true],
        ["gone", "no-user", false],
        ["idle", "user-inactive", false],
        ["kept-out", "not-let-in", false],
      ],
    );
    expect(accountsLeftOut).toBe(2);
    const { unreached: still } = between(people, accounts, { regularFallback: true });
    expect(still.every(({ password }) => password)).toBe(true);
  });

  test("administrators, one by one", () => {
    const accounts = ["a", "b", "c"].map((name) => account(name, { type: "admin" }));
    const people = [person("a"), person("b", { entry: "perhaps" })];
    const { administrators } = between(people, accounts, { administrators: true });
    expect(administrators.map(({ throughAuthentik }) => throughAuthentik)).toEqual([
      "yes",
      "perhaps",
      "no",
    ]);
    const { administrators: off } = between(people, accounts);
    expect(off.map(({ throughAuthentik }) => throughAuthentik)).toEqual(["no", "no", "no"]);
  });
});

describe("probably the same person", () => {
  test.each([
    ["jane.doe", "janedoe", "dots"],
    ["jane-doe", "jane_doe", "dots"],
    ["jane@company.com", "jane", "e-mail form"],
    ["jane@company.com", "jane@other.com", "e-mail form"],
    ["jane.doe@company.com", "janedoe", "dots"],
    ["jöhn", "john", "accents"],
  ])("%s at authentik, %s in EspoCRM: %s", (username, userName, difference) => {
    const { alike } = between([person(username)], [account(userName)]);
    expect(alike).toEqual([expect.objectContaining({ difference })]);
  });

  test("capitals alone are no difference to EspoCRM, but where it can't synchronize", () => {
    const jane = [person("jane")];
    expect(between(jane, [account("Jane")]).alike).toEqual([]);
    const { alike } = between(jane, [account("Jane")], { synchronizes: true });
    expect(alike).toEqual([expect.objectContaining({ difference: "case" })]);
  });

  test("another name with the same e-mail address", () => {
    const { alike } = between(
      [person("jdoe", { email: "jane@company.com" })],
      [account("jane", { emailAddress: "Jane@company.com" })],
    );
    expect(alike).toEqual([expect.objectContaining({ difference: "e-mail address" })]);
  });

  test("nobody whom EspoCRM finds by the name, and refuses for another reason", () => {
    expect(between([person("root")], [account("root", { type: "admin" })]).alike).toEqual([]);
  });

  test("nobody who gets in elsewhere, and no account that somebody reaches", () => {
    const people = [person("jane"), person("jane.doe")];
    expect(between(people, [account("jane"), account("jane.doe")]).alike).toEqual([]);
  });
});

test("everybody is in the group of what happens to them", () => {
  const people = [person("jane"), person("New"), person("x".repeat(60))];
  const sections = sectionsOf(between(people, [account("jane")], { creates: true }));
  expect(sections.map(({ id, rows }) => [id, rows.map(({ espocrm }) => espocrm)])).toEqual([
    ["refused", ["x".repeat(60)]],
    ["created", ["new"]],
    ["gets-in", ["jane"]],
  ]);
});
