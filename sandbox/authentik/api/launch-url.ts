import type { Application, OAuth2Provider, User } from "../state/models";

/**
 * Where a click on the application leads: its launch URL, else the first redirect URI without its
 * path. `%(username)s`, `%(name)s` and `%(email)s` stand for the user's; anything else behind a `%`
 * leaves the URL as it is.
 */
export function launchUrlOf(
  { meta_launch_url }: Pick<Application, "meta_launch_url">,
  provider: Pick<OAuth2Provider, "redirect_uris"> | undefined,
  user: User | undefined,
): string | null {
  const [first] = provider?.redirect_uris ?? [];
  const url = meta_launch_url || (first && withoutPath(first.url));
  if (!url) return null;
  return user === undefined ? url : formatted(url, user);
}

/** RFC 3986, appendix B. */
function withoutPath(url: string): string {
  return url.replace(/^([^:/?#]+:)?(\/\/[^/?#]*)?[^?#]*/, "$1$2");
}

function formatted(url: string, user: User): string {
  const values = new Map([
    ["%", "%"],
    ["(username)s", user.username],
    ["(name)s", user.name],
    ["(email)s", user.email],
  ]);
  const [start = "", ...parts] = url.split(/%(%|\(\w+\)s|)/);
  let text = start;
  for (let at = 0; at < parts.length; at += 2) {
    const value = values.get(parts[at] ?? "");
    if (value === undefined) return url;
    text += value + (parts[at + 1] ?? "");
  }
  return text;
}
