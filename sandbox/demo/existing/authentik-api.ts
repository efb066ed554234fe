/** What the demo asks of an authentik that it did not start: it only reads. */
import type { Row } from "../tables";
import { NotReady } from "./not-ready";

type Answer = Readonly<Record<string, unknown>>;

/** An authentik's API. */
export class AuthentikApi {
  /**
   * @param url authentik's address
   * @param token an API token
   */
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** User name of the one that the token belongs to. */
  async owner(): Promise<string> {
    const { user } = await this.#get("core/users/me/");
    const username = (user as Answer | undefined)?.["username"];
    if (typeof username === "string") return username;
    throw new NotReady(
      `authentik does not say whose TF_VAR_authentik_token is (${this.url}). Say who may log in: --group NAME`,
    );
  }

  /** Its release line, by the version that it tells. */
  async release(): Promise<string> {
    const { version_current: version } = await this.#get("admin/version/");
    const line = typeof version === "string" && /^\d{4}\.\d{1,2}(?=\.)/.exec(version)?.[0];
    if (line) return line;
    throw new NotReady(`authentik tells no version (${this.url}). Name its line: --release LINE`);
  }

  /** The provider and the application of these names, as far as the token sees them. */
  async named(name: string, slug: string): Promise<Row[]> {
    const query = new URLSearchParams({ name }).toString();
    const providers = await this.#list(`providers/oauth2/?${query}`);
    const application = await this.#find(`core/applications/${encodeURIComponent(slug)}/`);
    return [
      ...providers
        .filter((provider) => provider["name"] === name)
        .map(() => ["OAuth2/OpenID provider", name]),
      ...(application === undefined
        ? []
        : [["application", `${String(application["name"])} (${slug})`]]),
    ];
  }

  async #list(path: string): Promise<readonly Answer[]> {
    const { results } = await this.#get(path);
    return Array.isArray(results) ? (results as Answer[]) : [];
  }

  async #get(path: string): Promise<Answer> {
    const found = await this.#find(path);
    if (found !== undefined) return found;
    throw new NotReady(
      `This does not answer as authentik does: GET ${this.url}/api/v3/${path}: HTTP 404. Is it authentik's address?`,
    );
  }

  /** What is there; undefined where nothing is. */
  async #find(path: string): Promise<Answer | undefined> {
    const url = `${this.url}/api/v3/${path}`;
    const answer = await fetch(url, {
      headers: { authorization: `Bearer ${this.token}`, accept: "application/json" },
      redirect: "error",
    }).catch((error: unknown) => {
      throw new NotReady(`authentik does not answer: GET ${url}: ${reason(error)}`);
    });
    if (answer.status === 401 || answer.status === 403) {
      throw new NotReady(
        `authentik refuses TF_VAR_authentik_token: GET ${url}: HTTP ${answer.status}. It has to be an API token that has not expired, of a user with the permissions in docs/credentials.md.`,
      );
    }
    if (answer.status === 404) return undefined;
    const body: unknown = await answer.json().catch(() => undefined);
    if (answer.ok && typeof body === "object" && body !== null) return body as Answer;
    throw new NotReady(
      `This does not answer as authentik does: GET ${url}: HTTP ${answer.status}. Is it authentik's address?`,
    );
  }
}

/** Why a request failed; never more than one line. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && cause.message !== "" ? cause.message : error.message;
}
