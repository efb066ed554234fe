import type { IncomingHttpHeaders } from "node:http";
import { EspoError } from "./errors";

/** The credentials that EspoCRM takes from a request. */
export type Credentials =
  | {
      /** A header of its own decides the authentication method. */
      readonly kind: "method";
      /** `X-Api-Key` or `X-Hmac-Authorization`. */
      readonly method: "ApiKey" | "Hmac";
    }
  | {
      /** A name, and a password or auth token in its place. */
      readonly kind: "password";
      /** User name, trimmed. */
      readonly userName: string;
      /** Password, trimmed. */
      readonly password: string;
    }
  | {
      /** The cookie `auth-token` alone. */
      readonly kind: "cookie";
      /** Its value. */
      readonly token: string;
    };

/**
 * Reads the credentials: `Espo-Authorization` before `X-Api-Key` before `Authorization: Basic`
 * before the cookie. Those that PHP cannot read count as none.
 */
export function readCredentials(headers: IncomingHttpHeaders): Credentials | undefined {
  const own = header(headers, "espo-authorization");
  if (own !== undefined) {
    const pair = nameAndPassword(own);
    if (pair === undefined) throw new EspoError(400, "Auth: Bad authorization string provided.");
    if (pair.userName !== "") return { kind: "password", ...pair };
  } else {
    if (header(headers, "x-api-key") !== undefined) return { kind: "method", method: "ApiKey" };
    if (header(headers, "x-hmac-authorization") !== undefined) {
      return { kind: "method", method: "Hmac" };
    }
    const pair = basic(headers.authorization ?? "");
    if (pair !== undefined) return { kind: "password", ...pair };
  }
  const token = cookie(headers, "auth-token");
  return token === undefined || token === "" ? undefined : { kind: "cookie", token };
}

/** A header's value, undefined without it. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

/** A cookie's value, undefined without it. */
export function cookie(headers: IncomingHttpHeaders, name: string): string | undefined {
  for (const pair of (headers.cookie ?? "").split(";")) {
    const [key, ...value] = pair.trim().split("=");
    if (key === name) return value.join("=");
  }
  return undefined;
}

function nameAndPassword(base64: string): { userName: string; password: string } | undefined {
  const text = Buffer.from(base64, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 0) return undefined;
  return { userName: text.slice(0, colon).trim(), password: text.slice(colon + 1).trim() };
}

/** PHP passes over a Basic header without colon, EspoCRM over an empty or `0` name or password. */
function basic(authorization: string): { userName: string; password: string } | undefined {
  const encoded = /^basic\s+(.*)$/i.exec(authorization)?.[1];
  const pair = encoded === undefined ? undefined : nameAndPassword(encoded);
  if (pair === undefined) return undefined;
  const missing = [pair.userName, pair.password].some((part) => part === "" || part === "0");
  return missing ? undefined : pair;
}
