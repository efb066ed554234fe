import { SECONDS } from "../oidc/duration";
import { syntaxError } from "../python/syntax-error";
import type { TextRule } from "./kinds";

const RESERVED_SLUGS = ["authorize", "token", "device", "userinfo", "introspect", "revoke"];

/** Letters, digits, hyphens and underscores. */
export const slug: TextRule = (value) =>
  /^[-a-zA-Z0-9_]+$/.test(value)
    ? undefined
    : "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.";

/** No slug that would hide one of authentik's own OAuth2 paths. */
export const unreservedSlug: TextRule = (value) =>
  RESERVED_SLUGS.includes(value)
    ? `The slug '${value}' is reserved and cannot be used for applications.`
    : undefined;

/** A duration such as `hours=3;minutes=1`; unknown units are skipped. */
export const duration: TextRule = (value) => {
  const pairs = value.split(";").map((pair) => pair.split("="));
  const counted = pairs.filter(([unit = ""]) => Object.hasOwn(SECONDS, unit.toLowerCase()));
  const wellFormed =
    counted.length > 0 &&
    pairs.every((pair) => pair.length === 2) &&
    counted.every(([, amount = ""]) => /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(amount));
  return wellFormed ? undefined : `${value} is not in the correct format of 'hours=3;minutes=1'.`;
};

/** An absolute URL with one of these schemes; a host name needs no dot. */
export const url =
  (...schemes: readonly string[]): TextRule =>
  (value) => {
    const parts = /^([a-z][a-z0-9+.-]*):\/\/[^\s/?#]+([/?#]\S*)?$/i.exec(value);
    return parts && schemes.includes((parts[1] ?? "").toLowerCase())
      ? undefined
      : "Enter a valid URL.";
  };

/** An application's launch URL, in which `%(username)s` and the like may stand. */
export const launchUrl: TextRule = (value) =>
  url("http", "https", "blank", "ftp", "ftps")(value.replace(/%\(\w+\)s/g, "x"));

/** An e-mail address. */
export const emailAddress: TextRule = (value) =>
  /^[^\s@"<>(),:;]+@[^\s@.]+(\.[^\s@.]+)*$/.test(value)
    ? undefined
    : "Enter a valid email address.";

/** Python that compiles, in what authentik calls this file. */
export const python =
  (file: string): TextRule =>
  (value) => {
    const error = syntaxError(value, file);
    return error && `Expression Syntax Error: ${error}`;
  };
