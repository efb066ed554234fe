import { parsePlan } from "../../../../cli/review/plan/plan-json";
import { secretsOf, withoutSecrets } from "../../../../cli/review/plan/secrets";
import { smallPlan, type Values } from "../small-plan";

const marked = (values: Values, mask: Values) => ({
  address: "authentik_provider_oauth2.provider",
  mode: "managed",
  type: "authentik_provider_oauth2",
  name: "provider",
  change: {
    actions: ["update"],
    before: values,
    after: values,
    before_sensitive: mask,
    after_sensitive: mask,
  },
});

const secretsIn = (also: Values): readonly string[] => secretsOf(parsePlan(smallPlan({ also })));

describe("the secrets of a plan", () => {
  test("are those of its drift, too", () => {
    const drift = marked({ client_secret: "only-in-the-drift" }, { client_secret: true });
    expect(secretsIn({ resource_drift: [drift] })).toContain("only-in-the-drift");
  });

  test("are those of its changes, its state and its variables", () => {
    const found = secretsIn({
      resource_changes: [
        marked({ nested: { secret: "in-a-change" } }, { nested: { secret: true } }),
      ],
      prior_state: {
        values: {
          root_module: {
            child_modules: [
              {
                resources: [
                  {
                    address: "x.y",
                    mode: "data",
                    type: "x",
                    values: { key: ["in-the-state"] },
                    sensitive_values: { key: [true] },
                  },
                ],
              },
            ],
          },
        },
      },
      variables: { password: { value: "in-a-variable" }, other: { value: "not-sensitive" } },
      configuration: { root_module: { variables: { password: { sensitive: true } } } },
    });
    expect(found).toEqual(expect.arrayContaining(["in-a-change", "in-the-state", "in-a-variable"]));
    expect(found).not.toContain("not-sensitive");
  });

  test("are taken out the longest first: one may be a part of another", () => {
    const found = secretsIn({
      resource_changes: [
        marked({ a: "secret-one", b: "secret-one-and-more" }, { a: true, b: true }),
      ],
    });
    expect(withoutSecrets("x secret-one-and-more y", found)).toBe("x (secret) y");
  });
});
