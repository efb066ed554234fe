/** JSON as PHP's `json_encode` writes it: slashes and everything beyond ASCII escaped. */
export function jsonEncode(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("/", "\\/")
    .replace(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}

/** Query encoding as of PHP's `urlencode`: only `-_.` stay, blanks become `+`. */
export function urlEncode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

/** Whether PHP takes a decoded JSON value for true: `"false"` and `{}` are, `"0"` and `[]` are not. */
export function isTruthy(value: unknown): boolean {
  if (value === "0") return false;
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** The text that PHP makes of a scalar; undefined for null, lists and objects. */
export function asText(value: unknown): string | undefined {
  if (typeof value === "boolean") return value ? "1" : "";
  return typeof value === "string" || typeof value === "number" ? `${value}` : undefined;
}

/** Length of a text in characters, as `mb_strlen` counts them. */
export function characters(text: string): number {
  return Array.from(text).length;
}
