import { html } from "./html";
import { page } from "./layout";

/** The page for a request that cannot be answered: HTTP 400, never a redirect. */
export const badRequestPage = (title: string, message: string): string =>
  page(
    title,
    html`<h1>${title}</h1>
      <p class="error" role="alert">${message}</p>`,
  );

/** The page for something that is not there: HTTP 404. */
export const notFoundPage = (): string =>
  page(
    "Not Found",
    html`<h1>Not Found</h1>
      <p>The authentik sandbox has no such page.</p>`,
  );

/** The page for a person who may not do this. authentik sends it with HTTP 200. */
export const deniedPage = (message: string, username: string | undefined): string =>
  page(
    "Permission denied",
    html`<h1>Permission denied</h1>
      <p class="error" role="alert">${message}</p>
      ${
        username === undefined
          ? undefined
          : html`<p>
              Logged in as ${username}. <a href="/flows/-/default/invalidation/">Not you?</a>
            </p>`
      }`,
  );

/** The page of a person who is logged in and on the way to no application. */
export const userPage = (username: string): string =>
  page(
    "My applications",
    html`<h1>You are logged in</h1>
      <p>as ${username}.</p>
      <a class="button" href="/flows/-/default/invalidation/">Log out</a>`,
  );
