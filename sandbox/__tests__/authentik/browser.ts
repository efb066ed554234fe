import type { AuthentikSandbox } from "../../authentik";

/** What a page showed, or where it led. */
export interface Page {
  readonly status: number;
  readonly headers: Headers;
  /** The body. */
  readonly text: string;
  /** `Location`, absolute; empty without. */
  readonly location: string;
}

/** A browser without JavaScript: keeps cookies, follows no redirect by itself. */
export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(private readonly sandbox: Pick<AuthentikSandbox, "url">) {}

  /** Asks for a page; paths are the sandbox's. */
  async open(url: string, init: RequestInit = {}): Promise<Page> {
    const address = new URL(url, this.sandbox.url);
    const headers = new Headers(init.headers);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    if (cookie !== "") headers.set("cookie", cookie);
    const response = await fetch(address, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    const location = response.headers.get("location");
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: location === null ? "" : new URL(location, address).href,
    };
  }

  /** Sends a form. */
  submit(url: string, fields: Record<string, string>): Promise<Page> {
    return this.open(url, { method: "POST", body: new URLSearchParams(fields) });
  }

  /** Follows redirects as long as they stay on the sandbox. */
  async follow(page: Page | Promise<Page>): Promise<Page> {
    let current = await page;
    while (current.location.startsWith(this.sandbox.url)) {
      current = await this.open(current.location);
    }
    return current;
  }

  /** Logs in on authentik's own page; every password of the example users is their name. */
  login(username: string, next = "/", password = username): Promise<Page> {
    const query = new URLSearchParams({ next }).toString();
    const page = `/if/flow/default-authentication-flow/?${query}`;
    return this.submit(page, { uid_field: username, password });
  }
}
