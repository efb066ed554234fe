/* global document, window */
import { request } from "./api.js";
import { showAuthenticationSettings } from "./authentication-settings.js";
import { signInAtProvider } from "./oidc-popup.js";
import { current, logIn, logOut, settings } from "./session.js";

const SECTIONS = ["login", "logging-out", "home", "authentication-settings"];

const element = (id) => document.getElementById(id);
const cell = (name) => document.querySelector(`.cell[data-name="${name}"]`);
const showFallback = document.querySelector('[data-action="showFallback"]');
const buttons = [element("sign-in"), element("btn-login")];

/** Who is logged in, as `App/user` tells; null if nobody is. */
let login = null;
/** Whether the sign-in page has the button to authentik. */
let hasSignIn = false;

function show(section) {
  for (const id of SECTIONS) element(id).hidden = id !== section;
  element("navigation").hidden = login === null;
  document.querySelector("main").removeAttribute("aria-busy");
  element(section).querySelector("h1")?.focus();
}

function notify(message) {
  element("notification").textContent = message;
  element("notification").hidden = message === "";
}

async function showLogin() {
  login = null;
  show("login");
  const { loginData } = await (await request("GET", "Settings")).json();
  hasSignIn = loginData !== undefined;
  cell("sign-in").hidden = !hasSignIn;
  showFallback.hidden = !loginData?.fallback;
  showPasswordForm(!hasSignIn);
  element("login-form").reset();
}

function showPasswordForm(visible) {
  for (const name of ["username", "password", "submit"]) cell(name).hidden = !visible;
}

async function showHome() {
  const { user } = login;
  const isAdmin = user.type === "admin";
  element("greeting").textContent = `Welcome, ${user.name || user.userName}`;
  element("user-name").textContent = user.userName;
  element("user-type").textContent = { admin: "Admin", regular: "Regular" }[user.type];
  element("user-email").textContent = user.emailAddress ?? "";
  element("user-teams").textContent = Object.values(user.teamsNames).join(", ");
  element("nav-authentication").hidden = !isAdmin;
  if (isAdmin && window.location.hash === "#Admin/authentication") {
    showAuthenticationSettings(element("authentication-list"), await settings());
    show("authentication-settings");
  } else {
    show("home");
  }
}

/** Runs a log-in with the buttons disabled; without a result all stays as it is. */
async function enter(attempt) {
  notify("");
  for (const button of buttons) button.disabled = true;
  try {
    login = await attempt();
    if (login !== null) await showHome();
  } catch (error) {
    const refusal = hasSignIn ? "Failed to log in" : "Wrong username/password";
    notify(error.status === 401 ? refusal : error.message);
  }
  for (const button of buttons) button.disabled = false;
}

element("sign-in").addEventListener("click", () =>
  enter(async () => {
    const signedIn = await signInAtProvider();
    if (signedIn === null) return null;
    return logIn("**oidc", signedIn.code, { "X-Oidc-Authorization-Nonce": signedIn.nonce });
  }),
);

element("login-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const userName = element("field-userName").value.trim();
  if (userName === "") notify("Username can't be empty");
  else enter(() => logIn(userName, element("field-password").value));
});

showFallback.addEventListener("click", () => {
  showFallback.hidden = true;
  showPasswordForm(true);
  element("field-userName").focus();
});

element("log-out").addEventListener("click", async () => {
  show("logging-out");
  const url = await logOut().catch(() => null);
  if (url === null) await begin();
  else window.location.href = url;
});

window.addEventListener("hashchange", begin);

/** Shows what there is to see for whoever is logged in. */
async function begin() {
  try {
    login = await current();
    await (login === null ? showLogin() : showHome());
  } catch (error) {
    notify(error.message);
  }
}

await begin();
