/** Who may use what: policies and their bindings, and the scopes that tokens hold. */
import { TRAITS } from "../../../authentik/release";
import { type AuthentikRelease, lineOf } from "../../release";
import { expression } from "../attribute";
import { flag, integer, integerReference, optionalText, reference, text } from "../fields";
import type { RestResource } from "../rest-resource";
import * as shapes from "../shapes";

/** `authentik_policy_binding`. */
export const policyBinding = (release: AuthentikRelease): RestResource => ({
  path: "/policies/bindings/",
  id: "pk",
  shape: shapes.policyBinding(TRAITS[lineOf(release)]),
  fields: {
    target: text,
    policy: reference,
    user: integerReference,
    group: reference,
    order: integer,
    negate: flag,
    enabled: flag,
    timeout: integer,
    failure_result: flag,
  },
  behaviours: {
    negate: { standard: false },
    enabled: { standard: true },
    timeout: { standard: 30 },
    failure_result: { standard: false },
  },
});

/** `authentik_policy_expression`. */
export const policyExpression: RestResource = {
  path: "/policies/expression/",
  id: "pk",
  shape: shapes.expressionPolicy,
  fields: { name: text, execution_logging: flag, expression: text },
  behaviours: { execution_logging: { standard: false }, expression },
};

/** `authentik_property_mapping_provider_scope`. */
export const scopeMapping: RestResource = {
  path: "/propertymappings/provider/scope/",
  id: "pk",
  shape: shapes.scopeMapping,
  fields: { name: text, scope_name: text, description: optionalText, expression: text },
  behaviours: { expression },
};
