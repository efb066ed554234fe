/*
 * oidc-provider 9 warns on each start under Node.js 20 that it is made for 22. The tests of this
 * folder run on both; a sandbox that starts with a warning would only worry people.
 */
const { warn } = console;
console.warn = () => undefined;
// eslint-disable-next-line @typescript-eslint/no-require-imports -- must not be hoisted
import library = require("oidc-provider");
console.warn = warn;

/** The OpenID Connect engine. */
export const { Provider } = library;
