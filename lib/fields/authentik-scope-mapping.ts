import { z } from "zod";
import type { ScopeMapping } from "../authentik/props";
import { isUnresolved } from "../terraform/unresolved";
import { type Attributes, type Complete, propsOf } from "./attribute";
import { harmless, lookTwice } from "./effect";
import { type Form, listOf, text } from "./form";
import { reference, scope, uuidFinding } from "./forms";
import { objectOf } from "./property";

const UNDO = "take the change back in the configuration, and plan again";

/** `authentik_property_mapping_provider_scope`: a scope mapping that is written in the configuration. */
export const SCOPE_MAPPING = {
  name: {
    props: {
      name: {
        says: "the mapping's name, unique in this authentik",
        form: text(255),
        required: true,
        known: "it is in the Terraform address of what it names",
        example: "CRM groups",
      },
    },
    label: "Name",
    effect: harmless("only authentik's administrators see a scope mapping's name"),
    fix: UNDO,
    own: true,
  },
  scope_name: {
    props: {
      scope: {
        says: "the scope that brings its claims; EspoCRM must ask for it (login.scopes)",
        form: scope,
        required: true,
        example: "profile",
      },
    },
    label: "Scope",
    effect: lookTwice(
      "the claims of a scope mapping come with the scope {after}, and with no other",
    ),
    fix: UNDO,
    own: true,
  },
  expression: {
    props: {
      expression: {
        says: "the body of a Python function that returns a dictionary of claims; ${…} in it stays as it is",
        form: text(),
        required: true,
        example: 'return {"groups": [group.name for group in request.user.groups.all()]}',
      },
    },
    label: "Expression",
    effect: lookTwice("other code than before decides what the tokens say of people"),
    fix: "read the code, line by line",
    shown: "elsewhere",
    own: true,
  },
  id: {
    props: {},
    label: "Id",
    effect: lookTwice("it becomes another scope mapping"),
    fix: UNDO,
    shown: "elsewhere",
    own: true,
  },
} as const satisfies Attributes;

const PROPS = propsOf(SCOPE_MAPPING satisfies Complete<ScopeMapping, typeof SCOPE_MAPPING>);

const written = objectOf(PROPS);
const existing = reference();

/** Whether a mapping is written in place. */
const isWritten = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !("id" in value);

/** A scope mapping by name or id, or written in place. */
const scopeMapping: Form = {
  schema: z.union([...(existing.schema as z.ZodUnion).options, written.schema]),
  properties: PROPS,
  checks: [
    ...written.checks.map(({ find, rule }) => ({
      rule,
      find: (value: unknown) => (isWritten(value) ? find(value) : []),
    })),
    ...existing.checks,
    {
      rule: "reference-form",
      // In the form of an id it is one; in capitals it would look changed at every plan.
      find: (value) => {
        if (typeof value !== "string" || isUnresolved(value)) return [];
        const finding = /^[0-9a-f-]{36}$/i.test(value) ? uuidFinding(value) : undefined;
        return finding === undefined ? [] : [{ path: [], ...finding }];
      },
    },
  ],
};

/** `provider.scopeMappings`. */
export const scopeMappings: Form = listOf(scopeMapping);
