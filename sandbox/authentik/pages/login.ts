import { html } from "./html";
import { page } from "./layout";

/** What the log-in page shows. */
export interface LoginPage {
  /** Title of the flow. */
  readonly title: string;
  /** Application that the person is on the way to. */
  readonly application: string | undefined;
  /** User name or e-mail address to start with. */
  readonly username: string;
  /** What was wrong with the last attempt. */
  readonly error: string | undefined;
}

/**
 * The log-in page: user name and password on one form, which posts `uid_field` and `password` to
 * its own address. authentik asks for them one after the other, in a page made by JavaScript.
 */
export function loginPage({ title, application, username, error }: LoginPage): string {
  const wrong =
    error === undefined ? undefined : html` aria-invalid="true" aria-describedby="error"`;
  const focus = html` autofocus`;
  const toPassword = username !== "";
  return page(
    error === undefined ? title : `Error: ${title}`,
    html`<h1>${title}</h1>
      ${application === undefined ? undefined : html`<p>Log in to continue to ${application}.</p>`}
      ${error === undefined ? undefined : html`<p class="error" id="error" role="alert">${error}</p>`}
      <form method="post">
        <label for="uid_field">Email or username</label>
        <input
          id="uid_field"
          name="uid_field"
          type="text"
          value="${username}"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          required${wrong}${toPassword ? undefined : focus}
        />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required${wrong}${toPassword ? focus : undefined}
        />
        <button type="submit">Log in</button>
      </form>`,
  );
}
