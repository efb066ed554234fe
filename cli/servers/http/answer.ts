import type { z } from "zod";
import { type FaultReport, ServerFault, type ServerName, shownUrl } from "./server-fault";

/** What a server answered. */
export interface HttpAnswer {
  /** The server that was asked. */
  readonly server: ServerName;
  /** What was asked, query included. */
  readonly url: string;
  /** HTTP status. */
  readonly status: number;
  /** Headers, names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Body, decoded as UTF-8. */
  readonly body: string;
  /** When the request was sent, in milliseconds since 1970, by this machine's clock. */
  readonly sentAt: number;
  /** When the answer's headers had come, in milliseconds since 1970, by this machine's clock. */
  readonly answeredAt: number;
}

/** The value of a header that comes once. */
export function header({ headers }: HttpAnswer, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** The title of an HTML page; undefined where the body is none. */
export function htmlTitle({ body, ...answer }: HttpAnswer): string | undefined {
  const type = header({ body, ...answer }, "content-type") ?? "";
  if (!type.includes("html") && !/^\s*</.test(body)) return undefined;
  if (body.trim() === "") return undefined;
  const title = /<title>([^<]*)<\/title>/i.exec(body)?.[1];
  return title?.replace(/\s+/g, " ").trim() ?? "";
}

/**
 * The JSON of an answer, of the expected form.
 * @throws {ServerFault} if the status is none of success, or the body is something else
 */
export function answerJson<T>(answer: HttpAnswer, schema: z.ZodType<T>): T {
  const { body, status } = answer;
  if (status < 200 || status > 299) throw statusFault(answer);
  const title = htmlTitle(answer);
  if (title !== undefined) throw htmlFault(answer, title);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw fault(answer, "content", "answered with something that is not JSON", IS_IT);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".") ?? "";
  const place = where === "" ? "" : ` at ${where}`;
  throw fault(answer, "content", `answered with JSON of another form${place}`, IS_IT);
}

const IS_IT = "Does this URL lead to the server itself, in a supported version?";

/** The fault of a status that says no. */
export function statusFault(answer: HttpAnswer): ServerFault {
  const { server, status } = answer;
  const title = htmlTitle(answer);
  const page = title === undefined || title === "" ? "" : ` and a page "${title}"`;
  return fault(answer, "status", `answered with HTTP ${status}${page}`, fixFor(server, status));
}

function htmlFault(answer: HttpAnswer, title: string): ServerFault {
  const page = title === "" ? "an HTML page" : `an HTML page "${title}"`;
  return fault(
    answer,
    "html",
    `answered with ${page} in place of JSON`,
    `Is there an access proxy or a sign-in page before it? Give the proxy's headers (${answer.server.toLowerCase()}.headers), or the address behind it (${answer.server.toLowerCase()}.apiUrl).`,
  );
}

function fixFor(server: ServerName, status: number): string {
  if (status >= 300 && status < 400) {
    return `It redirects elsewhere: give the address that answers by itself (${server.toLowerCase()}.url or apiUrl).`;
  }
  if (status === 429) return "Too many requests: wait a minute, and try again.";
  if (status === 404) return "Is the path of its URL right?";
  if (status === 401 || status === 403) {
    return "Does an access proxy before it want credentials of its own?";
  }
  if (status >= 500) return "Look into its log; is it just starting, or out of its database?";
  return "Look into its log.";
}

function fault(
  { server, status, url }: HttpAnswer,
  kind: FaultReport["kind"],
  happened: string,
  fix: string,
): ServerFault {
  return new ServerFault({ server, url: shownUrl(url), kind, happened, fix, status });
}
