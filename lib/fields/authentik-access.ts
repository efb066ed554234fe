import type { BindingProps, ExpressionPolicy } from "../authentik/props";
import { type Attributes, type Complete, propsOf } from "./attribute";
import { harmless, lookTwice, switched } from "./effect";
import { flag, type Form, LEAST_INT32, listOf, text, whole } from "./form";
import { reference } from "./forms";
import { objectOf } from "./property";
import { z } from "zod";

const UNDO = "take the change back in the configuration, and plan again";
const WHO = "read the sentence on who gets in; take the change back if it is not what was meant";

/** `authentik_policy_expression`: a policy that is written in the configuration. */
export const EXPRESSION_POLICY = {
  name: {
    props: {
      name: {
        says: "the policy's name, unique in this authentik",
        form: text(255),
        required: true,
        example: "not-from-abroad",
      },
    },
    label: "Name",
    effect: lookTwice(
      "policies that call this one by its name (ak_call_policy) find none of that name any more",
    ),
    fix: UNDO,
    own: true,
  },
  expression: {
    props: {
      expression: {
        says: "the body of a Python function; ${…} in it stays as it is",
        form: text(),
        required: true,
        example: 'return request.context["geoip"]["country"] == "DE"',
      },
    },
    label: "Expression",
    effect: lookTwice("the policy decides by other code than before"),
    fix: "read the code, line by line",
    shown: "elsewhere",
    own: true,
  },
  execution_logging: {
    props: {
      executionLogging: {
        says: "whether authentik logs each evaluation",
        form: flag,
        default: false,
      },
    },
    label: "Log executions",
    effect: harmless("it is only what authentik's own log tells its administrators"),
    fix: UNDO,
    usual: false,
  },
  id: {
    props: {},
    label: "Id",
    effect: lookTwice("it becomes another policy"),
    fix: UNDO,
    shown: "elsewhere",
    own: true,
  },
} as const satisfies Attributes;

const POLICY_PROPS = propsOf(
  EXPRESSION_POLICY satisfies Complete<ExpressionPolicy, typeof EXPRESSION_POLICY>,
);

const written = objectOf(POLICY_PROPS);
const existing = objectOf({
  id: { says: "id of an existing policy", form: text(), required: true },
});
const byId = reference("uuid");

/** A policy that is written in place, or an existing one by its id. */
const policy: Form = {
  schema: z.union([written.schema, existing.schema]),
  properties: POLICY_PROPS,
  checks: [
    ...written.checks.map(({ find, rule }) => ({
      rule,
      find: (value: unknown) => (isById(value) ? [] : find(value)),
    })),
    ...byId.checks.map(({ find, rule }) => ({
      rule,
      find: (value: unknown) => (isById(value) ? find(value) : []),
    })),
  ],
};

const isById = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "id" in value;

/** `authentik_policy_binding`: who may log in. */
export const POLICY_BINDING = {
  policy: {
    props: {
      policy: {
        says: "a policy: { name: …, expression: … }, or { id: … } of an existing one",
        form: policy,
      },
    },
    label: "Policy",
    effect: lookTwice("another policy decides who gets in"),
    fix: WHO,
    refersTo: "policy_expression",
    own: true,
  },
  group: {
    props: {
      group: {
        says: "the name of a group, or { id: … }",
        form: reference(),
        example: "crm-users",
      },
    },
    label: "Group",
    effect: lookTwice("another group gets in"),
    fix: WHO,
    refersTo: "group",
    own: true,
  },
  user: {
    props: {
      user: {
        says: "the name of a user (the username), or { id: … }",
        form: reference("number"),
        example: "akadmin",
      },
    },
    label: "User",
    effect: lookTwice("another user gets in"),
    fix: WHO,
    refersTo: "user",
    own: true,
  },
  order: {
    props: {
      order: {
        says: "the order of evaluation, lower first",
        form: whole(LEAST_INT32),
        otherwise: "its position in the list",
        from: (_, path) => path.at(-2),
      },
    },
    label: "Order",
    effect: harmless("the order decides which binding is asked first, not who gets in"),
    fix: UNDO,
    own: true,
  },
  enabled: {
    props: { enabled: { says: "whether the binding counts", form: flag, default: true } },
    label: "Enabled",
    effect: switched(
      lookTwice("a binding is switched on: it decides who gets in"),
      lookTwice("a binding is switched off: it no longer keeps anybody out"),
    ),
    fix: WHO,
    usual: true,
    own: true,
  },
  negate: {
    props: {
      negate: { says: "whether its result is turned around", form: flag, default: false },
    },
    label: "Negate result",
    effect: lookTwice(
      "a binding's result is turned around: who got in stays out, who stayed out gets in",
    ),
    fix: WHO,
    usual: false,
    own: true,
  },
  timeout: {
    props: {
      timeout: { says: "seconds that a policy may take", form: whole(0), default: 30 },
    },
    label: "Timeout",
    effect: lookTwice("a policy may take {after} seconds; then the failure result counts"),
    fix: UNDO,
    usual: 30,
  },
  failure_result: {
    props: {
      failureResult: {
        says: "the result when a policy fails or takes too long",
        form: flag,
        default: false,
      },
    },
    label: "Failure result",
    effect: switched(
      lookTwice("people get in where a policy fails or takes too long"),
      lookTwice("people stay out where a policy fails or takes too long"),
    ),
    fix: UNDO,
    usual: false,
  },
  target: {
    props: {},
    label: "Target",
    effect: lookTwice("the binding decides about another application"),
    fix: "bind the integration's own application",
    shown: "elsewhere",
    own: true,
  },
  id: {
    props: {},
    label: "Id",
    effect: lookTwice("it becomes another binding"),
    fix: UNDO,
    shown: "elsewhere",
    own: true,
  },
} as const satisfies Attributes;

/** One of `bindings`; the compiler refuses a property without a row. */
export const BINDING_PROPS = propsOf(
  POLICY_BINDING satisfies Complete<BindingProps, typeof POLICY_BINDING>,
);

/** `bindings` of an integration. */
export const bindings: Form = listOf({
  ...objectOf(BINDING_PROPS),
  schema: objectOf(BINDING_PROPS).schema.meta({
    description: "exactly one of policy, group, user, and how it is applied",
    examples: [{ group: "crm-users" }],
  }),
});
