/* global localStorage */
import { base64, request } from "./api.js";

const KEY = "espo-user-auth";

/** Logs in with a password, or with an authorization code in its place; who is logged in then. */
export async function logIn(userName, password, headers = {}) {
  const auth = base64(`${userName}:${password}`);
  const response = await request("GET", "App/user", {
    headers: {
      ...headers,
      Authorization: `Basic ${auth}`,
      "Espo-Authorization": auth,
      "Espo-Authorization-By-Token": "false",
      "Espo-Authorization-Create-Token-Secret": "true",
    },
  });
  const login = await response.json();
  const session = { userName: login.user.userName, token: login.token };
  localStorage.setItem(KEY, JSON.stringify(session));
  return login;
}

/** Who is logged in; null if nobody is, or not any more. */
export async function current() {
  if (localStorage.getItem(KEY) === null) return null;
  try {
    const response = await request("GET", "App/user", { headers: credentials() });
    return await response.json();
  } catch (error) {
    if (error.status === 401) localStorage.removeItem(KEY);
    return null;
  }
}

/** The settings as they are now, as far as the logged-in user sees them. */
export async function settings() {
  return (await request("GET", "Settings", { headers: credentials() })).json();
}

/** Ends the session; the address to go to then, null to stay. */
export async function logOut() {
  const headers = credentials();
  const { token } = JSON.parse(localStorage.getItem(KEY));
  localStorage.removeItem(KEY);
  const response = await request("POST", "App/destroyAuthToken", { headers, body: { token } });
  return response.headers.get("X-Logout-Redirect-Url");
}

function credentials() {
  const { userName, token } = JSON.parse(localStorage.getItem(KEY));
  const auth = base64(`${userName}:${token}`);
  return {
    Authorization: `Basic ${auth}`,
    "Espo-Authorization": auth,
    "Espo-Authorization-By-Token": "true",
  };
}
