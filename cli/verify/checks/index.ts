import type { Check } from "../check";
import type { Outcome } from "../outcome";
import { access } from "./access";
import { authentik } from "./authentik";
import { authentikApi } from "./authentik-api";
import { authorization } from "./authorization";
import { backChannelLogout } from "./back-channel-logout";
import { clientSecret } from "./client-secret";
import { clocks } from "./clocks";
import { espocrm } from "./espocrm";
import { espocrmSettings } from "./espocrm-settings";
import { keyCache } from "./key-cache";
import { login } from "./login";
import { logout } from "./logout";
import { maintenance } from "./maintenance";
import { redirectUri } from "./redirect-uri";
import { release } from "./release";
import { scopes } from "./scopes";
import { signingKey } from "./signing-key";
import { siteUrl } from "./site-url";
import { undeclaredSettings } from "./undeclared-settings";
import { userName } from "./user-name";

/**
 * All checks, in the order in which they are shown.
 * @param attempt signs the test user in; undefined if none was named
 */
export const checksWith = (attempt: (() => Promise<Outcome>) | undefined): readonly Check[] => [
  authentik,
  release,
  authentikApi,
  espocrm,
  espocrmSettings,
  undeclaredSettings,
  maintenance,
  siteUrl,
  redirectUri,
  authorization,
  access,
  clientSecret,
  signingKey,
  keyCache,
  scopes,
  userName,
  logout,
  backChannelLogout,
  clocks,
  login(attempt),
];
