import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import type { Permission, User } from "../state/models";
import { ApiError } from "./errors";

/** A request to the API, by a known user. */
export interface ApiRequest {
  /** HTTP method. */
  readonly method: string;
  /** What stands for the parameters in the route's path. */
  readonly params: Readonly<Record<string, string>>;
  /** Query. */
  readonly query: URLSearchParams;
  /** Scheme, host and port under which the caller reaches the server. */
  readonly origin: string;
  /** Who asks; undefined without credentials, on open routes only. */
  readonly caller: User | undefined;
  /** Throws unless the caller may do this. */
  readonly demand: (permission: Permission) => void;
  /** Reads the body as JSON; throws the API's own error. */
  readonly body: () => unknown;
}

/** An answer of the API. */
export interface ApiAnswer {
  /** HTTP status. */
  readonly status: number;
  /** JSON. @default - none */
  readonly body?: unknown;
}

const paramsSchema = z.record(z.string(), z.string()).catch({});

/** The parameters of a route, as texts. */
export const readParams = (params: unknown): Record<string, string> => paramsSchema.parse(params);

/** The origin a request was made to: as the reverse proxy in front says, else the Host header. */
export function originOf(headers: IncomingHttpHeaders): string {
  const scheme = firstOf(headers["x-forwarded-proto"]) === "https" ? "https" : "http";
  return `${scheme}://${firstOf(headers["x-forwarded-host"]) ?? headers.host ?? "localhost"}`;
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return [header].flat()[0]?.split(",")[0]?.trim();
}

/** Reads a JSON body. */
export function readJson(contentType: string | undefined, raw: string): unknown {
  const mediaType = (contentType ?? "").split(";")[0]?.trim().toLowerCase();
  if (raw === "") return {};
  if (mediaType !== "application/json") {
    const detail = `Unsupported media type "${contentType ?? ""}" in request.`;
    throw new ApiError(415, { detail });
  }
  try {
    return JSON.parse(raw) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ApiError(400, { detail: `JSON parse error - ${reason}` });
  }
}
