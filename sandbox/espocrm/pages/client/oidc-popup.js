/* global window, URL */
import { request } from "./api.js";

const FEATURES = "location=0,status=0,width=800,height=800";
const INTERVAL = 300;

/**
 * Lets the person sign in at authentik, in a window of its own. Must be called straight from a
 * click, or the browser blocks the window.
 *
 * @returns {Promise<{ code: string, nonce: string } | null>} null if the window was closed
 */
export async function signInAtProvider() {
  const popup = window.open("about:blank", "ConnectWithOAuth", FEATURES);
  if (popup === null) throw new Error("The browser blocked the sign-in window.");
  try {
    const data = await (await request("GET", "Oidc/authorizationData")).json();
    const state = random();
    const nonce = random();
    popup.location.href = authorizationUrl(data, state, nonce);
    const code = await codeFrom(popup, state);
    return code === null ? null : { code, nonce };
  } finally {
    popup.close();
  }
}

function authorizationUrl(data, state, nonce) {
  const parameters = {
    client_id: data.clientId,
    redirect_uri: data.redirectUri,
    response_type: "code",
    scope: data.scopes.join(" "),
    state,
    nonce,
    prompt: data.prompt,
  };
  if (data.maxAge || data.maxAge === 0) parameters.max_age = data.maxAge;
  if (data.claims) parameters.claims = data.claims;
  if (data.codeChallenge) {
    parameters.code_challenge = data.codeChallenge;
    parameters.code_challenge_method = data.codeChallengeMethod;
  }
  const query = Object.entries(parameters).map(([k, v]) => `${k}=${encodeURIComponent(v)}`);
  return `${data.endpoint}?${query.join("&")}`;
}

/** The code, as soon as the window is back at EspoCRM; null if it is closed before. */
function codeFrom(popup, state) {
  return new Promise((resolve, reject) => {
    const timer = window.setInterval(() => {
      try {
        const code = popup.closed ? null : codeIn(popup, state);
        if (code === undefined) return;
        resolve(code);
      } catch (error) {
        reject(error);
      }
      window.clearInterval(timer);
    }, INTERVAL);
  });
}

/** The code in the window's address; undefined while there is none, or it cannot be read. */
function codeIn(popup, state) {
  const query = queryOf(popup);
  const code = query?.get("code");
  const error = query?.get("error");
  if (!code && !error) return undefined;
  if (query.get("state") !== state) throw new Error("State mismatch");
  // EspoCRM looks for a parameter of this name, which no provider sends: people read "Error".
  if (error) throw new Error(query.get("errorDescription") || "Error");
  return code;
}

function queryOf(popup) {
  try {
    return new URL(popup.location.href).searchParams;
  } catch {
    return undefined; // Another site's address is not to be seen.
  }
}

function random() {
  return (Math.random() + 1).toString(36).substring(4);
}
