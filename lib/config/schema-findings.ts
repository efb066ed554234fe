import { stringify } from "yaml";
import type { z } from "zod";
import { type PropertyPath, shown } from "../rules/rule";
import { isMapping, valueAt } from "./layers";
import type { Complaint } from "./problem";
import { HIDDEN, holdsVariableName, isShowable, keyShown, secretComplaint } from "./secrets";
import { namesSecret } from "../secret-names";
import { describe, schemaAt, takesName } from "./schema/walk";
import { nearest } from "./nearest";
import { typingError, wrongPlace } from "./suggestion";

type Issue = z.core.$ZodIssue;

/** Something that a schema does not allow. */
export interface SchemaFinding {
  /** Where, in the value that was checked. */
  readonly path: PropertyPath;
  /** Whether a key is too much, one is missing, or a value is wrong. */
  readonly kind: "key" | "missing" | "value";
  /** What is wrong. */
  readonly complaint: Complaint;
}

/** What was checked against which schema. */
interface Checked {
  readonly schema: z.ZodType;
  readonly value: unknown;
  /** Path of the value in the file. */
  readonly root: PropertyPath;
}

/** What a schema finds in a value, said for people. */
export function schemaFindings(
  schema: z.ZodType,
  value: unknown,
  root: PropertyPath,
): SchemaFinding[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).flatMap((issue) => findingsOf(issue, [], { schema, value, root }));
}

function findingsOf(issue: Issue, base: PropertyPath, checked: Checked): SchemaFinding[] {
  const path = [...base, ...(issue.path as PropertyPath)];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(path, key, checked));
  }
  if (issue.code === "invalid_union") {
    const named = nameInMapping(path, checked);
    if (named !== undefined) return [named];
    const branch = likeliest(issue.errors);
    if (branch !== undefined) return branch.flatMap((inner) => findingsOf(inner, path, checked));
  }
  if (issue.code === "invalid_key") {
    const complaint = {
      found: "a header name with other characters",
      expected: "letters, digits and -",
      mend: "correct the name",
    };
    return [{ path, kind: "key", complaint }];
  }
  const value = valueAt(checked.value, path);
  if (value === undefined || value === null) return [missing(path, value, checked)];
  return [{ path, kind: "value", complaint: wrongValue(path, value, issue, checked) }];
}

/** Of several alternatives, the one that was meant: that of the right type with the fewest mistakes. */
function likeliest(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const cost = (branch: readonly Issue[]): number =>
    branch.reduce((sum, one) => sum + ("keys" in one ? one.keys.length : 1), 0) +
    (branch.some(({ path }) => path[0] === "type") ? 100 : 0) +
    (branch.some(({ code, path }) => code === "invalid_type" && path.length === 0) ? 1000 : 0);
  const [best] = [...branches].sort((a, b) => cost(a) - cost(b));
  return best === undefined || cost(best) >= 1000 ? undefined : best;
}

/** What an object's name may be called by those who write a mapping in its place. */
const NAMES = ["name", "slug", "username"];

/** `group: { name: x }`, where the name itself is expected. */
function nameInMapping(path: PropertyPath, { schema, value }: Checked): SchemaFinding | undefined {
  const entries = Object.entries(valueAt(value, path) ?? {});
  const [[key, name] = ["", undefined]] = entries;
  if (entries.length !== 1 || !NAMES.includes(key) || typeof name !== "string") return undefined;
  const about = schemaAt(schema, path, value);
  if (!takesName(about)) return undefined;
  const place = path.at(-1);
  const written =
    isShowable(name) && /^.{1,60}$/.test(name)
      ? `: ${typeof place === "string" ? `${place}: ` : ""}${flow(name)}`
      : "";
  const complaint = {
    found: `a mapping with ${key}`,
    expected: describe(about)?.description ?? "a name",
    mend: `write the ${key} itself${written}`,
  };
  return { path, kind: "value", complaint };
}

function unknownKey(parent: PropertyPath, key: string, { root, value }: Checked): SchemaFinding {
  const place = [...root, ...parent];
  const path = [...parent, key];
  const type = valueAt(value, [...parent, "type"]);
  const slip = typingError(place, key, type);
  if (slip === undefined && namesSecret(key)) {
    const complaint = secretComplaint(`a secret, under the key ${shown(keyShown(key))}`, [
      ...place,
      key,
    ]);
    return { path, kind: "key", complaint };
  }
  const complaint = {
    found: `the unknown key ${shown(keyShown(key))}`,
    expected: "keys that the configuration has",
    mend: slip ?? wrongPlace(place, key, type),
  };
  return { path, kind: "key", complaint };
}

