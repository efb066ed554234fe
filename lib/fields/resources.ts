import { type Effect, harmless, lookTwice, refused } from "./effect";
import type { ObjectRole } from "./restapi-object";

/** What a resource of an integration is there for. */
export type Role =
  | ObjectRole
  | "before"
  | "secretOf"
  | "statement"
  | "provider"
  | "application"
  | "bindings"
  | "policies"
  | "scopeMappings"
  | "groups";

/** What a plan can do to a resource; what has no row here is looked at twice, by name. */
export type RowedAction = "create" | "update" | "delete" | "replace";

/** One kind of resource that an integration has. */
export interface Resource {
  /** Its Terraform type. */
  readonly type: string;
  /** What it is, in words. */
  readonly label: string;
  /** What it is there for, where its type does not say it. @default - it does */
  readonly purpose?: string;
  /**
   * What it does to the people who log in that one is made, changed, or goes. What changes in it is
   * judged attribute by attribute besides. @default - look twice, by name
   */
  readonly effects: Readonly<Partial<Record<RowedAction, Effect>>>;
}

const BY_ATTRIBUTE = harmless("each of its attributes is judged by itself");
const CLEARS = harmless("EspoCRM builds its caches anew; nobody is logged out");
const READS = harmless("it only reads EspoCRM's settings");
const NOTES = harmless("it is a note in Terraform's state, and is sent nowhere");

/** The resources of an integration, by what they are there for. */
export const RESOURCES: Readonly<Record<Role, Resource>> = {
  observer: {
    type: "restapi_object",
    label: "the look at EspoCRM's settings",
    purpose: "reads EspoCRM's settings, and changes none",
    effects: { create: READS, update: BY_ATTRIBUTE },
  },
  secret: {
    type: "restapi_object",
    label: "the client secret in EspoCRM",
    purpose: "the client secret in EspoCRM",
    effects: {
      create: lookTwice("EspoCRM is given the client secret"),
      update: lookTwice("EspoCRM is given the client secret"),
      replace: lookTwice("EspoCRM is given the client secret"),
      delete: harmless("its end writes nothing; that of the settings takes the secret away"),
    },
  },
  settings: {
    type: "restapi_object",
    label: "EspoCRM's settings",
    purpose: "EspoCRM's settings, but for the client secret",
    effects: {
      create: lookTwice("EspoCRM's settings are written"),
      update: BY_ATTRIBUTE,
      delete: lookTwice("EspoCRM's settings are put back"),
    },
  },
  withdrawals: {
    type: "restapi_object",
    label: "the withdrawal of a setting",
    purpose: "puts a setting back once the configuration no longer names it",
    effects: {
      create: harmless("it writes nothing before the configuration no longer names its setting"),
      update: BY_ATTRIBUTE,
      delete: harmless("the setting that it puts back is judged by itself"),
    },
  },
  keyCache: {
    type: "restapi_object",
    label: "the clearing of EspoCRM's cache",
    purpose: "clears EspoCRM's cache of authentik's keys",
    effects: { create: CLEARS, update: CLEARS, replace: CLEARS, delete: CLEARS },
  },
  before: {
    type: "terraform_data",
    label: "what EspoCRM's settings were before",
    purpose: "EspoCRM's settings before, to be put back",
    effects: {
      update: refused("way-back", "what a destroy puts back is exchanged"),
      create: lookTwice("what a destroy puts back is taken from EspoCRM as it is now"),
      replace: lookTwice("what a destroy puts back is taken from EspoCRM anew"),
    },
  },
  secretOf: {
    type: "terraform_data",
    label: "the note whose secret it is",
    purpose: "which provider the secret is of",
    effects: { create: NOTES, update: NOTES },
  },
  statement: {
    type: "terraform_data",
    label: "the integration's statement",
    purpose: "what the integration states of itself, for reviews",
    effects: { create: NOTES, update: BY_ATTRIBUTE },
  },
  provider: {
    type: "authentik_provider_oauth2",
    label: "authentik's provider",
    effects: { update: BY_ATTRIBUTE },
  },
  application: {
    type: "authentik_application",
    label: "authentik's application",
    effects: { update: BY_ATTRIBUTE },
  },
  bindings: {
    type: "authentik_policy_binding",
    label: "a binding",
    effects: { update: BY_ATTRIBUTE },
  },
  policies: {
    type: "authentik_policy_expression",
    label: "a policy",
    effects: { update: BY_ATTRIBUTE },
  },
  groups: {
    type: "authentik_group",
    label: "a group",
    effects: {
      create: harmless("a new group is empty: nobody gets in by it before somebody is put into it"),
      update: BY_ATTRIBUTE,
      delete: lookTwice(
        "a group is deleted: whoever is in it loses what it gives, in every application, and a new one of its name is empty",
      ),
    },
  },
  scopeMappings: {
    type: "authentik_property_mapping_provider_scope",
    label: "a scope mapping",
    purpose: "what the tokens say of people besides",
    effects: {
      create: lookTwice(
        "a scope mapping is made: its code decides what the tokens say of people, the user name among it",
      ),
      update: BY_ATTRIBUTE,
      delete: lookTwice(
        "a scope mapping is deleted: its claims are missing from the tokens, whoever uses it",
      ),
    },
  },
};
