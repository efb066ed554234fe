import type { PropertyPath } from "../rules/rule";
import type { Complaint } from "./problem";

/** What messages say in place of a value that may be one. */
export const HIDDEN = "something (not shown, as it may be a secret)";

/** Whether the value at `path` is the name of a Terraform variable, where people may put a secret. */
export const holdsVariableName = (path: PropertyPath): boolean =>
  /Variable$/.test(String(path.at(-1))) ||
  (path.at(-2) === "headers" && /^(authentik|espocrm)$/.test(String(path.at(-3))));

const SECRETS: readonly (readonly [what: string, form: RegExp])[] = [
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["credentials in an address", /[a-z][a-z0-9+.-]*:\/\/[^/?#\s@]*:[^/?#\s]*@/i],
  ["a signed token (JWT)", /\beyJ[\w-]{8,}\.[\w-]{8,}/],
  ["an HTTP credential", /\b(bearer|basic) +[\w+/.=-]{8,}/i],
  ["an AWS access key", /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["a password in a connection string", /\bpassword *= *\S/i],
];

/** What a value is if it looks like a secret, whatever the key. */
export const secretIn = (text: string): string | undefined =>
  SECRETS.find(([, form]) => form.test(text))?.[0];

/** Whether a text is more likely a generated secret than a name that somebody chose. */
export const looksGenerated = (text: string): boolean =>
  text.length >= 20 && (text.match(/\d/g) ?? []).length >= 3 && !/[-_ ]/.test(text.slice(1, -1));

/** Whether messages can show a value. */
export const isShowable = (text: string): boolean =>
  secretIn(text) === undefined &&
  !text.split(/[^A-Za-z0-9]+/).some(looksGenerated) &&
  !/(passw|secret|token|key|credential)\w*["']?\s*[:=]/i.test(text);

/** A key as messages show it: a slip of the pen may have put anything there. */
export const keyShown = (key: string): string => (key.length <= 64 && isShowable(key) ? key : "…");

/** A complaint about a secret in the file, which says where it belongs. */
export const secretComplaint = (what: string, path: PropertyPath): Complaint => ({
  found: `${what} (not shown)`,
  expected: "no secret in the file: it is read, copied and committed by many",
  mend: `take it out (and change it, if the file was ever committed). ${homeOf(path)}`,
});

const inTerraform = (variable: string, key: string): string =>
  `Terraform takes it from its environment, as TF_VAR_${variable} (another name: ${key})`;

const CLIENT_SECRET =
  "authentik generates the client secret. Where it must be a given one, name a Terraform variable, provider.clientSecretVariable: espocrm_client_secret, and give the value as TF_VAR_espocrm_client_secret in Terraform's environment";

const BACKENDS =
  "Backends take credentials from their own environment variables, such as AWS_SECRET_ACCESS_KEY, GOOGLE_CREDENTIALS, ARM_ACCESS_KEY, PG_CONN_STR, TF_HTTP_PASSWORD, TF_TOKEN_app_terraform_io";

/** Where a secret belongs that stands at `path` in the file. */
function homeOf(path: PropertyPath): string {
  const inside = path.slice(path[0] === "integrations" ? 2 : 1);
  const key = String(inside.at(-1)).toLowerCase();
  if (inside.includes("clientCertificate")) {
    return "Name a Terraform variable, clientCertificate.keyVariable: espocrm_client_key, and give the key as TF_VAR_espocrm_client_key in Terraform's environment";
  }
  if (inside.includes("headers")) {
    return "Write the name of a Terraform variable in its place, and give the value as TF_VAR_<name> in Terraform's environment";
  }
  if (inside.includes("backend")) return BACKENDS;
  if (/secret/.test(key)) return CLIENT_SECRET;
  if (/passw|pwd/.test(key) || inside.includes("espocrm")) {
    return inTerraform("espocrm_password", "espocrm.passwordVariable");
  }
  if (/token/.test(key) || inside.includes("authentik")) {
    return inTerraform("authentik_token", "authentik.tokenVariable");
  }
  return "Terraform takes secrets from its environment, as TF_VAR_authentik_token, TF_VAR_espocrm_password";
}
