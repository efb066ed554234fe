import { pythonRegex } from "../python/regex";
import type { OAuth2Provider, RedirectUri } from "../state/models";

const FORBIDDEN_SCHEMES = new Set(["javascript", "data", "vbscript"]);

/**
 * Whether a provider's list names this address: character by character, or by a pattern that
 * matches the whole of it.
 */
export function allowsRedirect(
  { redirect_uris }: Pick<OAuth2Provider, "redirect_uris">,
  type: RedirectUri["redirect_uri_type"],
  uri: string,
): boolean {
  return redirect_uris
    .filter(({ redirect_uri_type }) => redirect_uri_type === type)
    .some(({ matching_mode, url }) =>
      matching_mode === "strict" ? url === uri : fullMatch(url, uri),
    );
}

/** Whether no browser may be sent to this address, whatever a provider allows. */
export const isForbidden = (uri: string): boolean =>
  FORBIDDEN_SCHEMES.has((/^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1] ?? "").toLowerCase());

/** Python's `re.fullmatch`. */
function fullMatch(pattern: string, text: string): boolean {
  const regex = pythonRegex(pattern);
  return regex !== undefined && new RegExp(`^(?:${regex.source})$`, regex.flags).test(text);
}
