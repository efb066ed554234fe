import { z } from "zod";
import { about, flag, reference, text } from "./field";

const LARGEST = 2 ** 31 - 1;

const policy = about(
  z.union([
    z.strictObject({
      name: text("the policy's name, unique in this authentik", { example: "not-from-abroad" }),
      expression: text("the body of a Python function; ${…} in it stays as it is", {
        example: 'return request.context["geoip"]["country"] == "DE"',
      }),
      executionLogging: flag("whether authentik logs each evaluation", {
        default: false,
      }).optional(),
    }),
    z.strictObject({ id: text("id of an existing policy") }),
  ]),
  "a policy: { name: …, expression: … }, or { id: … } of an existing one",
);

const binding = about(
  z.strictObject({
    policy: policy.optional(),
    group: reference("a group", { example: "crm-users" }).optional(),
    user: reference("a user (the username)", { example: "akadmin" }).optional(),
    order: about(
      z
        .int()
        .min(-LARGEST - 1)
        .max(LARGEST),
      "the order of evaluation, lower first",
      {
        otherwise: "its position in the list",
      },
    ).optional(),
    enabled: flag("whether the binding counts", { default: true }).optional(),
    negate: flag("whether its result is turned around", { default: false }).optional(),
    timeout: about(z.int().min(0).max(LARGEST), "seconds that a policy may take", {
      default: 30,
    }).optional(),
    failureResult: flag("the result when a policy fails or takes too long", {
      default: false,
    }).optional(),
  }),
  "exactly one of policy, group, user, and how it is applied",
  { example: { group: "crm-users" } },
);

/** `bindings`: who may log in. */
export const bindings = about(z.array(binding), "who may log in: a list of bindings", {
  otherwise: "every user of this authentik; a warning says so",
  example: [{ group: "crm-users" }],
});
