import fc from "fast-check";
import {
  type Access,
  compare,
  type Condition,
  extent,
  letsIn,
  type Subject,
} from "../../../../cli/review/access/access";
import { hasAccess } from "../../../../sandbox/authentik/policies/engine";
import { evaluate } from "../../../../sandbox/authentik/policies/expression";
import { AuthentikState } from "../../../../sandbox/authentik/state/authentik-state";
import { sow } from "../../../../sandbox/authentik/state/seeding";
import type { User } from "../../../../sandbox/authentik/state/models";

const GROUPS = ["staff", "sales", "support", "auditors"];
const USERS = ["ann", "ben", "cid", "dee", "eve"];
const EXPRESSIONS = [
  "return True",
  "return False",
  'return request.user.username == "ann"',
  'return request.user.username in ["ben", "cid"]',
  'return ak_is_group_member(request.user, name="sales")',
  "return 1 / 0",
];
const APPLICATION = "application";

/** What one binding is drawn from: indices stand for what it binds. */
const binding = fc.record({
  kind: fc.constantFrom<Condition["kind"]>("group", "user", "policy"),
  which: fc.nat(5),
  negate: fc.boolean(),
  enabled: fc.boolean(),
  order: fc.integer({ min: -2, max: 9 }),
  failureResult: fc.boolean(),
});
const mode = fc.constantFrom<Access["mode"]>("any", "all");
const bindings = fc.array(binding, { maxLength: 5 });
const directory = fc.record({
  parents: fc.tuple(...GROUPS.map((_, index) => fc.subarray(GROUPS.slice(0, index)))),
  members: fc.tuple(...USERS.map(() => fc.subarray(GROUPS))),
});

type Drawn = typeof binding extends fc.Arbitrary<infer T> ? T : never;
type Directory = typeof directory extends fc.Arbitrary<infer T> ? T : never;

/** A sandbox authentik with the drawn people, groups and policies; the bindings are of its application. */
function sandbox({ members, parents }: Directory): AuthentikState {
  const state = new AuthentikState();
  sow(state, {
    groups: GROUPS.map((name, index) => ({ name, parents: parents[index] ?? [] })),
    users: USERS.map((username, index) => ({ username, groups: members[index] ?? [] })),
  });
  EXPRESSIONS.forEach((expression, index) => {
    const pk = `policy-${String(index)}`;
    state.policies.set(pk, { pk, name: pk, execution_logging: false, expression });
  });
  return state;
}

const idOf = (state: AuthentikState, { kind, which }: Drawn): string => {
  if (kind === "group") return state.groupByName(GROUPS[which % GROUPS.length] ?? "")?.pk ?? "";
  if (kind === "user") return String(state.userByName(USERS[which % USERS.length] ?? "")?.pk);
  return `policy-${String(which % EXPRESSIONS.length)}`;
};

function bind(state: AuthentikState, drawn: readonly Drawn[]): void {
  state.bindings.clear();
  drawn.forEach((one, index) => {
    const id = idOf(state, one);
    state.bindings.set(String(index), {
      pk: String(index),
      target: APPLICATION,
      policy: one.kind === "policy" ? id : null,
      group: one.kind === "group" ? id : null,
      user: one.kind === "user" ? Number(id) : null,
      negate: one.negate,
      enabled: one.enabled,
      order: one.order,
      timeout: 30,
      failure_result: one.failureResult,
    });
  });
}

const accessOf = (
  state: AuthentikState,
  drawn: readonly Drawn[],
  engine: Access["mode"],
): Access => ({
  mode: engine,
  conditions: drawn.map((one) => {
    const expression =
      one.kind === "policy" ? EXPRESSIONS[one.which % EXPRESSIONS.length] : undefined;
    const constant = /^return (True|False)$/.exec(expression ?? "");
    return {
      ...one,
      id: idOf(state, one),
      constant: constant ? constant[1] === "True" : undefined,
    };
  }),
});

function subject(state: AuthentikState, user: User): Subject {
  const groups = state.allGroups(user);
  const groupNames = new Set([...groups].flatMap((pk) => state.groups.get(pk)?.name ?? []));
  return {
    id: String(user.pk),
    groups,
    policy: (id) => evaluate(state.policies.get(id)?.expression ?? "", { user, groupNames }),
  };
}

describe("who gets in", () => {
  test("is what the sandbox's policy engine says, for 1,000 sets of bindings and users", () => {
    let [let_in, kept_out] = [0, 0];
    fc.assert(
      fc.property(directory, bindings, mode, (people, drawn, engine) => {
        const state = sandbox(people);
        bind(state, drawn);
        const access = accessOf(state, drawn, engine);
        for (const user of state.users.values()) {
          const expected = hasAccess(state, { pk: APPLICATION, policy_engine_mode: engine }, user);
          expect(letsIn(access, subject(state, user))).toBe(expected);
          if (expected) let_in += 1;
          else kept_out += 1;
        }
      }),
      { numRuns: 1000, seed: 2026 },
    );
    // Neither answer is the exception.
    expect(Math.min(let_in, kept_out)).toBeGreaterThan(1000);
  });

  test("everybody means everybody, and nobody nobody", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(directory, bindings, mode, (people, drawn, engine) => {
        const state = sandbox(people);
        const access = accessOf(state, drawn, engine);
        const reach = extent(access);
        seen.add(reach);
        const answers = [...state.users.values()].map((user) =>
          letsIn(access, subject(state, user)),
        );
        if (reach === "everybody") expect(answers).not.toContain(false);
        if (reach === "nobody") expect(answers).not.toContain(true);
      }),
      { numRuns: 1000, seed: 2026 },
    );
    expect([...seen].sort()).toEqual(["everybody", "nobody", "some"]);
  });

  test("wider loses nobody, narrower lets nobody new in, the same is the same", () => {
    const seen = new Set<string>();
    const change = fc.tuple(bindings, fc.subarray([0, 1, 2, 3, 4]), bindings, mode, mode);
    fc.assert(
      fc.property(directory, change, (people, [first, kept, added, modeBefore, modeAfter]) => {
        const state = sandbox(people);
        const second = [...kept.flatMap((index) => first[index] ?? []), ...added.slice(0, 1)];
        const before = accessOf(state, first, modeBefore);
        const after = accessOf(state, second, modeAfter);
        const comparison = compare(before, after);
        seen.add(comparison);
        for (const user of state.users.values()) {
          const then = letsIn(after, subject(state, user));
          const now = letsIn(before, subject(state, user));
          if (comparison === "wider") expect(then || !now).toBe(true);
          if (comparison === "narrower") expect(now || !then).toBe(true);
          if (comparison === "same") expect(then).toBe(now);
        }
      }),
      { numRuns: 3000, seed: 2026 },
    );
    expect([...seen].sort()).toEqual(["different", "narrower", "same", "wider"]);
  });
});
