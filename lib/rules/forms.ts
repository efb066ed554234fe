import { INTEGRATION } from "../fields/integration";
import type { FormRuleId } from "../fields/form";
import { endpointLengths } from "./endpoint-lengths";
import type { Rule } from "./rule";

/** Why a form is asked for, and a piece of a configuration that has it. */
type Reason = Pick<Rule, "why" | "example">;

/** The rules that say only that a value has a form; which value has which is in lib/fields. */
const REASONS: Readonly<Record<FormRuleId, Reason>> = {
  "address-form": {
    why: "Endpoints and the redirect URI are made by appending a path. Anything else in an address would end up in the middle of them, and credentials in it would be stored and shown.",
    example: "espocrm: { url: https://espocrm.company }",
  },
  "address-path": {
    why: "The paths of endpoints are appended: an address that has one already leads to …/api/v1/api/v1, and both servers answer 404, or with a page.",
    example: "espocrm: { url: https://espocrm.company, apiUrl: https://espocrm.internal.company }",
  },
  "cache-period-form": {
    why: "EspoCRM stores any text here, and fails at the login that has to understand it.",
    example: 'login: { jwksCachePeriod: "10 minutes" }',
  },
  "certificate-form": {
    why: "Certificates are written into the synthesized JSON. A PEM file often holds the private key, too, which must not be there.",
    example:
      "espocrm:\n  url: https://espocrm.company\n  clientCertificate: { certificateFile: client.pem, keyVariable: client_key }",
  },
  "duration-form": {
    why: "authentik answers 400 to a duration in another format; one under a second makes every code and token expire before it is used.",
    example: "provider: { accessTokenValidity: hours=10;minutes=30 }",
  },
  "header-name": {
    why: "EspoCRM answers 200 to a write whose content type is not JSON, and changes nothing; other headers would replace Terraform's credentials.",
    example:
      "espocrm: { url: https://espocrm.company, headers: { CF-Access-Client-Id: access_id } }",
  },
  "launch-url-form": {
    why: "authentik answers 400 to a launch URL that is none.",
    example: "application: { name: EspoCRM, slug: espocrm, launchUrl: https://espocrm.company }",
  },
  "logout-url-form": {
    why: "EspoCRM stores any text as its logout URL and sends every browser there at logout, with nothing filled in but {siteUrl} and {clientId}.",
    example: "login: { logoutUrl: https://authentik.company/application/o/espocrm/end-session/ }",
  },
  "number-range": {
    why: "authentik answers 400 to a number out of its range, EspoCRM stores whatever it gets, and the Terraform provider waits for ever or not at all.",
    example: "espocrm: { url: https://espocrm.company, timeout: 30, retries: { attempts: 3 } }",
  },
  "reference-form": {
    why: "The Terraform provider takes an empty name for no condition at all, and answers with the first flow, key, group or user there is. An id of another form is refused by authentik, or looks changed at every plan.",
    example: "bindings: [{ group: { id: 4b9e3c60-5a7e-4f0e-9a3c-1f3f0f0a9d11 } }]",
  },
  "scope-form": {
    why: "Scopes are joined by blanks on the wire (RFC 6749, section 3.3): one with a blank in it, or an empty one, is not the scope that was meant.",
    example: "login: { scopes: [openid, profile, email] }",
  },
  "slug-form": {
    why: "The slug is a part of addresses. authentik answers 400 to other characters, and keeps the names of its own endpoints for itself.",
    example: "application: { name: EspoCRM, slug: espocrm }",
  },
  "team-form": {
    why: "EspoCRM keeps one group for each team: of a team that is listed twice the last entry wins. It stores an empty id or group without a word, and gives a team without a group to everybody.",
    example:
      "login: { groupClaim: groups, teams: [{ id: 5f1e7a, name: Sales, group: crm-sales }] }",
  },
  "text-length": {
    why: "EspoCRM answers 400 to a setting over 255 characters, authentik to a longer client ID; an empty value is stored and breaks every login. An empty text about the application is never sent by authentik's Terraform provider: once there was another, every plan would show the change again.",
    example: "provider: { clientId: espocrm }",
  },
  "unknown-value": {
    why: "EspoCRM and authentik answer 400 to a value that they don't know, after half of the integration is there. TypeScript refuses it earlier, but not everybody uses it.",
    example: "application: { name: EspoCRM, slug: espocrm, policyEngineMode: all }",
  },
  "variable-name": {
    why: "Terraform takes letters, digits and _ in the name of a variable that the environment can feed. Anything else here may be the secret itself, which must not be in a configuration.",
    example: "espocrm: { url: https://espocrm.company, passwordVariable: crm_password }",
  },
};

const formRule = (id: FormRuleId): Rule => ({
  id,
  outcome: "refused",
  ...REASONS[id],
  check: (props, given) => [
    ...INTEGRATION.checks.filter(({ rule }) => rule === id).flatMap(({ find }) => find(given)),
    // Endpoints are made from several values, and EspoCRM stores them, too.
    ...(id === "text-length" ? endpointLengths(props, given) : []),
  ],
});

/** The form rules by id. */
export const FORM_RULES = Object.fromEntries(
  Object.keys(REASONS).map((id) => [id, formRule(id as FormRuleId)]),
) as Readonly<Record<FormRuleId, Rule>>;
