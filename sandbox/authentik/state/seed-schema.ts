import { z } from "zod";
import { FLOW_DESIGNATIONS, FLOW_STAGES } from "./models";
import { TEST_KEY_NAMES } from "./test-keys";

const permission = z.templateLiteral([z.string(), ".", z.string()]);
const attributes = z.record(z.string(), z.unknown());

/** A group, named by its parents and members. */
export const groupSeedSchema = z.strictObject({
  /** Unique. */
  name: z.string(),
  /** Names of groups. @default - none */
  parents: z.array(z.string()).optional(),
  /** Whether members may do everything. @default - false */
  isSuperuser: z.boolean().optional(),
  /** Free-form data. @default - none */
  attributes: attributes.optional(),
});

/** A user account. */
export const userSeedSchema = z.strictObject({
  /** Unique. */
  username: z.string(),
  /** Full name. @default - the username */
  name: z.string().optional(),
  /** E-mail address. @default - empty */
  email: z.string().optional(),
  /** @default - none: the account cannot log in with a password */
  password: z.string().optional(),
  /** Names of groups. @default - none */
  groups: z.array(z.string()).optional(),
  /** Whether the account works. @default - true */
  isActive: z.boolean().optional(),
  /** Who or what it belongs to. @default - internal */
  type: z.enum(["internal", "external", "service_account", "internal_service_account"]).optional(),
  /** Names of roles. @default - none */
  roles: z.array(z.string()).optional(),
  /** Free-form data. @default - none */
  attributes: attributes.optional(),
});

/** A role. */
export const roleSeedSchema = z.strictObject({
  /** Unique. */
  name: z.string(),
  /** What it may do, such as `authentik_core.view_group`. */
  permissions: z.array(permission),
});

/** A certificate with its private key. */
export const keyPairSeedSchema = z.strictObject({
  /** Shown in the admin interface. */
  name: z.string(),
  /** Which of the keys that are checked in. */
  key: z.enum(TEST_KEY_NAMES),
});

/** A flow. */
export const flowSeedSchema = z.strictObject({
  /** Unique. */
  slug: z.string(),
  /** Shown in the admin interface. */
  name: z.string(),
  /** Shown to the person; `%(app)s` stands for the application. */
  title: z.string(),
  /** What it is for. */
  designation: z.enum(FLOW_DESIGNATIONS),
  /** Who may enter. @default - none: everybody */
  authentication: z.enum(["none", "require_authenticated", "require_unauthenticated"]).optional(),
  /** What the person goes through. @default - nothing */
  stages: z.array(z.enum(FLOW_STAGES)).optional(),
});

/** A scope mapping. */
export const scopeMappingSeedSchema = z.strictObject({
  /** Unique. */
  name: z.string(),
  /** The scope. */
  scopeName: z.string(),
  /** Python. */
  expression: z.string(),
  /** Identifier of a mapping that authentik ships. @default - none */
  managed: z.string().optional(),
  /** Shown on the consent page. @default - empty */
  description: z.string().optional(),
});

/** An API token. */
export const tokenSeedSchema = z.strictObject({
  /** What goes behind `Bearer`. */
  key: z.string(),
  /** Name of the user that it acts as. */
  user: z.string(),
  /** What it is good for. @default - api */
  intent: z.enum(["api", "app_password"]).optional(),
});

/** What a sandbox authentik knows from the start, or learns later. */
export const seedSchema = z.strictObject({
  /** Groups; parents before those below them. @default - none */
  groups: z.array(groupSeedSchema).optional(),
  /** Roles. @default - none */
  roles: z.array(roleSeedSchema).optional(),
  /** Accounts. @default - none */
  users: z.array(userSeedSchema).optional(),
  /** Key pairs. @default - none */
  keyPairs: z.array(keyPairSeedSchema).optional(),
  /** Flows. @default - none */
  flows: z.array(flowSeedSchema).optional(),
  /** Scope mappings. @default - none */
  scopeMappings: z.array(scopeMappingSeedSchema).optional(),
  /** API tokens. @default - none */
  tokens: z.array(tokenSeedSchema).optional(),
});

/** What a sandbox authentik knows from the start, or learns later. */
export type AuthentikSeed = z.infer<typeof seedSchema>;
