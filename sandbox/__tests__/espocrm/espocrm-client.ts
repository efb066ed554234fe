import { z } from "zod";
import type { EspoCrmSandbox } from "../../espocrm";

/** An answer with its body read. */
export interface Answer {
  readonly status: number;
  readonly reason: string | null;
  readonly headers: Headers;
  readonly text: string;
  /** The body as a JSON object. */
  readonly json: () => Record<string, unknown>;
}

type HeaderValues = Record<string, string>;

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Credentials in `Authorization: Basic`. */
export const basic = (userName: string, password: string): HeaderValues => ({
  authorization: `Basic ${base64(`${userName}:${password}`)}`,
});

/** Credentials in `Espo-Authorization`. */
export const espo = (userName: string, password: string): HeaderValues => ({
  "espo-authorization": base64(`${userName}:${password}`),
});

/** The example accounts. */
export const ADMIN = basic("admin", "admin-password");
export const REGULAR = basic("user1", "user1-password");
export const API_KEY = { "x-api-key": "api1-key" };

/** Sends one request to the API. */
export async function call(
  espocrm: EspoCrmSandbox,
  method: string,
  path: string,
  headers: HeaderValues = {},
  body?: string,
): Promise<Answer> {
  const response = await fetch(`${espocrm.url}/api/v1/${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    reason: response.headers.get("x-status-reason"),
    headers: response.headers,
    text,
    json: () => z.record(z.string(), z.unknown()).parse(JSON.parse(text)),
  };
}

/** Writes settings as JSON. */
export const put = (
  espocrm: EspoCrmSandbox,
  settings: unknown,
  headers: HeaderValues = ADMIN,
): Promise<Answer> =>
  call(
    espocrm,
    "PUT",
    "Settings",
    { ...headers, "content-type": "application/json" },
    JSON.stringify(settings),
  );

/** Logs in over `Espo-Authorization`; the auth token. */
export async function logIn(
  espocrm: EspoCrmSandbox,
  userName = "admin",
  password = "admin-password",
): Promise<string> {
  const answer = await call(espocrm, "GET", "App/user", espo(userName, password));
  return z.string().parse(answer.json()["token"]);
}
