import { html, Html } from "./html";

// Plain CSS without any asset from elsewhere; follows the browser's light or dark mode.
const STYLE = new Html(`
:root { color-scheme: light dark; --accent: #c2410c; --edge: #8a8f98; --card: #fff; --page: #f3f4f6;
  --bad: #b42318; --bad-page: #fef3f2; }
@media (prefers-color-scheme: dark) { :root { --accent: #fb923c; --edge: #767c86; --card: #1d2026;
  --page: #121419; --bad: #fda29b; --bad-page: #3a1613; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--page); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 24rem; padding: 2rem; border-radius: .75rem; background: var(--card);
  box-shadow: 0 1px 3px #0003, 0 8px 24px #0002; }
.brand { margin: 0 0 1rem; font-weight: 700; letter-spacing: .02em; color: var(--accent); }
h1 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.25; overflow-wrap: anywhere; }
p, ul { margin: .5rem 0; overflow-wrap: anywhere; }
ul { padding-left: 1.25rem; }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
input { width: 100%; padding: .625rem .75rem; border: 1px solid var(--edge); border-radius: .375rem;
  font: inherit; }
button, .button { display: block; width: 100%; margin-top: 1.25rem; padding: .625rem .75rem;
  border: 0; border-radius: .375rem; background: #c2410c; color: #fff; font: inherit;
  font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; }
button:hover, .button:hover { background: #9a3412; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.error { padding: .625rem .75rem; border-left: 4px solid var(--bad); background: var(--bad-page);
  color: var(--bad); }
iframe { display: none; }
`);

/** A whole page of authentik, with everything it needs in itself. */
export function page(title: string, content: Html): string {
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="same-origin" />
        <title>${title} - authentik</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          <p class="brand">authentik <small>(sandbox)</small></p>
          ${content}
        </main>
      </body>
    </html> `.markup;
}
