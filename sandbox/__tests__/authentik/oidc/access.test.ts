import fc from "fast-check";
import {
  hasAccess,
  startAuthentik,
  type AuthentikSandbox,
  type PolicyBinding,
} from "../../../authentik";
import { Browser } from "../browser";
import { answerIn, RelyingParty } from "./relying-party";

const USERS = ["jane", "sam", "guest", "admin"];
const GROUPS = ["crm-users", "sales", "authentik Admins"];
const EXPRESSIONS = [
  "return True",
  "return False",
  'return request.user.username == "sam"',
  'return ak_is_group_member(request.user, name="crm-users")',
  "return geoip()",
];

let sandbox: AuthentikSandbox;
let client: RelyingParty;
const browsers = new Map<string, Browser>();
beforeAll(async () => {
  sandbox = await startAuthentik();
  client = await RelyingParty.create(sandbox);
  for (const name of USERS) browsers.set(name, await client.browserOf(name));
});
afterAll(() => sandbox.close());

const binding = fc.record({
  enabled: fc.boolean(),
  negate: fc.boolean(),
  failure_result: fc.boolean(),
  order: fc.integer({ min: 0, max: 3 }),
  of: fc.oneof(
    fc.constantFrom(...GROUPS).map((group) => ({ group })),
    fc.constantFrom(...USERS).map((user) => ({ user })),
    fc.constantFrom(...EXPRESSIONS).map((policy) => ({ policy })),
  ),
});

test("the authorization endpoint lets in exactly who the policy engine lets in", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(binding, { maxLength: 4 }),
      fc.constantFrom("any" as const, "all" as const),
      async (bindings, mode) => {
        const { state } = sandbox;
        const application = state.applicationBySlug(client.slug);
        if (application === undefined) throw new Error("No application.");
        application.policy_engine_mode = mode;
        state.bindings.clear();
        for (const [at, { of, ...rest }] of bindings.entries()) bind(at, { ...rest, ...of });
        for (const name of USERS) {
          const user = state.userByName(name);
          const expected = user !== undefined && hasAccess(state, application, user);
          const page = await browsers.get(name)?.open(client.authorizeUrl());
          expect(page?.status).toBe(expected ? 302 : 200);
          if (page && expected) expect(answerIn(page)).toHaveProperty("code");
          else expect(page?.text).toContain("Permission denied");
        }
      },
    ),
    { numRuns: 40 },
  );
});

interface Bound extends Pick<PolicyBinding, "enabled" | "negate" | "failure_result" | "order"> {
  readonly group?: string;
  readonly user?: string;
  readonly policy?: string;
}

function bind(at: number, { group, user, policy, ...rest }: Bound): void {
  const { state } = sandbox;
  const pk = `binding ${at}`;
  if (policy !== undefined) {
    const written = { name: policy, expression: policy, execution_logging: false };
    state.policies.set(policy, { pk: policy, ...written });
  }
  state.bindings.set(pk, {
    pk,
    target: client.application,
    timeout: 30,
    group: group === undefined ? null : (state.groupByName(group)?.pk ?? null),
    user: user === undefined ? null : (state.userByName(user)?.pk ?? null),
    policy: policy ?? null,
    ...rest,
  });
}
