import { html } from "./html";
import { page } from "./layout";

/** A scope as the consent page names it. */
export interface ConsentPermission {
  /** The scope. */
  readonly id: string;
  /** Its description; empty for a scope that needs no mention. */
  readonly name: string;
}

/** What the consent page shows. */
export interface ConsentPage {
  /** Title of the flow. */
  readonly title: string;
  /** What the person is about to do. */
  readonly header: string;
  /** What the application asks for. */
  readonly permissions: readonly ConsentPermission[];
  /** Name of the person. */
  readonly username: string;
  /** Proof that the form comes from this page. */
  readonly token: string;
}

/** The consent page; its form posts `token` to its own address. */
export function consentPage(consent: ConsentPage): string {
  const { title, header, username, token } = consent;
  const permissions = consent.permissions.filter(({ name }) => name !== "");
  return page(
    title,
    html`<h1>${header}</h1>
      ${
        permissions.length === 0
          ? undefined
          : html`<p>The application will get the following:</p>
              <ul>
                ${permissions.map(({ name }) => html`<li>${name}</li>`)}
              </ul>`
      }
      <form method="post">
        <input type="hidden" name="token" value="${token}" />
        <button type="submit" autofocus>Continue</button>
      </form>
      <p>Logged in as ${username}. <a href="/flows/-/cancel/">Not you?</a></p>`,
  );
}
