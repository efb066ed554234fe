/** Where a person is on the way to. */
export interface Destination {
  /** Address below this server; undefined if the query names one elsewhere. */
  readonly next: string | undefined;
  /** Whom the application wants to log in. */
  readonly hint: string | undefined;
}

/** What the parameter `next` of a flow says: authentik's own start page if there is none. */
export function destinationOf(query: URLSearchParams): Destination {
  const next = query.get("next") || "/";
  const client = new URLSearchParams(next.split("?")[1] ?? "");
  return {
    // A browser takes a backslash for a slash, and skips white space and control characters.
    next: /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : undefined,
    hint: client.get("login_hint") ?? undefined,
  };
}
