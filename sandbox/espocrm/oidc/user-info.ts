import type { EspoCrmState } from "../state";
import { askProvider, isRefused, jsonOf, told } from "./identity-provider";

/** Claims by name: those of the ID token, those of the userinfo endpoint where it has none. */
export type Claims = Readonly<Record<string, unknown>>;

/** Asks the userinfo endpoint, at every sign-in; without such an endpoint there are no claims. */
export async function userInfo(
  state: EspoCrmState,
  accessToken: string | undefined,
): Promise<Claims> {
  const { settings, log } = state;
  const endpoint = settings.text("oidcUserInfoEndpoint");
  if (!endpoint) return {};
  if (!accessToken) throw log.fatal("OIDC: No access token received.");

  const answer = await askProvider(endpoint, {
    method: "GET",
    headers: { authorization: `Bearer ${accessToken}`, accept: "application/json" },
    timeout: state.providerTimeout,
  });
  if (isRefused(answer)) {
    log.error(`OIDC: UserInfo response error.${told(answer)}`);
    throw log.fatal("OIDC: Userinfo request error.");
  }
  const claims = jsonOf(answer);
  if (claims === undefined) throw log.fatal("OIDC: Bad userinfo response.");
  return { ...claims };
}

/** The claims of both; an ID token's null counts as missing. */
export function merged(idToken: Claims, userinfo: Claims): Claims {
  const given = Object.entries(idToken).filter(([, value]) => value !== null);
  return { ...userinfo, ...Object.fromEntries(given) };
}
