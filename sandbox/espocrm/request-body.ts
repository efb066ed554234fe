import type { FastifyRequest } from "fastify";
import { EspoError, fatal } from "./errors";
import type { SettingsData } from "./settings";

/**
 * The body as EspoCRM reads it: JSON if, and only if, the content type says so; anything else is
 * an empty object. A list becomes the key `list`.
 */
export function jsonBody({ headers, rawBody }: FastifyRequest): SettingsData {
  const type = headers["content-type"]?.split(";", 1)[0]?.toLowerCase();
  if (type !== "application/json" || rawBody === "") return {};
  const body = parsed(rawBody);
  if (Array.isArray(body)) return { list: body as unknown[] };
  if (typeof body !== "object" || body === null) {
    throw new EspoError(400, "Body is not a JSON object.");
  }
  return { ...body };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fatal();
  }
}
