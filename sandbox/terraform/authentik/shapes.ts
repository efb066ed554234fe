/**
 * What authentik's answers must have: the real provider's client refuses an answer without a
 * required key (its value may be null where authentik's API schema says so) and an enum value that
 * it does not know.
 */
import type { JsonObject } from "../go-text";
import { isJsonObject } from "../go-text";

/** What an object in an answer must have. */
export interface Shape {
  /** The keys that must be there. */
  readonly required: readonly string[];
  /**
   * The shapes of members that are objects, or lists of objects.
   *
   * @default - members may have any shape
   */
  readonly members?: Readonly<Record<string, Shape>>;
  /**
   * Members with a closed set of values, or lists of such: the set's name, and the set.
   *
   * @default - members may have any value
   */
  readonly enums?: Readonly<Record<string, readonly [name: string, values: readonly string[]]>>;
}

/** An answer that the client refuses; the message is its own. */
export class ShapeError extends Error {}

/** Refuses an object that lacks something. */
export function checkShape(value: JsonObject, { required, members = {}, enums = {} }: Shape): void {
  for (const key of required) {
    if (!(key in value)) throw new ShapeError(`no value given for required property ${key}`);
  }
  for (const [key, shape] of Object.entries(members)) {
    for (const member of [value[key] ?? null].flat()) {
      if (isJsonObject(member)) checkShape(member, shape);
    }
  }
  for (const [key, [name, values]] of Object.entries(enums)) {
    for (const member of [value[key] ?? null].flat()) {
      if (typeof member === "string" && !values.includes(member)) {
        throw new ShapeError(`${member} is not a valid ${name}`);
      }
    }
  }
}

/** A page of a list of such objects. */
export const lists = (element: Shape): Shape => ({
  required: ["pagination", "results", "autocomplete"],
  members: {
    pagination: {
      required: ["next", "previous", "count", "current", "total_pages", "start_index", "end_index"],
    },
    results: element,
  },
});

const PROVIDER = [
  "pk",
  "name",
  "authorization_flow",
  "invalidation_flow",
  "component",
  "assigned_application_slug",
  "assigned_application_name",
  "assigned_backchannel_application_slug",
  "assigned_backchannel_application_name",
  "verbose_name",
  "verbose_name_plural",
  "meta_model_name",
];
const MODEL = ["component", "verbose_name", "verbose_name_plural", "meta_model_name"];

const partialUser: Shape = { required: ["pk", "username", "name", "uid"] };
const partialGroup: Shape = { required: ["pk", "num_pk", "name"] };
const relatedGroup: Shape = { required: ["pk", "name", "group_uuid"] };
const policy: Shape = { required: ["pk", "name", ...MODEL, "bound_to"] };

/** The answer to the provider's first request. */
export const rootConfig: Shape = {
  required: [
    "error_reporting",
    "capabilities",
    "cache_timeout",
    "cache_timeout_flows",
    "cache_timeout_policies",
  ],
};

/** What the answers of a release line have, so that its client demands it. */
export interface Answers {
  /** Answers have the keys that came with 2026.8. */
  readonly answersOfAugust: boolean;
  /** OAuth2 providers have grant types. */
  readonly grantTypes: boolean;
  /** `token-exchange` is one of them. */
  readonly tokenExchange: boolean;
}

/** An application. */
export const application = ({ answersOfAugust }: Answers): Shape => ({
  required: [
    "pk",
    "name",
    "slug",
    "provider_obj",
    "backchannel_providers_obj",
    "launch_url",
    "meta_icon_url",
    "meta_icon_themed_urls",
    ...(answersOfAugust ? ["pbm_uuid"] : []),
  ],
  members: {
    provider_obj: { required: PROVIDER },
    backchannel_providers_obj: { required: PROVIDER },
  },
  enums: { policy_engine_mode: ["PolicyEngineMode", ["all", "any"]] },
});

/** The grants that a client of a release line knows. */
export const grantTypes = ({ tokenExchange }: Answers): [string, ...string[]] => [
  "authorization_code",
  "implicit",
  "hybrid",
  "refresh_token",
  "client_credentials",
  "password",
  "urn:ietf:params:oauth:grant-type:device_code",
  ...(tokenExchange ? ["urn:ietf:params:oauth:grant-type:token-exchange"] : []),
];

