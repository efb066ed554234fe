import type { AuthentikState } from "../state/authentik-state";

/** Where a person is on the way to. */
export interface Destination {
  /** Address below this server; undefined if the query names one elsewhere. */
  readonly next: string | undefined;
  /** Name of the application that it belongs to. */
  readonly application: string | undefined;
  /** Whom the application wants to log in. */
  readonly hint: string | undefined;
}

/** What the parameter `next` of a flow says: authentik's own start page if there is none. */
export function destinationOf(state: AuthentikState, query: URLSearchParams): Destination {
  const next = query.get("next") || "/";
  const client = new URLSearchParams(next.split("?")[1] ?? "");
  const clientId = client.get("client_id");
  const provider = [...state.providers.values()].find(({ client_id }) => client_id === clientId);
  return {
    // A browser takes a backslash for a slash, and skips white space and control characters.
    next: /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : undefined,
    application: provider && state.applicationOf(provider.pk)?.name,
    hint: client.get("login_hint") ?? undefined,
  };
}
