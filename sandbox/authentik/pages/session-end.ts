import { html } from "./html";
import { page } from "./layout";

/** What the log-out page shows. */
export interface SessionEndPage {
  /** Title of the flow. */
  readonly title: string;
  /** The application. */
  readonly application: string;
  /** Where the application is. */
  readonly applicationUrl: string | null;
  /** Address that ends the client's own session when it is loaded in a frame. */
  readonly frontchannelUrl: string | undefined;
}

/** The page after logging out of an application, while authentik's own session goes on. */
export function sessionEndPage(end: SessionEndPage): string {
  const { title, application, applicationUrl, frontchannelUrl } = end;
  return page(
    title,
    html`<h1>${title}</h1>
      <p>Your session with authentik goes on.</p>
      <a class="button" href="/flows/-/default/invalidation/">Log out of authentik</a>
      ${applicationUrl === null ? undefined : html`<p><a href="${applicationUrl}">Log back into ${application}</a></p>`}
      ${frontchannelUrl === undefined ? undefined : html`<iframe src="${frontchannelUrl}" title="Log-out of ${application}"></iframe>`}`,
  );
}
