import { IncomingMessage, ServerResponse, type RequestListener } from "node:http";
import { Socket } from "node:net";

/** A request to a handler in this process. */
export interface InProcessRequest {
  /** HTTP method. */
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Body. @default - none */
  readonly body?: string;
}

/** What the handler answered. */
export interface InProcessAnswer {
  /** HTTP status. */
  readonly status: number;
  /** `Location`; empty without. */
  readonly location: string;
  /** Body. */
  readonly body: string;
}

/** Lets a handler of HTTP requests answer one that never was on a network. */
export function askInProcess(
  handle: RequestListener,
  { method, url, headers, body = "" }: InProcessRequest,
): Promise<InProcessAnswer> {
  return new Promise((resolve) => {
    const request = new IncomingMessage(new Socket());
    Object.assign(request, { method, url });
    Object.assign(request.headers, {
      host: "in-process.invalid",
      "content-length": String(Buffer.byteLength(body)),
      ...headers,
    });
    request.push(body);
    request.push(null);
    const response = new ServerResponse(request);
    response.end = (chunk?: unknown) => {
      resolve({
        status: response.statusCode,
        location: String(response.getHeader("location") ?? ""),
        body: Buffer.isBuffer(chunk) || typeof chunk === "string" ? chunk.toString() : "",
      });
      return response;
    };
    handle(request, response);
  });
}
