import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Integrated } from "../integrated";

/** How the PHP of an EspoCRM keeps sessions. */
export type PhpSessions = "kept" | "forgotten" | "never begun";

/**
 * The sandbox's EspoCRM with the log-in of 10.0: a code challenge, whose verifier is in the PHP session
 * of the authorizationData request, and goes to authentik's token endpoint with the code.
 */
export class EspoCrmTen {
  php: PhpSessions = "kept";
  /** Client secret that it holds; authentik's own unless set. */
  secret: string | undefined;
  /** Cookies that came with a log-in. */
  readonly cookies: (string | undefined)[] = [];
  /** Auth tokens that are alive. */
  readonly tokens = new Set<string>();
  private readonly verifiers = new Map<string, string>();
  private readonly server: Server = createServer(
    (request, response) => void this.answer(request, response),
  );

  private constructor(private readonly integrated: Integrated) {}

  static async over(integrated: Integrated): Promise<EspoCrmTen> {
    const ten = new EspoCrmTen(integrated);
    await new Promise<void>((resolve) => ten.server.listen(0, "127.0.0.1", resolve));
    return ten;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, url = "" } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    response.setHeader("content-type", "application/json");
    if (url.endsWith("/App/user")) return this.logIn(headers, response);
    if (url.endsWith("/App/destroyAuthToken")) {
      this.tokens.delete((JSON.parse(body) as { token: string }).token);
      return void response.end("true");
    }
    const passed = await fetch(this.integrated.espocrm.url + url, {
      ...(headers.authorization !== undefined && {
        headers: { authorization: headers.authorization },
      }),
    });
    const text = await passed.text();
    response.statusCode = passed.status;
    response.end(url.endsWith("/Oidc/authorizationData") ? this.challenged(text, response) : text);
  }

  private challenged(text: string, response: ServerResponse): string {
    const session = `PHPSESSID=${randomBytes(8).toString("hex")}`;
    const verifier = randomBytes(32).toString("hex");
    if (this.php !== "never begun")
      response.setHeader("set-cookie", `${session}; path=/; HttpOnly`);
    if (this.php === "kept") this.verifiers.set(session, verifier);
    const codeChallenge = createHash("sha256").update(verifier).digest("base64url");
    const codeChallengeMethod = "S256";
    return JSON.stringify({ ...(JSON.parse(text) as object), codeChallenge, codeChallengeMethod });
  }

  private async logIn(
    { authorization = "", cookie }: IncomingMessage["headers"],
    response: ServerResponse,
  ): Promise<void> {
    this.cookies.push(cookie);
    const { authentik, espocrm } = this.integrated;
    const [provider] = authentik.state.providers.values();
    const verifier = this.verifiers.get(cookie ?? "");
    const [, code = ""] = Buffer.from(authorization.slice(6), "base64").toString().split(":");
    const tokens = await fetch(`${authentik.url}/application/o/token/`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        client_id: provider?.client_id ?? "",
        client_secret: this.secret ?? provider?.client_secret ?? "",
        redirect_uri: `${espocrm.siteUrl}/oauth-callback.php`,
        code,
        ...(verifier !== undefined && { code_verifier: verifier }),
      }),
    });
    if (tokens.status !== 200) return void response.writeHead(500).end();
    const token = randomBytes(16).toString("hex");
    this.tokens.add(token);
    response.end(JSON.stringify({ token, user: { userName: "jane", type: "regular" } }));
  }
}
