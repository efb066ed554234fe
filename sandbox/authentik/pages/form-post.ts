import { html } from "./html";
import { page } from "./layout";

/** A page that sends a form to a client: by itself, or with a click where scripts are off. */
export const formPostPage = (
  title: string,
  url: string,
  fields: Readonly<Record<string, string>>,
): string =>
  page(
    title,
    html`<h1>${title}</h1>
      <form method="post" action="${url}">
        ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <button type="submit">Continue</button>
      </form>
      <script>
        document.forms[0].submit();
      </script>`,
  );
