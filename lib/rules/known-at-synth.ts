import type { Form, FormFinding, Property, TokenKind } from "../fields/form";
import { INTEGRATION } from "../fields/integration";
import type { EspoAuthentikStackProps } from "../props";
import { isUnresolved } from "../terraform/unresolved";
import type { Rule } from "./rule";

/** What depends on a value is known, and a token is one of the value's own kind. */
export const knownAtSynth: Rule = {
  id: "known-at-synth",
  outcome: "refused",
  why: "Terraform learns the values of its variables, and what servers answer, only when it runs. What is declared, and what the rules judge, can't wait for that; and a token of another kind ends in a stack overflow of CDKTF, or in a value that a server does not take.",
  example: "login: { allowAdministrators: false, scopes: [openid, profile, email] }",
  check: (_, given) => tokenFindings(given),
};

/** Every token of an integration, as it was given, that can't be where it is. */
export const tokenFindings = (given: EspoAuthentikStackProps): readonly FormFinding[] =>
  tokensIn(INTEGRATION, given);

function tokensIn(form: Form, value: unknown, of?: Property): FormFinding[] {
  if (form.opaque) return [];
  if (isUnresolved(value)) {
    const finding = judged(form, value, of);
    return finding === undefined ? [] : [{ path: [], ...finding }];
  }
  if (typeof value !== "object" || value === null) return [];
  if (!isPlain(value) && !Array.isArray(value)) return []; // A construct, or none of ours.
  return Object.entries(value).flatMap(([name, one]) =>
    inside(form, name, one).map(({ path, ...finding }) => ({
      ...finding,
      path: [Array.isArray(value) ? Number(name) : name, ...path],
    })),
  );
}

function inside(form: Form, name: string, value: unknown): FormFinding[] {
  if (form.item !== undefined) return tokensIn(form.item, value);
  const property = form.properties?.[name];
  if (property !== undefined) return tokensIn(property.form, value, property);
  // An object of authentik by its id.
  if (name === "id") return tokensIn({ ...form, token: "text" }, value);
  return form.properties === undefined ? tokensIn({ ...form, token: undefined }, value) : [];
}

const isPlain = (value: object): boolean =>
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);

/** How a program gives each kind. */
const GIVEN: Readonly<Record<TokenKind, string>> = {
  text: "a text: a variable's stringValue, Token.asString(…)",
  number: "a number: a variable's numberValue, Token.asNumber(…)",
  flag: "true or false: a variable's booleanValue",
};

function judged(
  { item, token }: Form,
  value: unknown,
  of: Property | undefined,
): Omit<FormFinding, "path"> | undefined {
  const found = "a value that only Terraform will know";
  if (token === undefined || of?.known !== undefined) {
    return {
      found,
      expected: `one that is known when the program runs, as ${of?.known ?? "what is declared depends on it"}`,
      mend:
        item?.token === undefined
          ? "write the value itself, or read it in the program (process.env)"
          : "write the list itself: each of its entries may be such a value",
    };
  }
  if (fits(value, token)) return undefined;
  return {
    found: `${found}, of another kind`,
    expected: GIVEN[token],
    mend: "give it as a value of that kind",
  };
}

/** A text may turn out to be anything: Terraform makes of it what is asked for. */
const fits = (value: unknown, kind: TokenKind): boolean =>
  typeof value === "string" ||
  (kind === "number" && typeof value === "number") ||
  (kind === "flag" && typeof value === "object" && !Array.isArray(value));
