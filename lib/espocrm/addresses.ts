import { withoutTrailingSlash } from "../address";

/** EspoCRM's public address as EspoCRM itself writes it: without a trailing slash. */
export const siteUrl = ({ url }: { readonly url: string }): string => withoutTrailingSlash(url);

/** The redirect URI that EspoCRM sends, to the character (`oidcAuthorizationRedirectUri`). */
export const redirectUri = ({ url }: { readonly url: string }): string =>
  `${siteUrl({ url })}/oauth-callback.php`;

/** Where EspoCRM takes logout tokens. */
export const backchannelLogoutUri = ({
  backchannelUrl,
}: {
  readonly backchannelUrl: string;
}): string => `${withoutTrailingSlash(backchannelUrl)}/api/v1/Oidc/backchannelLogout`;