function missing(path: PropertyPath, value: unknown, checked: Checked): SchemaFinding {
  const about = describe(schemaAt(checked.schema, path, checked.value));
  const key = String(path.at(-1));
  return {
    path,
    kind: "missing",
    complaint: {
      found: value === undefined ? "nothing" : "a key without a value",
      expected: about?.description ?? "a value",
      mend:
        about?.example === undefined
          ? `add ${key}, or take out what needs it`
          : `add ${key}: ${flow(about.example)}`,
    },
  };
}

function wrongValue(
  path: PropertyPath,
  value: unknown,
  issue: Issue,
  { root, schema, value: whole }: Checked,
): Complaint {
  const about = describe(schemaAt(schema, path, whole));
  const kind = expectedKind(issue);
  const isHidden = holdsVariableName([...root, ...path]);
  const expected = [kind, about?.description].filter(Boolean).join(": ");
  return {
    found: foundText(value, [...root, ...path]),
    expected: expected === "" ? "something else" : expected,
    mend:
      (isHidden ? undefined : mendOf(value, issue, about?.only)) ??
      exampleOf(path, about?.example, value) ??
      `make it ${kind ?? "that"}`,
  };
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
};

function expectedKind(issue: Issue): string | undefined {
  if (issue.code === "invalid_type") return KINDS[issue.expected];
  const choices = choicesOf(issue);
  if (choices !== undefined) return `one of ${choices.join(", ")}`;
  if (issue.code === "too_small") {
    return issue.origin === "array" ? "a list that is not empty" : `at least ${issue.minimum}`;
  }
  if (issue.code === "too_big") return `at most ${issue.maximum}`;
  return undefined;
}

/** The values that would have been right, where they are few. */
function choicesOf(issue: Issue): readonly string[] | undefined {
  if (issue.code === "invalid_value") return issue.values.map(String);
  if (issue.code !== "invalid_union" || !("options" in issue)) return undefined;
  return issue.options?.map(String);
}

/** The mend that follows from what was written. */
function mendOf(value: unknown, issue: Issue, only?: unknown): string | undefined {
  const values = choicesOf(issue);
  if (values !== undefined) {
    if (typeof value === "number" && values.includes(String(value)))
      return `put it in quotes: "${value}"`;
    const near = typeof value === "string" ? nearest(value, values) : undefined;
    return near === undefined ? "choose one of them" : `write ${flow(near)}`;
  }
  if (issue.code !== "invalid_type") return undefined;
  const meant = issue.expected === "boolean" ? booleanOf(value) : undefined;
  if (only !== undefined && meant !== only) return `leave it out: it can only be ${shown(only)}`;
  if (meant !== undefined) return `write ${String(meant)}, as it is`;
  const isPlain = typeof value === "number" || typeof value === "boolean";
  if (issue.expected === "string" && isPlain) return `put it in quotes: "${String(value)}"`;
  if (typeof value !== "string") return undefined;
  if (issue.expected === "array") return "write it as a list: [ … ], or each item on a line with -";
  return /^\d+$/.test(value) ? `write ${value}, without quotes` : undefined;
}

/** What a text says to those who know older YAML. */
function booleanOf(value: unknown): boolean | undefined {
  if (typeof value !== "string") return undefined;
  if (/^(true|yes|on)$/i.test(value)) return true;
  return /^(false|no|off)$/i.test(value) ? false : undefined;
}

/** The example as it is written where the value stands: after its key, or as an item of a list. */
const exampleOf = (path: PropertyPath, example: unknown, value: unknown): string | undefined => {
  if (example === undefined) return undefined;
  const key = path.at(-1);
  return typeof key === "number"
    ? `write ${flow(withName(example, value))} in its place`
    : `write it as in ${String(key)}: ${flow(example)}`;
};

/** `{ group: crm-users }` with the name that was written without its `group`. */
function withName(example: unknown, value: unknown): unknown {
  const [[key, name] = ["", undefined], ...others] = isMapping(example)
    ? Object.entries(example)
    : [];
  const isName = typeof value === "string" && isShowable(value) && /^.{1,60}$/.test(value);
  return isName && typeof name === "string" && others.length === 0 ? { [key]: value } : example;
}

/** A value as messages show it. */
function foundText(value: unknown, path: PropertyPath): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isMapping(value)) return "a mapping";
  if (holdsVariableName(path)) return HIDDEN;
  if (typeof value === "string") return isShowable(value) ? shortened(value) : HIDDEN;
  if (typeof value === "number" || typeof value === "bigint") return `the number ${value}`;
  return String(value);
}

const shortened = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);

const flow = (value: unknown): string =>
  stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();
