import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Where the browser ends. */
export const REDIRECT_URI = "http://crm.example/oauth-callback.php";

const LOGIN = "default-authentication-flow";
const CONSENT = "default-provider-authorization-implicit-consent";

/** What authentik asks of somebody, by the stage that is next. */
type Stages = Readonly<Record<string, object>>;

/** A request as it came. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/**
 * The log-in of a real authentik 2026.2.2 as it was recorded: 302 to the executor itself after each body
 * and for each stage that asks nothing, consent as EspoCRM wants it, a CSRF check once somebody is signed
 * in, which under TLS wants to know the page.
 */
export class RecordedAuthentik {
  readonly requests: Seen[] = [];
  /** Connections that spoke something else, such as TLS. */
  garbage = 0;
  /** Silent stages between the password and the end. */
  silentStages = 1;
  /** What is answered in the place of all that. */
  answer: ((seen: Seen, response: ServerResponse) => boolean) | undefined;

  private stage = "identification";
  private silent = 0;
  private readonly server = createServer((request, response) => void this.take(request, response));

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Address of an authorization request of EspoCRM's. */
  get authorize(): string {
    return `${this.url}/application/o/authorize/?client_id=crm&state=s&prompt=consent`;
  }

  async start(): Promise<this> {
    this.server.on("clientError", (_error, socket) => {
      this.garbage += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, method = "", url = "" } = request;
    const seen: Seen = { method, url, headers, body: await text(request) };
    this.requests.push(seen);
    if (this.answer?.(seen, response)) return;
    response.setHeader("set-cookie", [
      "authentik_session=session-of-jane; HttpOnly; Path=/; SameSite=Lax",
      "authentik_csrf=csrf-of-jane; Path=/; SameSite=Lax",
    ]);
    const { pathname, search } = new URL(url, this.url);
    if (pathname === "/application/o/authorize/") this.authorized(search, response);
    else if (pathname.includes("/flows/executor/")) this.executed(seen, response);
    else response.writeHead(404).end();
  }

  private authorized(search: string, response: ServerResponse): void {
    const flow = this.stage === "identification" ? LOGIN : CONSENT;
    if (flow === CONSENT) this.stage = "consent";
    response.writeHead(302, { location: `/if/flow/${flow}/${search}` }).end();
  }

  private executed({ body, headers, method, url }: Seen, response: ServerResponse): void {
    const again = () => response.writeHead(302, { location: url }).end();
    const asked = (challenge: object) =>
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ ...challenge, flow_info: { title: "Welcome to authentik!" } }));
    if (method === "GET") {
      if (this.stage === "done" && this.silent > 0) {
        this.silent -= 1;
        return void again();
      }
      return void asked(this.stages[this.stage] ?? {});
    }
    const given = JSON.parse(body) as Record<string, unknown>;
    if (this.stage === "consent") {
      if (headers["x-authentik-csrf"] !== "csrf-of-jane" || headers.origin !== this.url) {
        return void asked({ component: "ak-stage-flow-error", request_id: "33a45492ab104ba3" });
      }
      this.stage = "agreed";
    }
    if (this.stage === "password") {
      if (given["password"] !== "right") {
        const response_errors = { password: [{ string: "Invalid password", code: "invalid" }] };
        return void asked({ ...this.stages["password"], response_errors });
      }
      this.stage = "done";
      this.silent = this.silentStages;
    }
    if (this.stage === "identification") this.stage = "password";
    again();
  }

  private readonly stages: Stages = {
    identification: {
      component: "ak-stage-identification",
      user_fields: ["email", "username"],
      password_fields: false,
    },
    password: { component: "ak-stage-password", pending_user: "jane" },
    done: { component: "xak-flow-redirect", to: "/application/o/authorize/?client_id=crm" },
    consent: { component: "ak-stage-consent", token: "f9ebc1cd", additional_permissions: [] },
    agreed: { component: "xak-flow-redirect", to: `${REDIRECT_URI}?code=e95921327b97&state=s` },
  };
}
