import { maskedBody } from "../../http";

/** An answer of the identity provider. */
export interface ProviderAnswer {
  /** HTTP status; 0 if the connection failed before there was one. */
  readonly status: number;
  /** Whether no whole answer came: no connection, time-out, cut off. */
  readonly failed: boolean;
  /** Body, `""` if none came. */
  readonly body: string;
}

/** What is asked of the identity provider. */
export interface ProviderRequest {
  /** HTTP method. */
  readonly method: "GET" | "POST";
  /** Headers. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Body. @default - none */
  readonly body?: string;
  /** Milliseconds until the whole answer must be there. */
  readonly timeout: number;
}

/** Asks the identity provider as EspoCRM's server does: redirects are answers, never followed. */
export async function askProvider(
  endpoint: string,
  { method, headers = {}, body, timeout }: ProviderRequest,
): Promise<ProviderAnswer> {
  let status = 0;
  try {
    const response = await fetch(withScheme(endpoint), {
      method,
      headers,
      body: body ?? null,
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
    });
    status = response.status;
    return { status, failed: false, body: await response.text() };
  } catch {
    return { status, failed: true, body: "" };
  }
}

/** The body as a JSON object or list; undefined if it is something else. */
export function jsonOf({ body }: ProviderAnswer): object | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** An answer for the log. EspoCRM logs the body as it came; here its secrets are masked. */
export function told(answer: ProviderAnswer): string {
  const { status, body } = answer;
  const shown = jsonOf(answer) === undefined ? `(${body.length} characters)` : maskedBody(body);
  return `; Status: ${status}; Response: ${shown}`;
}

/** Whether EspoCRM takes an answer for an error. Statuses from 500 on it judges by their body. */
export function isRefused({ status, failed }: ProviderAnswer): boolean {
  return failed || (status >= 400 && status < 500);
}

/** Without a scheme it is http, as for cURL. */
function withScheme(endpoint: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(endpoint) ? endpoint : `http://${endpoint}`;
}
