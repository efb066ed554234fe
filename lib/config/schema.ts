import { z } from "zod";
import { backendSchema } from "./backend-schema";

/** Text that is not empty. */
const text = (description: string) => z.string().describe(description);

/** By name, or `{ id: … }`. */
const reference = (what: string) =>
  z
    .union([z.string(), z.strictObject({ id: z.string() })])
    .describe(`the name of ${what}, or { id: … }`);

const variable = (description: string) =>
  z.string().describe(`${description}: the name of a Terraform variable, never the value`);

const headers = z
  .record(z.string(), z.string())
  .describe("extra HTTP headers for an access proxy: header -> name of a Terraform variable");

const authentik = z.strictObject({
  url: text("authentik's public address"),
  apiUrl: text("address at which Terraform reaches authentik").optional(),
  backchannelUrl: text("address at which EspoCRM's server reaches authentik").optional(),
  release: z.enum(["2026.2", "2026.5"]).describe("release line of authentik").optional(),
  allowPlainHttp: z.boolean().describe("allow http to other hosts").optional(),
  headers: headers.optional(),
  verifyTls: z.boolean().describe("whether authentik's certificate is verified").optional(),
  tokenVariable: variable("authentik's API token").optional(),
});

const espocrm = z.strictObject({
  url: text("EspoCRM's public address, its site URL"),
  apiUrl: text("address at which Terraform reaches EspoCRM").optional(),
  backchannelUrl: text("address at which authentik's server reaches EspoCRM").optional(),
  allowPlainHttp: z.boolean().describe("allow http to other hosts").optional(),
  usernameVariable: variable("an administrator's user name").optional(),
  passwordVariable: variable("that administrator's password").optional(),
  headers: headers.optional(),
  certificateAuthorityFile: text("file with the private authority's certificates, PEM").optional(),
  clientCertificate: z
    .strictObject({
      certificateFile: text("file with the certificate, PEM"),
      keyVariable: variable("its private key"),
    })
    .describe("client certificate for mutual TLS")
    .optional(),
  verifyTls: z.boolean().describe("whether EspoCRM's certificate is verified").optional(),
  timeout: z.number().positive().describe("seconds that a request may take").optional(),
  retries: z
    .strictObject({
      attempts: z.int().min(0).max(20).describe("repetitions at most"),
      minimumWait: z.number().min(0).describe("seconds before the first repetition").optional(),
      maximumWait: z.number().min(0).describe("seconds between repetitions at most").optional(),
    })
    .describe("repetition of failed requests")
    .optional(),
});

const application = z.strictObject({
  name: text("the application's name, shown to users"),
  slug: text("the application's slug, part of its addresses"),
  group: text("group of applications").optional(),
  policyEngineMode: z.enum(["any", "all"]).describe("how bindings are combined").optional(),
  launchUrl: text("where the library's tile leads").optional(),
  icon: text("icon").optional(),
  publisher: text("publisher, shown in the library").optional(),
  description: text("description, shown in the library").optional(),
  openInNewTab: z.boolean().describe("open in a new tab").optional(),
  hide: z.boolean().describe("leave it out of the library (2026.5 and newer)").optional(),
});

const provider = z.strictObject({
  name: text("name of the OAuth2/OpenID provider").optional(),
  clientId: text("client ID").optional(),
  clientSecretVariable: variable("a client secret that must be a given one").optional(),
  authorizationFlow: reference("an authorization flow (its slug)").optional(),
  invalidationFlow: reference("an invalidation flow (its slug)").optional(),
  authenticationFlow: reference("an authentication flow (its slug)").optional(),
  signingKey: reference("an RSA key pair").optional(),
  subjectMode: z
    .enum(["hashed_user_id", "user_id", "user_uuid", "user_username", "user_email", "user_upn"])
    .describe("what the sub claim holds")
    .optional(),
  scopes: z.array(z.string()).describe("managed scope mappings, by scope name").optional(),
  scopeMappings: z.array(z.string()).describe("further scope mappings, by id").optional(),
  includeClaimsInIdToken: z.boolean().describe("claims in the ID token, too").optional(),
  issuerMode: z.enum(["per_provider", "global"]).describe("issuer mode").optional(),
  accessCodeValidity: text("life of an authorization code, such as minutes=1").optional(),
  accessTokenValidity: text("life of access and ID tokens, such as minutes=10").optional(),
  refreshTokenValidity: text("life of a refresh token, such as days=30").optional(),
  backchannelLogout: z.boolean().describe("tell EspoCRM when a session ends").optional(),
});

