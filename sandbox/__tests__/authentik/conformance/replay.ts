import { decodeJwt, decodeProtectedHeader } from "jose";
import { request as send } from "node:http";
import type { AuthentikSandbox } from "../../../authentik";
import { differences, type Difference } from "./differences";
import type { Identifiers } from "./identifiers";
import type { LeftDifferent } from "./left-different";
import type { Exchange } from "./recording";

/** What one request was answered. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Makes the recorded requests anew, in their order, and says what is answered otherwise. */
class Replay {
  readonly #cookies = new Map<number, Map<string, string>>();
  #tokens = { access_token: "", id_token: "" };

  constructor(
    private readonly sandbox: AuthentikSandbox,
    private readonly ids: Identifiers,
  ) {}

  /** Makes one request; answers to what came before must be known by then. */
  async differencesOf(exchange: Exchange): Promise<Difference[]> {
    if (exchange.method === "-") return this.#decoded(exchange);
    const answer = await this.#ask(exchange);
    const body = jsonIn(answer.body);
    if (typeof body === "object" && body !== null && "access_token" in body && "id_token" in body) {
      this.#tokens = { access_token: String(body.access_token), id_token: String(body.id_token) };
    }
    return [
      ...differences(this.ids, exchange.status, answer.status, "status"),
      ...differences(this.ids, exchange.answered, headersOf(exchange, answer), "header"),
      ...differences(this.ids, exchange.answer ?? "", body),
    ];
  }

  #decoded({ step, answer }: Exchange): Difference[] {
    const { access_token, id_token } = this.#tokens;
    const token = step.startsWith("id") ? id_token : access_token;
    if (token === "") return [{ at: "body", recorded: answer, sandbox: "no token" }];
    return differences(this.ids, answer, [decodeProtectedHeader(token), decodeJwt(token)]);
  }

  #ask({ method, path, headers = {}, body, browser }: Exchange): Promise<Answer> {
    const jar = this.#jar(browser);
    const fill = (text: string): string =>
      this.ids
        .translate(text)
        .replaceAll("{administrator}", this.sandbox.token)
        .replaceAll("{access token}", this.#tokens.access_token)
        .replaceAll("{csrf}", jar.get("authentik_csrf") ?? "");
    const sent: Record<string, string> = {};
    for (const [name, value] of Object.entries(headers)) sent[name] = fill(value);
    if (jar.size > 0) sent["Cookie"] = [...jar].map((pair) => pair.join("=")).join("; ");
    const content = body === undefined ? "" : fill(body);
    if (content !== "") sent["Content-Length"] = String(Buffer.byteLength(content));
    return new Promise((resolve, reject) => {
      const request = send(this.sandbox.url + fill(path), { method, headers: sent }, (response) => {
        for (const cookie of response.headers["set-cookie"] ?? []) {
          const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
          jar.set(name, value);
        }
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => (text += part));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      });
      request.on("error", reject);
      request.end(content);
    });
  }

  #jar(browser: number | undefined): Map<string, string> {
    const jar = this.#cookies.get(browser ?? 0) ?? new Map<string, string>();
    if (browser !== undefined) this.#cookies.set(browser, jar);
    return jar;
  }
}

/** What a replay found. */
export interface Compared {
  /** Differences that no entry knows, as text. */
  readonly unknown: readonly string[];
  /** Entries that nothing is different by any longer. */
  readonly unused: readonly LeftDifferent[];
}

/** Makes a recording's requests anew, and compares the answers, but for what is left different. */
export async function compared(
  sandbox: AuthentikSandbox,
  ids: Identifiers,
  recording: readonly Exchange[],
  left: readonly LeftDifferent[],
): Promise<Compared> {
  const replay = new Replay(sandbox, ids);
  const known = new Set<LeftDifferent>();
  const unknown: string[] = [];
  for (const exchange of recording) {
    for (const { at, ...values } of await replay.differencesOf(exchange)) {
      const entry = left.find((one) => matches(one.step, exchange.step) && matches(one.at, at));
      if (entry) known.add(entry);
      else unknown.push(`${exchange.step}: ${at}: ${JSON.stringify(values).slice(0, 300)}`);
    }
  }
  return { unknown, unused: left.filter((entry) => !known.has(entry)) };
}

const matches = (pattern: string | RegExp, text: string): boolean =>
  typeof pattern === "string" ? pattern === text : pattern.test(text);

/** Of the headers answered, those that the recording keeps. */
function headersOf(exchange: Exchange, { headers }: Answer): Record<string, string | undefined> {
  const kept = ["location", "www-authenticate", "access-control-allow-origin"];
  return Object.fromEntries(
    [...new Set([...kept, ...Object.keys(exchange.answered)])].flatMap((name) => {
      const value = headers[name];
      // Fastify names the charset of JSON, too.
      const text = String(value).replace("json; charset=utf-8", "json");
      return value === undefined ? [] : [[name, text]];
    }),
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
