import type { AuthentikSandbox } from "../../authentik";

/** A JSON object. */
export type Json = Record<string, unknown>;

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body as text. */
  readonly text: string;
  /** The body as JSON object; empty for anything else. */
  readonly body: Json;
}

/** One way to call an API. */
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** Calls the admin API of a sandbox as its administrator. */
export function apiOf(sandbox: Pick<AuthentikSandbox, "url" | "token">): Call {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${sandbox.url}/api/v3${path}`, {
      method,
      headers: {
        authorization: `Bearer ${sandbox.token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: objectIn(text) };
  };
}

/** The objects of a list answer. */
export function resultsOf({ body }: Answer): Json[] {
  const results = body["results"];
  if (!Array.isArray(results)) throw new Error("Not a list.");
  return results as Json[];
}

/** The id of an object. */
export const pkOf = ({ body }: { body: Json }): string => textAt(body, "pk");

/** A text or number of an object, as text. */
export function textAt(object: Json | undefined, key: string): string {
  const value = object?.[key];
  if (typeof value !== "string" && typeof value !== "number") throw new Error(`No ${key}.`);
  return String(value);
}

/** The UUID of a shipped flow. */
export async function flowPk(call: Call, slug: string): Promise<string> {
  return textAt(resultsOf(await call("GET", `/flows/instances/?slug=${slug}`))[0], "pk");
}

/** The body that creates a provider, as the Terraform provider sends it at least. */
export async function providerBody(call: Call, more: Json = {}): Promise<Json> {
  return {
    name: "EspoCRM",
    client_id: "espocrm",
    authorization_flow: await flowPk(call, "default-provider-authorization-implicit-consent"),
    invalidation_flow: await flowPk(call, "default-provider-invalidation-flow"),
    redirect_uris: [{ matching_mode: "strict", url: "https://crm.example.com/oauth-callback.php" }],
    ...more,
  };
}

function objectIn(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}
