import { z } from "zod";
import { isUnresolved } from "../terraform/unresolved";
import type { EspoAuthentikIntegrationProps } from "../props";

/** Where a value is in an integration's properties: `["bindings", 1, "group"]`. */
export type PropertyPath = readonly (string | number)[];

/** What is wrong with a value, said so that it can be fixed. */
export interface FormFinding {
  /** Where in the value; empty for the value itself. */
  readonly path: PropertyPath;
  /** What is there, as it is shown to people. */
  readonly found: string;
  /** What should be there. */
  readonly expected: string;
  /** What to do. */
  readonly mend: string;
}

/** Ids of the rules that say only that a value has a form; `lib/rules/forms.ts` says why each is there. */
export type FormRuleId =
  | "address-form"
  | "address-path"
  | "cache-period-form"
  | "certificate-form"
  | "duration-form"
  | "header-name"
  | "launch-url-form"
  | "logout-url-form"
  | "number-range"
  | "reference-form"
  | "scope-form"
  | "slug-form"
  | "team-form"
  | "text-length"
  | "unknown-value"
  | "variable-name";

/** One thing that a form asks of a value, in the name of a rule. */
export interface FormCheck {
  /** Id of the rule in whose name it is refused. */
  readonly rule: FormRuleId;
  /** What is wrong with a value that is known. */
  readonly find: (value: unknown) => readonly FormFinding[];
}

/** What kind of value CDKTF's tokens stand for: a text, a number, true or false. */
export type TokenKind = "text" | "number" | "flag";

/** The form of a value: its type in a configuration file, and what else is asked of it everywhere. */
export interface Form {
  /** Its type. */
  readonly schema: z.ZodType;
  /** What is asked of it besides its type. */
  readonly checks: readonly FormCheck[];
  /** Properties of an object. @default - it is none of properties of ours */
  readonly properties?: Properties;
  /** Form of each item of a list. @default - it is no list */
  readonly item?: Form;
  /** Whether what is in it is none of ours. @default false */
  readonly opaque?: true;
  /** What kind of token may stand for it. @default - none: what is declared depends on the value */
  readonly token?: TokenKind;
}

/** One property of our own: what it holds, and what happens where it is left out. */
export interface Property {
  /** What it holds; completes "expected …, ". */
  readonly says: string;
  /** Its form. */
  readonly form: Form;
  /** The value that counts where it is left out. @default - there is none */
  readonly default?: unknown;
  /** What counts where it is left out, in words, if that is no fixed value. @default - nothing does */
  readonly otherwise?: string;
  /**
   * The value that follows from the others where it is left out; `path` is its own place.
   * @default - none does
   */
  readonly from?: (given: EspoAuthentikIntegrationProps, path: PropertyPath) => unknown;
  /** Whether it must be given. @default false */
  readonly required?: true;
  /** The one value that no rule refuses. @default - there are several */
  readonly const?: unknown;
  /** Why no token may stand for it; completes "as …". @default - its form says what may */
  readonly known?: string;
  /** A value as people write it. */
  readonly example?: unknown;
  /**
   * How a configuration file says it: under another key, as another kind of value, or (`false`) not at
   * all. @default - as the construct does
   */
  readonly inFile?:
    false | (Pick<Property, "says" | "form" | "example"> & { readonly key: string });
}

/** Properties by name. */
export type Properties = Readonly<Record<string, Property>>;

/** A property for each key of the props interface `P`: the compiler refuses one that is missing. */
export type PropertiesOf<P> = { readonly [K in keyof P]-?: Property };

/** A value as messages show it. */
export const shown = (value: unknown): string =>
  value === undefined ? "nothing" : JSON.stringify(value);

/** A form that asks more than another one. */
export const also = (form: Form, ...more: readonly FormCheck[]): Form => ({
  ...form,
  checks: [...form.checks, ...more],
});

/** A check that finds at most one thing, in the value itself. What Terraform will know only later passes. */
export const check = (
  rule: FormRuleId,
  find: (value: unknown) => Omit<FormFinding, "path"> | undefined,
): FormCheck => ({
  rule,
  find: (value) => {
    const finding = isUnresolved(value) ? undefined : find(value);
    return finding === undefined ? [] : [{ path: [], ...finding }];
  },
});

/** True or false. */
export const flag: Form = { schema: z.boolean(), checks: [], token: "flag" };

/** Any text. */
export const anyText: Form = { schema: z.string(), checks: [], token: "text" };

/**
 * Text with something in it.
 * @param most characters at most; EspoCRM stores 255, as does authentik in a client ID
 */
export const text = (most?: 255): Form =>
  also(
    anyText,
    check("text-length", (value) => {
      if (typeof value !== "string") return undefined;
      const expected = most === undefined ? "a text that is not empty" : `1 to ${most} characters`;
      if (value.trim() === "")
        return { found: shown(value), expected, mend: "give it, or leave the key out" };
      if (value.length <= (most ?? Infinity)) return undefined;
      return { found: `${value.length} characters`, expected, mend: "make it shorter" };
    }),
  );

const INT32 = 2_147_483_647;

/** A whole number that servers and Terraform providers take. */
export const whole = (least: number, most = INT32): Form => ({
  schema: z.int().min(least).max(most),
  token: "number",
  checks: [
    check("number-range", (value) =>
      typeof value === "number" && value >= least && value <= most && Number.isInteger(value)
        ? undefined
        : {
            found: typeof value === "number" ? String(value) : shown(value),
            expected: `a whole number from ${least} to ${most}`,
            mend: "choose one in that range, or leave it out",
          },
    ),
  ],
});

/** The least whole number that authentik takes. */
export const LEAST_INT32 = -INT32 - 1;

/** One of a few values. */
export const choice = (values: readonly [string, ...string[]]): Form => ({
  schema: z.enum(values),
  token: "text",
  checks: [
    check("unknown-value", (value) =>
      typeof value === "string" && values.includes(value)
        ? undefined
        : {
            found: shown(value),
            expected: `one of ${values.join(", ")}`,
            mend: "choose one of these, or leave it out",
          },
    ),
  ],
});

/** A list of values of one form. */
export const listOf = (item: Form): Form => ({
  schema: z.array(item.schema),
  item,
  checks: item.checks.map(({ find, rule }) => ({
    rule,
    find: (list) =>
      Array.isArray(list)
        ? list.flatMap((item: unknown, index) =>
            find(item).map((finding) => ({ ...finding, path: [index, ...finding.path] })),
          )
        : [],
  })),
});
