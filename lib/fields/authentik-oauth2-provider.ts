import type { OAuth2ProviderProps } from "../authentik/props";
import { DEFAULT_SCOPES } from "../authentik/scopes";
import { splitsNames } from "../authentik/split-names";
import { type Attributes, type Complete, propsOf } from "./attribute";
import { type EffectOf, harmless, isAt, isSameSet, lookTwice, refused } from "./effect";
import { choice, flag, text } from "./form";
import { scopeMappings } from "./authentik-scope-mapping";
import { redirectUris } from "./redirect-uris";
import { duration, reference, scopes, variable } from "./forms";

const UNDO = "take the change back in the configuration, and plan again";
const LEAVE_OUT = "leave it out: the construct never sets it";

const life = (what: string, fallback: string) => ({
  says: `the life of ${what}, as hours=1;minutes=2;seconds=3`,
  form: duration,
  default: fallback,
});

/** Without a provider's own key authentik signs with the client secret. */
const signing: EffectOf = ({ after }) =>
  after === null || after === undefined || after === ""
    ? lookTwice("the provider has no signing key any more: authentik signs with the client secret")
    : lookTwice("another key signs the tokens");

/** `authentik_provider_oauth2`: the OAuth2/OpenID provider of the application. */
export const OAUTH2_PROVIDER = {
  name: {
    props: {
      name: {
        says: "the provider's name",
        form: text(255),
        otherwise: "the application's name",
        from: ({ application }) => application.name,
      },
    },
    label: "Name",
    effect: harmless("only authentik's administrators see a provider's name"),
    fix: UNDO,
    own: true,
  },
  authentication_flow: {
    props: {
      authenticationFlow: {
        says: "the flow that signs a user in (its slug)",
        form: reference(),
        otherwise: "the brand's",
      },
    },
    label: "Authentication flow",
    effect: lookTwice(
      "people sign in by another flow: it decides which password, factor or source counts",
    ),
    fix: "read the flow's stages in authentik (Flows and Stages, Flows) before it is applied",
    refersTo: "flow",
  },
  authorization_flow: {
    props: {
      authorizationFlow: {
        says: "the flow that authorizes the login (its slug)",
        form: reference(),
        default: "default-provider-authorization-implicit-consent",
      },
    },
    label: "Authorization flow",
    effect: lookTwice(
      "another flow authorizes each login: it decides whether people are asked or refused",
    ),
    fix: "read the flow's stages in authentik (Flows and Stages, Flows) before it is applied",
    refersTo: "flow",
    own: true,
  },
  invalidation_flow: {
    props: {
      invalidationFlow: {
        says: "the flow that runs at logout (its slug)",
        form: reference(),
        default: "default-provider-invalidation-flow",
      },
    },
    label: "Invalidation flow",
    effect: lookTwice(
      "logging out runs another flow: it decides whether people stay signed in at authentik",
    ),
    fix: "read the flow's stages in authentik (Flows and Stages, Flows) before it is applied",
    refersTo: "flow",
    own: true,
  },
  client_type: {
    props: {},
    label: "Client type",
    effect: ({ after }) =>
      after === "confidential"
        ? lookTwice("the client becomes confidential: it must show its secret")
        : lookTwice("the client becomes {after}: authentik asks it for no secret any more"),
    fix: "make it confidential",
    usual: "confidential",
  },
  client_id: {
    props: {
      clientId: {
        says: "the client ID",
        form: text(255),
        otherwise: "the application's slug",
        from: ({ application }) => application.slug,
      },
    },
    label: "Client ID",
    effect: lookTwice("the client ID becomes {after}: logins fail until EspoCRM has it, too"),
    fix: UNDO,
    own: true,
  },
  client_secret: {
    props: {
      clientSecretVariable: {
        says: "the name of the Terraform variable that holds the client secret, where it must be a given one",
        form: variable,
        otherwise: "authentik generates the secret",
        example: "espocrm_client_secret",
      },
    },
    label: "Client Secret",
    effect: lookTwice("the client secret changes: logins fail until EspoCRM has it, too"),
    fix: UNDO,
    shown: "elsewhere",
    own: true,
  },
  allowed_redirect_uris: {
    props: {
      redirectUris: {
        says: "further redirect URIs, besides EspoCRM's own: { url: … } with what is unusual about it, or the address alone",
        form: redirectUris,
        otherwise: "none",
        example: ["https://portal.company/oauth-callback.php"],
        from: () => [],
      },
    },
    label: "Redirect URIs",
    effect: lookTwice("the redirect URIs change: authentik hands logins to these addresses alone"),
    fix: "make espocrm.url EspoCRM's own site URL, from which its redirect URI derives; write others under provider.redirectUris",
    own: true,
  },
  grant_types: {
    props: {},
    label: "Grant types",
    effect: lookTwice("the grant types change: what a client may ask tokens for"),
    fix: "leave it to the construct: authorization_code and refresh_token",
    since: "2026.5",
    usual: ["authorization_code", "refresh_token"],
  },
  logout_uri: {
    props: {
      backchannelLogout: {
        says: "whether authentik tells EspoCRM when a session ends; taken out again, authentik's logout URI stays until it is removed there by hand",
        form: flag,
        known: "it decides what is declared",
        default: false,
      },
    },
    label: "Logout URI",
    effect: ({ after }, { espocrm }) => {
      if (typeof after !== "string" || after === "")
        return lookTwice("authentik no longer tells EspoCRM when a session ends");
      return isAt(after, espocrm)
        ? lookTwice("authentik tells EspoCRM when a session ends, at {after}")
        : lookTwice("authentik sends logout tokens, which name people, to {after}");
    },
    fix: "leave provider.backchannelLogout out, or give espocrm.backchannelUrl",
  },
  logout_method: {
    props: {},
    label: "Logout method",
    effect: lookTwice("authentik ends sessions by another method: {after}"),
    fix: LEAVE_OUT,
    usual: "backchannel",
  },
  signing_key: {
    props: {
      signingKey: {
        says: "the name of the RSA key pair that signs the tokens, or { id: … }",
        form: reference(),
        default: "authentik Self-signed Certificate",
      },
    },
    label: "Signing Key",
    effect: signing,
    fix: "give the provider an RSA key; plan a quiet hour for another one",
    refersTo: "certificate_key_pair",
    own: true,
  },
  encryption_key: {
    props: {},
    label: "Encryption Key",
    effect: ({ after }) =>
      after === null || after === undefined || after === ""
        ? lookTwice("the provider no longer encrypts its tokens")
        : refused("signing-key", "the provider encrypts its tokens: EspoCRM can't read them"),
    fix: "leave the encryption key out",
    refersTo: "certificate_key_pair",
  },
  access_code_validity: {
    props: { accessCodeValidity: life("an authorization code", "minutes=1") },
    label: "Access code validity",
    effect: lookTwice(
      "an authorization code lives {after}: too short, and logins fail; too long, and a stolen one counts",
    ),
    fix: UNDO,
  },
  access_token_validity: {
    props: { accessTokenValidity: life("access and ID tokens", "minutes=10") },
    label: "Access token validity",
    effect: lookTwice(
      "access and ID tokens live {after}: too short, and logins fail; too long, and a stolen one counts",
    ),
    fix: UNDO,
  },
  refresh_token_validity: {
    props: { refreshTokenValidity: life("a refresh token", "days=30") },
    label: "Refresh token validity",
    effect: lookTwice(
      "a refresh token lives {after}: EspoCRM asks for none, whoever has one keeps access so long",
    ),
    fix: UNDO,
  },
  refresh_token_threshold: {
    props: {},
    label: "Refresh token threshold",
    effect: lookTwice("refresh tokens are renewed at another time: {after} before their end"),
    fix: LEAVE_OUT,
    usual: "seconds=0",
  },
  property_mappings: {
    props: {
      scopes: {
        says: "authentik's managed scope mappings, by scope name",
        form: scopes,
        default: DEFAULT_SCOPES,
      },
      scopeMappings: {
        says: "further scope mappings, by name, as { id: … }, or written here: { name: …, scope: …, expression: … }",
        form: scopeMappings,
        otherwise: "none",
        example: ["CRM groups"],
        from: () => [],
      },
      splitNames: {
        says: "whether the tokens say first and last names, by an own scope mapping in place of authentik's managed one for profile, which gives the full name as the first name and no last name",
        form: flag,
        otherwise:
          "true with login.createUsers or login.syncUsers, unless a written scope mapping says them",
        known: "it decides what is declared",
        example: true,
        from: splitsNames,
      },
    },
    label: "Scopes",
    effect: ({ after, before }) =>
      Array.isArray(after) && after.length === 0
        ? lookTwice(
            "the provider has no scope mapping any more: its tokens say nothing of the user",
          )
        : isSameSet(before, after)
          ? harmless("authentik keeps no order of scope mappings")
          : lookTwice(
              "other scope mappings decide what the tokens say of a user, the name among it",
            ),
    fix: "read the mappings in authentik (Customization, Property Mappings) before it is applied",
    own: true,
  },
  sub_mode: {
    props: {
      subjectMode: {
        says: "what the sub claim holds",
        form: choice([
          "hashed_user_id",
          "user_id",
          "user_uuid",
          "user_username",
          "user_email",
          "user_upn",
        ]),
        default: "user_username",
      },
    },
    label: "Subject mode",
    effect: lookTwice("the subject of the tokens becomes {after}: EspoCRM finds its users by it"),
    fix: "leave it out: user_username",
  },
  include_claims_in_id_token: {
    props: {
      includeClaimsInIdToken: {
        says: "whether the ID token holds the claims, too",
        form: flag,
        default: true,
      },
    },
    label: "Include claims in id_token",
    effect: lookTwice(
      "the ID token holds other claims: EspoCRM may not find the user's name in it",
    ),
    fix: UNDO,
  },
  issuer_mode: {
    props: {
      issuerMode: {
        says: "whether the issuer is one of this application alone, or of the whole authentik",
        form: choice(["per_provider", "global"]),
        default: "per_provider",
      },
    },
    label: "Issuer mode",
    effect: lookTwice("the issuer of the tokens changes: {after}"),
    fix: UNDO,
  },
  jwks_sources: {
    props: {},
    label: "JWKS sources",
    effect: lookTwice("tokens of other issuers are accepted as this client's (JWT federation)"),
    fix: LEAVE_OUT,
  },
  jwt_federation_sources: {
    props: {},
    label: "Federated OIDC Sources",
    effect: lookTwice("tokens of other sources are accepted as this client's (JWT federation)"),
    fix: LEAVE_OUT,
  },
  jwt_federation_providers: {
    props: {},
    label: "Federated OIDC Providers",
    effect: lookTwice("tokens of other providers are accepted as this client's (JWT federation)"),
    fix: LEAVE_OUT,
  },
  id: {
    props: {},
    label: "Id",
    effect: lookTwice("it becomes another provider"),
    fix: UNDO,
    shown: "elsewhere",
    own: true,
  },
} as const satisfies Attributes;

/** `provider` of an integration; the compiler refuses a property without a row. */
export const OAUTH2_PROVIDER_PROPS = propsOf(
  OAUTH2_PROVIDER satisfies Complete<OAuth2ProviderProps, typeof OAUTH2_PROVIDER>,
);