/** An OAuth2 provider. */
export const oauth2Provider = (answers: Answers): Shape => ({
  required: [...PROVIDER, "redirect_uris"],
  members: {
    redirect_uris: {
      required: ["matching_mode", "url"],
      enums: { matching_mode: ["MatchingModeEnum", ["strict", "regex"]] },
    },
  },
  enums: {
    client_type: ["ClientTypeEnum", ["confidential", "public"]],
    issuer_mode: ["IssuerModeEnum", ["global", "per_provider"]],
    logout_method: ["OAuth2ProviderLogoutMethodEnum", ["backchannel", "frontchannel"]],
    sub_mode: [
      "SubModeEnum",
      ["hashed_user_id", "user_id", "user_uuid", "user_username", "user_email", "user_upn"],
    ],
    ...(answers.grantTypes && { grant_types: ["GrantTypesEnum", grantTypes(answers)] }),
  },
});

/** The addresses of an OAuth2 provider. */
export const setupUrls = ({ answersOfAugust }: Answers): Shape => ({
  required: [
    ...["issuer", "authorize", "token", "user_info", "provider_info", "logout", "jwks"],
    ...(answersOfAugust ? ["dcr_registration"] : []),
  ],
});

/** A policy binding. */
export const policyBinding = ({ answersOfAugust }: Answers): Shape => ({
  required: [
    ...["pk", "policy_obj", "group_obj", "user_obj", "target", "order"],
    ...(answersOfAugust ? ["expires", "expiring"] : []),
  ],
  members: { policy_obj: policy, group_obj: partialGroup, user_obj: partialUser },
});

/** An expression policy. */
export const expressionPolicy: Shape = { required: [...policy.required, "expression"] };

/** A scope mapping. */
export const scopeMapping: Shape = {
  required: ["pk", "name", "expression", ...MODEL, "scope_name"],
};

/** A role. */
export const role: Shape = { required: ["pk", "name"] };

/** A group. */
export const group: Shape = {
  required: [
    "pk",
    "num_pk",
    "name",
    "parents_obj",
    "users_obj",
    "roles_obj",
    "inherited_roles_obj",
    "children",
    "children_obj",
  ],
  members: { parents_obj: relatedGroup, users_obj: partialUser, roles_obj: role },
};

/** A user. */
export const user: Shape = {
  required: [
    "pk",
    "username",
    "name",
    "date_joined",
    "is_superuser",
    "groups_obj",
    "roles_obj",
    "avatar",
    "uid",
    "uuid",
    "password_change_date",
    "last_updated",
  ],
  members: { groups_obj: partialGroup, roles_obj: role },
  enums: {
    type: ["UserTypeEnum", ["internal", "external", "service_account", "internal_service_account"]],
  },
};

/** A token. */
export const token: Shape = {
  required: ["pk", "identifier", "user_obj"],
  members: { user_obj: user },
  enums: { intent: ["IntentEnum", ["verification", "api", "recovery", "app_password"]] },
};

/** A token's key. */
export const tokenKey: Shape = { required: ["key"] };

/** An application entitlement. */
export const applicationEntitlement: Shape = { required: ["pbm_uuid", "name", "app"] };

/** A permission that was just assigned. */
export const assignedPermission: Shape = { required: ["id"] };

/** A permission on all objects of a model. */
export const permission: Shape = {
  required: ["id", "name", "codename", "model", "app_label", "app_label_verbose", "model_verbose"],
};

/** A permission on one object. */
export const objectPermission: Shape = {
  required: [
    "id",
    "codename",
    "model",
    "app_label",
    "object_pk",
    "name",
    "app_label_verbose",
    "model_verbose",
    "object_description",
  ],
};

/** What a role gives to the objects that its members create. */
export const initialPermissions: Shape = {
  required: ["pk", "name", "role", "permissions_obj"],
  members: { permissions_obj: permission },
};

/** A flow. */
export const flow: Shape = {
  required: [
    "pk",
    "policybindingmodel_ptr_id",
    "name",
    "slug",
    "title",
    "designation",
    "background_url",
    "background_themed_urls",
    "stages",
    "policies",
    "cache_count",
    "export_url",
  ],
  enums: {
    designation: [
      "FlowDesignationEnum",
      [
        "authentication",
        "authorization",
        "invalidation",
        "enrollment",
        "unenrollment",
        "recovery",
        "stage_configuration",
      ],
    ],
    authentication: [
      "AuthenticationEnum",
      [
        "none",
        "require_authenticated",
        "require_unauthenticated",
        "require_superuser",
        "require_redirect",
        "require_outpost",
      ],
    ],
  },
};

/** A certificate and its key. */
export const certificateKeyPair: Shape = {
  required: [
    "pk",
    "name",
    "fingerprint_sha256",
    "fingerprint_sha1",
    "cert_expiry",
    "cert_subject",
    "private_key_available",
    "key_type",
    "certificate_download_url",
    "private_key_download_url",
    "managed",
  ],
  enums: { key_type: ["KeyTypeEnum", ["rsa", "ec", "dsa", "ed25519", "ed448"]] },
};

/** A certificate's or a key's text. */
export const certificateData: Shape = { required: ["data"] };