const binding = z.strictObject({
  policy: z
    .union([
      z.strictObject({
        name: z.string(),
        expression: z.string(),
        executionLogging: z.boolean().optional(),
      }),
      z.strictObject({ id: z.string() }),
    ])
    .describe("a policy: { name: …, expression: … }, or { id: … }")
    .optional(),
  group: reference("a group").optional(),
  user: reference("a user (the username)").optional(),
  order: z.int().min(-2147483648).max(2147483647).describe("order of evaluation").optional(),
  enabled: z.boolean().describe("whether the binding counts").optional(),
  negate: z.boolean().describe("turn the result around").optional(),
  timeout: z.int().min(0).max(2147483647).describe("seconds that a policy may take").optional(),
  failureResult: z.boolean().describe("result when a policy fails").optional(),
});

const login = z.strictObject({
  scopes: z.array(z.string()).describe("oidcScopes").optional(),
  usernameClaim: text("oidcUsernameClaim").optional(),
  fallback: z.boolean().describe("oidcFallback; false is refused").optional(),
  allowRegularUserFallback: z.boolean().describe("oidcAllowRegularUserFallback").optional(),
  allowAdministrators: z.boolean().describe("oidcAllowAdminUser").optional(),
  logoutUrl: text("oidcLogoutUrl").optional(),
  signatureAlgorithms: z
    .array(z.enum(["RS256", "RS384", "RS512", "HS256", "HS384", "HS512"]))
    .describe("oidcJwtSignatureAlgorithmList")
    .optional(),
  authorizationPrompt: z
    .enum(["none", "consent", "login", "select_account"])
    .describe("oidcAuthorizationPrompt")
    .optional(),
  authorizationMaxAge: z.int().min(0).describe("oidcAuthorizationMaxAge, seconds").optional(),
  jwksCachePeriod: text('oidcJwksCachePeriod, such as "10 minutes"').optional(),
  createUsers: z.boolean().describe("oidcCreateUser").optional(),
  syncUsers: z.boolean().describe("oidcSync").optional(),
  syncTeams: z.boolean().describe("oidcSyncTeams").optional(),
  groupClaim: text("oidcGroupClaim").optional(),
  teams: z
    .array(
      z.strictObject({
        id: text("id of the EspoCRM team"),
        name: text("name of the team").optional(),
        group: text("value of the group claim that gives the team").optional(),
      }),
    )
    .describe("teams of OIDC users")
    .optional(),
});

/** One integration, complete: its own settings over the defaults. */
export const integrationSchema = z.strictObject({
  authentik: authentik.describe("the authentik that signs the users in"),
  espocrm: espocrm.describe("the EspoCRM whose users sign in"),
  application: application.describe("the application, as authentik shows it"),
  provider: provider.describe("the OAuth2/OpenID provider of the application").optional(),
  bindings: z.array(binding).describe("who may log in: policies, groups, users").optional(),
  login: login.describe("EspoCRM's OIDC settings").optional(),
  onDestroy: z
    .enum(["restore", "espo", "leave"])
    .describe("what becomes of EspoCRM at the end")
    .optional(),
  backend: backendSchema.describe("where Terraform keeps the state").optional(),
});

/** An integration as a configuration file says it. */
export type IntegrationConfiguration = z.infer<typeof integrationSchema>;

/** The same with everything optional: what `defaults` may hold, and what an integration may leave out. */
const partialIntegration = z.strictObject({
  authentik: authentik.partial().describe("the authentik that signs the users in").optional(),
  espocrm: espocrm.partial().describe("the EspoCRM whose users sign in").optional(),
  application: application.partial().describe("the application").optional(),
  provider: integrationSchema.shape.provider,
  bindings: integrationSchema.shape.bindings,
  login: integrationSchema.shape.login,
  onDestroy: integrationSchema.shape.onDestroy,
  backend: integrationSchema.shape.backend,
});

const fileSchema = z.strictObject({
  $schema: z.string().describe("this schema").optional(),
  defaults: partialIntegration.describe("what all integrations share").optional(),
  integrations: z
    .record(z.string(), partialIntegration)
    .describe("the integrations, by name: each is a stack of that name"),
});

/** The JSON Schema of a configuration file, for completion and checks in editors. */
export function jsonSchema(): object {
  return {
    ...z.toJSONSchema(fileSchema, { target: "draft-7" }),
    title: "espo-authentik configuration",
  };
}
