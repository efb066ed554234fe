import type { Permission } from "./models";

/** Kinds of objects that the sandbox imitates, by the part of authentik that they are of. */
const MODELS: Readonly<Record<string, readonly string[]>> = {
  authentik_core: ["application", "applicationentitlement", "group", "token", "user"],
  authentik_crypto: ["certificatekeypair"],
  authentik_flows: ["flow"],
  authentik_policies: ["policy", "policybinding"],
  authentik_policies_expression: ["expressionpolicy"],
  authentik_providers_oauth2: ["oauth2provider", "scopemapping"],
  authentik_rbac: ["role"],
};

/** Permissions beside the four of each kind. */
const OTHERS: readonly (readonly [app: string, codename: string, model: string])[] = [
  ["authentik_core", "reset_user_password", "user"],
  ["authentik_core", "view_token_key", "token"],
  ["authentik_crypto", "view_certificatekeypair_certificate", "certificatekeypair"],
  ["authentik_crypto", "view_certificatekeypair_key", "certificatekeypair"],
  ["authentik_rbac", "assign_role_permissions", "role"],
  ["authentik_rbac", "unassign_role_permissions", "role"],
];

/** A permission as authentik lists it. */
export interface KnownPermission {
  /** Number. */
  readonly id: number;
  /** Part of authentik. */
  readonly app: string;
  /** Kind of objects. */
  readonly model: string;
  /** What may be done, e.g. `view_group`. */
  readonly codename: string;
  /** All of it. */
  readonly permission: Permission;
}

/** Every permission that can be given. */
export const PERMISSIONS: readonly KnownPermission[] = [
  ...Object.entries(MODELS).flatMap(([app, models]) =>
    models.flatMap((model) =>
      ["add", "change", "delete", "view"].map((action) => [app, `${action}_${model}`, model]),
    ),
  ),
  ...OTHERS,
].map(([app = "", codename = "", model = ""], index) => ({
  ...{ id: index + 1, app, codename, model },
  permission: `${app}.${codename}`,
}));
