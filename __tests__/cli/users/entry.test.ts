import * as fc from "fast-check";
import { condition, entryOf, type GroupRow, groupAndBelow } from "../../../cli/users/entry";
import { declaredConditions } from "../../../cli/users/conditions";
import { claimReading } from "../../../cli/users/claim";
import type { UserRow } from "../../../cli/users/person";

const user = (more: Partial<UserRow> = {}): UserRow => ({
  pk: 1,
  username: "jane",
  name: "Jane Doe",
  email: "jane@company.com",
  is_active: true,
  type: "internal",
  groups: [],
  uid: "h".repeat(64),
  uuid: "11111111-2222-4333-8444-555555555555",
  attributes: {},
  ...more,
});

const GROUPS: readonly GroupRow[] = [
  { pk: "crm", name: "CRM", parents: [] },
  { pk: "sales", name: "Sales", parents: ["crm"] },
  { pk: "north", name: "North", parents: ["sales"] },
  { pk: "loop", name: "Loop", parents: ["loop"] },
];

const DEFAULTS = { order: 0, enabled: true, negate: false, timeout: 30, failureResult: false };

test("who is in a group far below the bound one is in it; who is above is not", () => {
  expect([...groupAndBelow("crm", GROUPS)]).toEqual(["crm", "sales", "north"]);
  expect([...groupAndBelow("north", GROUPS)]).toEqual(["north"]);
  expect([...groupAndBelow("loop", GROUPS)]).toEqual(["loop"]);
});

const HELD = [true, false, undefined] as const;

test("what is certain stays certain however the open conditions turn out, in either mode", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("any" as const, "all" as const),
      fc.array(fc.record({ held: fc.constantFrom(...HELD), negate: fc.boolean() }), {
        minLength: 1,
      }),
      (mode, given) => {
        const rule = given.map(({ held, negate }) => condition(() => held, negate));
        const entry = entryOf({ mode, conditions: rule }, user());
        const turnedOut = [true, false].map((open) => {
          const results = given.map(({ held, negate }) =>
            held === undefined ? open : held !== negate,
          );
          return mode === "any" ? results.includes(true) : !results.includes(false);
        });
        const certain = new Set(turnedOut).size === 1;
        expect(entry).toBe(certain ? (turnedOut[0] === true ? "yes" : "no") : "perhaps");
      },
    ),
  );
});

test("without a binding that counts everybody gets in", () => {
  const off = { ...DEFAULTS, group: "CRM", enabled: false };
  const { conditions } = declaredConditions([off], GROUPS);
  expect(entryOf({ mode: "all", conditions }, user())).toBe("yes");
});

test.each([
  ["a member", ["crm"], false, "yes"],
  ["a member of a child group", ["north"], false, "yes"],
  ["a stranger", [], false, "no"],
  ["a member, negated", ["sales"], true, "no"],
  ["a stranger, negated", [], true, "yes"],
])("a group's binding and %s", (_, groups, negate, entry) => {
  const { conditions, notes } = declaredConditions([{ ...DEFAULTS, group: "CRM", negate }], GROUPS);
  expect(entryOf({ mode: "any", conditions }, user({ groups }))).toBe(entry);
  expect(notes).toEqual([]);
});

test("a policy is named, and lets people in perhaps; one that says the same of everybody is read", () => {
  const policy = {
    name: "not-from-abroad",
    expression: "return ak_is_group()",
    executionLogging: false,
  };
  const { conditions, notes } = declaredConditions([{ ...DEFAULTS, policy }], GROUPS);
  expect(entryOf({ mode: "any", conditions }, user())).toBe("perhaps");
  expect(notes).toEqual([expect.stringContaining('"not-from-abroad"')]);
  const closed = { ...policy, expression: "return False" };
  const none = declaredConditions([{ ...DEFAULTS, policy: closed }], GROUPS);
  expect(entryOf({ mode: "any", conditions: none.conditions }, user())).toBe("no");
});

test("a group that is not there lets nobody in, and what only Terraform knows perhaps", () => {
  const missing = declaredConditions([{ ...DEFAULTS, group: "crm" }], GROUPS);
  expect(entryOf({ mode: "any", conditions: missing.conditions }, user())).toBe("no");
  expect(missing.notes.join()).toContain('no group "crm"');
  const later = declaredConditions([{ ...DEFAULTS, group: { id: "${x.id}" } }], GROUPS);
  expect(entryOf({ mode: "any", conditions: later.conditions }, user())).toBe("perhaps");
});

test.each([
  ["sub", "user_username", "jane"],
  ["sub", "user_email", "jane@company.com"],
  ["sub", "user_id", "1"],
  ["sub", "hashed_user_id", "h".repeat(64)],
  ["sub", "user_upn", "jane@upn"],
  ["preferred_username", "hashed_user_id", "jane"],
  ["email", "user_username", "jane@company.com"],
  ["given_name", "user_username", "Jane Doe"],
] as const)("the claim %s with the subject mode %s", (userNameClaim, subjectMode, expected) => {
  const reading = claimReading({ userNameClaim, subjectMode }, []);
  const jane = user({ attributes: { upn: "jane@upn" } });
  expect(reading.kind === "known" && reading.of(jane)).toBe(expected);
});

test("a user_upn that nobody has is the hash; an empty e-mail address is no claim", () => {
  const upn = claimReading({ userNameClaim: "sub", subjectMode: "user_upn" }, []);
  expect(upn.kind === "known" && upn.of(user())).toBe("h".repeat(64));
  const email = claimReading({ userNameClaim: "email", subjectMode: "user_username" }, []);
  expect(email.kind === "known" && email.of(user({ email: "" }))).toBeUndefined();
});

test("a claim that a mapping's code may set is not known, and the mapping is named", () => {
  const own = [{ name: "CRM names", expression: 'return {"preferred_username": "x"}' }];
  const reading = claimReading(
    { userNameClaim: "preferred_username", subjectMode: "user_username" },
    own,
  );
  expect(reading).toMatchObject({
    kind: "unknown",
    why: expect.stringContaining("CRM names") as string,
  });
  expect(claimReading({ userNameClaim: "sub", subjectMode: "user_username" }, own).kind).toBe(
    "known",
  );
  expect(claimReading({ userNameClaim: "crm_name", subjectMode: "user_username" }, []).kind).toBe(
    "unknown",
  );
});
