import { z } from "zod";
import { DEFAULT_SCOPES } from "../../authentik/scopes";
import { about, flag, reference, text, variable } from "./field";

/** authentik's Terraform provider sends no empty text. */
const STAYS = "; taken out again, it stays in authentik";

/** `application`: what authentik's users see in their library. */
export const application = about(
  z.strictObject({
    name: text("the application's name, shown to users", { example: "EspoCRM" }),
    slug: text("the application's slug, a part of its addresses", { example: "espocrm" }),
    group: text(`the group of applications under which the library shows it${STAYS}`, {
      otherwise: "none",
      example: "Business",
    }).optional(),
    policyEngineMode: about(z.enum(["any", "all"]), "how several bindings are combined", {
      default: "any",
    }).optional(),
    launchUrl: text("the address to which the library's tile leads", {
      otherwise: "EspoCRM's URL",
    }).optional(),
    icon: text(`an icon: a URL, a file of authentik's media storage, or fa://fa-…${STAYS}`, {
      otherwise: "authentik draws the first letters of the name",
      example: "fa://fa-handshake",
    }).optional(),
    publisher: text(`the publisher, shown in the library${STAYS}`, {
      otherwise: "none",
    }).optional(),
    description: text(`the description, shown in the library${STAYS}`, {
      otherwise: "none",
    }).optional(),
    openInNewTab: flag("whether the library opens it in a new tab", { default: false }).optional(),
    hide: flag("whether the library leaves it out (release line 2026.5 and newer)", {
      default: false,
    }).optional(),
  }),
  "the application, as authentik shows it",
  { example: { name: "EspoCRM", slug: "espocrm" } },
);

const validity = (what: string, value: string) =>
  text(`the life of ${what}, as hours=1;minutes=2;seconds=3`, { default: value });

/** `provider`: the OAuth2/OpenID provider of the application. */
export const provider = about(
  z.strictObject({
    name: text("the provider's name", { otherwise: "the application's name" }).optional(),
    clientId: text("the client ID", { otherwise: "the application's slug" }).optional(),
    clientSecretVariable: variable("the client secret, where it must be a given one", {
      otherwise: "authentik generates the secret",
      example: "espocrm_client_secret",
    }).optional(),
    authorizationFlow: reference("the flow that authorizes the login (its slug)", {
      default: "default-provider-authorization-implicit-consent",
    }).optional(),
    invalidationFlow: reference("the flow that runs at logout (its slug)", {
      default: "default-provider-invalidation-flow",
    }).optional(),
    authenticationFlow: reference("the flow that signs a user in (its slug)", {
      otherwise: "the brand's",
    }).optional(),
    signingKey: reference("the RSA key pair that signs the tokens", {
      default: "authentik Self-signed Certificate",
    }).optional(),
    subjectMode: about(
      z.enum(["hashed_user_id", "user_id", "user_uuid", "user_username", "user_email", "user_upn"]),
      "what the sub claim holds",
      { default: "user_username" },
    ).optional(),
    scopes: about(z.array(z.string()), "authentik's managed scope mappings, by scope name", {
      default: DEFAULT_SCOPES,
    }).optional(),
    scopeMappings: about(z.array(z.string()), "further scope mappings, by id", {
      otherwise: "none",
    }).optional(),
    includeClaimsInIdToken: flag("whether the ID token holds the claims, too", {
      default: true,
    }).optional(),
    issuerMode: about(
      z.enum(["per_provider", "global"]),
      "whether the issuer is one of this application alone, or of the whole authentik",
      { default: "per_provider" },
    ).optional(),
    accessCodeValidity: validity("an authorization code", "minutes=1").optional(),
    accessTokenValidity: validity("access and ID tokens", "minutes=10").optional(),
    refreshTokenValidity: validity("a refresh token", "days=30").optional(),
    backchannelLogout: flag(
      "whether authentik tells EspoCRM when a session ends; taken out again, authentik's logout URI stays until it is removed there by hand",
      { default: false },
    ).optional(),
  }),
  "the OAuth2/OpenID provider of the application",
  { otherwise: "as authentik's guide for EspoCRM has it" },
);
