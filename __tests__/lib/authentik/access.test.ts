import { TerraformVariable } from "cdktf";
import { EspoAuthentikIntegration } from "../../../lib";
import { type Changes, company } from "../company";
import { Synthesized } from "../synthesized";

const bindings = (all: Changes["bindings"]) =>
  Synthesized.company({ bindings: all }).resources("authentik_policy_binding");
const id = "4b9e3c60-5a7e-4f0e-9a3c-1f3f0f0a9d11";

describe("Bindings", () => {
  it("say everything, so that nothing depends on authentik's defaults", () => {
    expect(bindings([{ group: "crm-users" }])["binding-group-crm-users"]).toEqual({
      provider: "authentik",
      target: "${authentik_application.application.uuid}",
      group: "${data.authentik_group.group-crm-users.id}",
      order: 0,
      enabled: true,
      negate: false,
      timeout: 30,
      failure_result: false,
      lifecycle: { create_before_destroy: true },
    });
  });

  it("take every option", () => {
    const options = { order: 7, enabled: false, negate: true, timeout: 5, failureResult: true };
    expect(bindings([{ user: "ada", ...options }])["binding-user-ada"]).toMatchObject({
      user: "${data.authentik_user.user-ada.pk}",
      order: 7,
      enabled: false,
      negate: true,
      timeout: 5,
      failure_result: true,
    });
  });

  it("are evaluated in the order of the list unless they say another", () => {
    const all = bindings([{ group: "a" }, { group: "b", order: 50 }, { group: "c" }]);
    expect(Object.values(all).map(({ order }) => order)).toEqual([0, 50, 2]);
  });

  it("keep their addresses when one is added before them", () => {
    const before = Object.keys(bindings([{ group: "a" }, { user: "ada" }]));
    const after = Object.keys(bindings([{ group: "z" }, { user: "ada" }, { group: "a" }]));
    expect(after).toEqual(expect.arrayContaining(before));
  });

  it("have addresses of their own where names differ in what an address can't have", () => {
    expect(Object.keys(bindings([{ group: "crm users" }, { group: "crm/users" }]))).toHaveLength(2);
  });

  it("bind objects by their ids without a look-up", () => {
    const stack = Synthesized.company({
      bindings: [{ group: { id } }, { user: { id: "7" } }, { policy: { id } }],
    });
    expect(stack.resources("authentik_policy_binding")).toMatchObject({
      [`binding-group-${id}`]: { group: id },
      "binding-user-7": { user: 7 },
      [`binding-${id}`]: { policy: id },
    });
    expect(stack.lookUps("authentik_group")).toEqual({});
    expect(stack.lookUps("authentik_user")).toEqual({});
  });

  it("bind what Terraform will know, at addresses that say nothing of it", () => {
    const stack = Synthesized.program((scope) => {
      const other = new TerraformVariable(scope, "other", {}).stringValue;
      new EspoAuthentikIntegration(scope, "Default", {
        ...company(),
        bindings: [{ policy: { id: other } }, { group: { id: other } }, { user: { id: other } }],
      });
    });
    expect(stack.resources("authentik_policy_binding")).toMatchObject({
      "binding-other": { policy: "${var.other}" },
      "binding-group-other": { group: "${var.other}" },
      "binding-user-other": { user: "${var.other}" },
    });
    expect(stack.text).not.toContain("TfToken");
  });
});

describe("A policy that is written in the configuration", () => {
  const policy = { name: "not-from-abroad", expression: '\n  return "${x}" in "%{y}"\n' };

  it("is made after EspoCRM has been seen, and bound", () => {
    const stack = Synthesized.company({ bindings: [{ policy, order: 10 }] });
    expect(stack.resource("authentik_policy_expression", "policy-not-from-abroad")).toMatchObject({
      name: "not-from-abroad",
      execution_logging: false,
      depends_on: ["terraform_data.before"],
    });
    expect(stack.resource("authentik_policy_binding")).toMatchObject({
      order: 10,
      policy: "${authentik_policy_expression.policy-not-from-abroad.id}",
    });
  });

  it("is trimmed as authentik does, and is no template of Terraform's", () => {
    const stack = Synthesized.company({ bindings: [{ policy }] });
    const { expression } = stack.resource("authentik_policy_expression");
    expect(expression).toBe('return "$${x}" in "%%{y}"');
  });

  it("can have its evaluations logged", () => {
    const bindings = [{ policy: { ...policy, executionLogging: true } }];
    const stack = Synthesized.company({ bindings });
    expect(stack.resource("authentik_policy_expression")["execution_logging"]).toBe(true);
  });
});
