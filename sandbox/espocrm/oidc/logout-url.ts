import { urlEncode } from "../php";
import type { Settings } from "../settings";

/** Where the browser goes after the end of a session; undefined: it stays with EspoCRM. */
export function logoutRedirectUrl(settings: Settings): string | undefined {
  if (settings.authenticationMethod() !== "Oidc") return undefined;
  const url = settings.text("oidcLogoutUrl") ?? "";
  if (url === "") return undefined;
  return url
    .replaceAll("{clientId}", urlEncode(settings.text("oidcClientId") ?? ""))
    .replaceAll("{siteUrl}", urlEncode(settings.siteUrl()));
}
