/** The HTTP client of `restapi`. */
import type { HttpAnswer, HttpRequest } from "../http-client";
import { NoAnswer, send } from "../http-client";
import type { Configuration } from "./configuration";

/** A request that failed. */
export class RequestError extends Error {
  /**
   * @param message - what the provider says of it.
   * @param status - the status of the answer; 0 when there is none.
   */
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** The client of one provider block. */
export class RestApiClient {
  #nextSlot = 0;

  /** @param configuration - what the provider block says. */
  constructor(readonly configuration: Configuration) {}

  /**
   * Sends a request; any method may have a body.
   *
   * @param method - the HTTP method.
   * @param path - what to append to the base address.
   * @param data - the body; empty for none.
   * @returns the body of the answer, `{}` for an empty one.
   */
  async send(method: string, path: string, data: string): Promise<string> {
    const { uri, username, password, headers, xssiPrefix, tls, timeout } = this.configuration;
    if (!uri) {
      throw new RequestError(
        "provider URI is not set - it may depend on a resource that hasn't been created yet",
        0,
      );
    }
    const basic = Buffer.from(`${username}:${password}`).toString("base64");
    const { status, body } = await this.#insist({
      method,
      url: uri + path,
      headers: {
        "User-Agent": "Go-http-client/1.1",
        ...(data && { "Content-Type": "application/json" }),
        ...headers,
        ...(username && password && { Authorization: `Basic ${basic}` }),
      },
      ...(data && { body: data }),
      tls,
      timeout,
    });
    const text = body.startsWith(xssiPrefix) ? body.slice(xssiPrefix.length) : body;
    if (status < 200 || status >= 300) {
      throw new RequestError(`unexpected response code '${status}': ${text}`, status);
    }
    return text || "{}";
  }

  /** Tries again after no answer, 429 and 5xx; the answer that it gives up at is never shown. */
  async #insist(request: HttpRequest): Promise<HttpAnswer> {
    const { max, minWait, maxWait } = this.configuration.retries;
    for (let attempt = 1; ; attempt++) {
      await this.#slot();
      const result = await send(request).catch((cause: unknown) => {
        if (cause instanceof NoAnswer) return cause;
        throw cause;
      });
      if (!(result instanceof NoAnswer) && !isPassing(result.status)) return result;
      if (attempt > max) {
        const reason = result instanceof NoAnswer ? `: ${result.message}` : "";
        throw new RequestError(
          `${request.method} ${request.url} giving up after ${attempt} attempt(s)${reason}`,
          0,
        );
      }
      const asked = result instanceof NoAnswer ? undefined : result.retryAfter;
      await pause(asked ?? Math.min((minWait || 1) * 2 ** (attempt - 1), maxWait || 30));
    }
  }

  async #slot(): Promise<void> {
    const now = Date.now();
    const slot = Math.max(this.#nextSlot, now);
    this.#nextSlot = slot + 1000 / this.configuration.rateLimit;
    if (slot > now) await pause((slot - now) / 1000);
  }
}

const isPassing = (status: number): boolean => status === 429 || (status >= 500 && status !== 501);

const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));
