/** What may be done to the objects of a kind, in authentik's own words. */
export type Right = "view" | "add" | "change" | "delete";

/** What of an integration a permission is there for. */
export type DeploymentUse = keyof typeof DEPLOYMENT_USES;

/** What needs a permission, in words. */
export const DEPLOYMENT_USES = {
  integration: "every integration",
  bindings: "bindings",
  groups: "bindings that name a group",
  writtenGroups: "groups that are written in the configuration",
  users: "bindings that name a user",
  policies: "policies that are written in the configuration",
  scopeMappings:
    "scope mappings that are written in the configuration, and the one that splits people's names",
} as const;

/** A kind of object in authentik's API, and what a deployment does to such objects. */
export interface ApiModel {
  /** Part of authentik that it is of, as permissions name it. */
  readonly app: string;
  /** Its name there. */
  readonly model: string;
  /** The list of such objects, below `/api/v3/`. */
  readonly path: string;
  /** What one is called. */
  readonly label: string;
  /** Terraform type of the resources that are such objects. @default - none: they are looked up alone */
  readonly resource?: string;
  /** Whether plans look such objects up by name. @default false */
  readonly lookedUp?: true;
  /**
   * Whether `verify` has to view such objects, or says more where it may.
   * @default - it does not look at them
   */
  readonly verify?: "needs" | "says more";
  /** What takes which right. */
  readonly rights: Readonly<Partial<Record<Right, DeploymentUse>>>;
  /** What it comes to besides that somebody may view such objects, or write them: sentences. @default - nothing */
  readonly beware?: { readonly view?: string; readonly write?: string };
}

const written = (use: DeploymentUse, view = use) =>
  ({ view, add: use, change: use, delete: use }) as const;

const python = (what: string) =>
  `whoever writes ${what} writes Python that runs in authentik's server, and can do anything there`;

/** What a deployment has to do with in authentik: the permissions of an API token follow from it. */
export const API_MODELS: readonly ApiModel[] = [
  {
    app: "authentik_core",
    model: "application",
    path: "core/applications/",
    label: "application",
    resource: "authentik_application",
    verify: "says more",
    rights: written("integration"),
  },
  {
    app: "authentik_providers_oauth2",
    model: "oauth2provider",
    path: "providers/oauth2/",
    label: "OAuth2 provider",
    resource: "authentik_provider_oauth2",
    verify: "needs",
    rights: written("integration"),
    beware: {
      view: "whoever views OAuth2 providers reads the client secret of each of them, not of EspoCRM's alone",
    },
  },
  {
    app: "authentik_flows",
    model: "flow",
    path: "flows/instances/",
    label: "flow",
    verify: "says more",
    lookedUp: true,
    rights: { view: "integration" },
  },
  {
    app: "authentik_crypto",
    model: "certificatekeypair",
    path: "crypto/certificatekeypairs/",
    label: "certificate-key pair",
    verify: "says more",
    lookedUp: true,
    rights: { view: "integration" },
  },
  {
    app: "authentik_providers_oauth2",
    model: "scopemapping",
    path: "propertymappings/provider/scope/",
    label: "scope mapping",
    resource: "authentik_property_mapping_provider_scope",
    verify: "needs",
    lookedUp: true,
    rights: written("scopeMappings", "integration"),
    beware: { write: python("scope mappings") },
  },
  {
    app: "authentik_policies",
    model: "policybinding",
    path: "policies/bindings/",
    label: "policy binding",
    resource: "authentik_policy_binding",
    rights: written("bindings", "integration"),
    beware: { write: "whoever writes policy bindings can let anybody into any application" },
  },
  {
    app: "authentik_core",
    model: "group",
    path: "core/groups/",
    label: "group",
    resource: "authentik_group",
    lookedUp: true,
    rights: written("writtenGroups", "groups"),
    beware: {
      view: "whoever views groups reads who is a member of which",
      write: "whoever writes groups can put anybody into any of them",
    },
  },
  {
    app: "authentik_core",
    model: "user",
    path: "core/users/",
    label: "user",
    verify: "says more",
    lookedUp: true,
    rights: { view: "users" },
    beware: { view: "whoever views users reads everybody's name and e-mail address" },
  },
  {
    app: "authentik_policies_expression",
    model: "expressionpolicy",
    path: "policies/expression/",
    label: "expression policy",
    resource: "authentik_policy_expression",
    rights: written("policies"),
    beware: { write: python("policies") },
  },
];

/** A permission on all objects of a kind. */
export interface Permission {
  /** As authentik names it, such as `authentik_core.view_application`. */
  readonly name: string;
  /** What may be done. */
  readonly right: Right;
  /** To which objects. */
  readonly of: ApiModel;
  /** What it is there for. */
  readonly use: DeploymentUse;
}

/** In the order in which authentik's own pages have them. */
const RIGHTS: readonly Right[] = ["view", "add", "change", "delete"];

/** Every permission that a deployment can need. */
export const PERMISSIONS: readonly Permission[] = API_MODELS.flatMap((of) =>
  RIGHTS.flatMap((right) => {
    const use = of.rights[right];
    const name = `${of.app}.${right}_${of.model}`;
    return use === undefined ? [] : [{ name, right, of, use }];
  }),
);

const METHODS: Readonly<Record<string, Right>> = {
  GET: "view",
  POST: "add",
  PUT: "change",
  PATCH: "change",
  DELETE: "delete",
};

/**
 * The permission that a request takes; undefined where none is known. To change or delete an object takes
 * the one to view it, too; that one is missed earlier, as everything is read first.
 * @param method HTTP method
 * @param path of the request, with `/api/v3/` in it or without
 */
export function permissionFor(method: string, path: string): Permission | undefined {
  const right = METHODS[method.toUpperCase()];
  const below = path.replace(/^.*\/api\/v3\//, "").replace(/^\//, "");
  return PERMISSIONS.find((one) => one.right === right && below.startsWith(one.of.path));
}

/** A permission in words: `view flow`. */
export const permissionWords = ({ of, right }: Permission): string => `${right} ${of.label}`;
