/** JSON and values as Go writes them: the real providers are Go programs, and it shows in what they send and store. */

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether a JSON value is an object. */
export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a JSON value is a list. */
export const isJsonList = (value: Json | undefined): value is readonly Json[] =>
  Array.isArray(value);

/** The text, number or boolean that a JSON value is, as text; empty when it is none. */
export function scalarText(value: Json | undefined): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}

/** Whether text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * JSON as Go's comparison of normalized texts has it: each number as it is written, so that `1e-7` and
 * `0.0000001` are two, and the order of keys is none.
 */
export function literalJson(text: string): unknown {
  const lexeme = /"(?:\\.|[^"\\])*"|-?\d[\d.eE+-]*/g;
  const marked = text.replace(lexeme, (found) =>
    found.startsWith('"') ? found : `{"number":"${found}"}`,
  );
  return JSON.parse(marked) as unknown;
}

/** A text that is not the JSON that was expected; the message is Go's. */
export class JsonError extends Error {}

/** Parses JSON; the error of an unreadable text says about what Go's would. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "";
    const at = /position (\d+)/.exec(reason)?.[1];
    const token = /Unexpected token '(.)'/u.exec(reason)?.[1] ?? (at && text[Number(at)]);
    throw new JsonError(
      token
        ? `invalid character '${token}' looking for beginning of value`
        : "unexpected end of JSON input",
    );
  }
}

/** Parses JSON that must be an object; null counts as an empty one, as in Go. */
export function parseJsonObject(text: string): JsonObject {
  const value = parseJson(text);
  if (value === null) return {};
  if (isJsonObject(value)) return value;
  const kind = Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;
  throw new JsonError(
    `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`,
  );
}

/** Writes JSON with its keys in order and `<`, `>`, `&` escaped. */
export function writeJson(value: Json): string {
  if (isJsonObject(value)) {
    const members = sortedKeys(value).map((k) => `${writeJson(k)}:${writeJson(value[k] ?? null)}`);
    return `{${members.join(",")}}`;
  }
  if (isJsonList(value)) return `[${value.map(writeJson).join(",")}]`;
  const escaped = (c: string) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escaped);
}

/** Formats a JSON value as Go's `%v` does. */
export function formatValue(value: Json): string {
  if (value === null) return "<nil>";
  if (typeof value === "number") return formatNumber(value);
  if (isJsonObject(value)) {
    const members = sortedKeys(value).map((key) => `${key}:${formatValue(value[key] ?? null)}`);
    return `map[${members.join(" ")}]`;
  }
  return isJsonList(value) ? `[${value.map(formatValue).join(" ")}]` : scalarText(value);
}

/** Go's shortest form: an exponent below 1e-4 and from 1e+06 on, of two digits at least. */
function formatNumber(value: number): string {
  if (Object.is(value, -0)) return "-0";
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power < -4 || power >= 6) {
    return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  return String(value);
}

const sortedKeys = (value: JsonObject): string[] =>
  Object.keys(value).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

/** A time of an answer as Go writes it back: without zeros at the end of its fraction. */
export const canonicalTime = (time: string): string =>
  time.replace(/(\.\d*?)0+(?=Z|[-+])/, "$1").replace(/\.(?=Z|[-+])/, "");

/** A time of an answer as Go prints it. */
export function printTime(time: string): string {
  const [, date = "", clock = "", zone = "Z"] =
    /^([\d-]+)T([\d:.]+)(Z|[-+]\d\d:\d\d)$/.exec(canonicalTime(time)) ?? [];
  const offset = zone === "Z" ? "+0000" : zone.replace(":", "");
  return `${date} ${clock} ${offset} ${zone === "Z" ? "UTC" : offset}`;
}
