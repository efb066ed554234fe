import { rbacPermissionRole, rbacRole, token, user } from "@cdktf/provider-authentik";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { authentikProvider } from "./authentik/connection";
import type { AuthentikConnection } from "./authentik/props";
import { usesOf } from "./authentik/uses";
import { ofThisEngine } from "./engine/mismatch";
import { type Permission, PERMISSIONS } from "./fields/permissions";
import { resolved } from "./fields/resolved";
import type { EspoAuthentikIntegrationProps } from "./props";
import { enforceAuthentikRules, RuleViolations } from "./rules/enforce";
import { isUnresolved } from "./terraform/unresolved";
import { verbatim } from "./terraform/verbatim";

/**
 * What a token is for: `deploy` for plan, apply, verify and destroy; `read` for plan and verify, such as
 * those of pull requests, which change nothing.
 */
export type DeployerAccess = "deploy" | "read";

/** Who deploys integrations to one authentik, and what he may do there. */
export interface EspoAuthentikDeployerProps {
  /**
   * The authentik, as an administrator's token reaches it.
   * @default - of `tokenVariable`: "authentik_administrator_token", for the token of an administrator is
   * not the one that is made
   */
  readonly authentik: AuthentikConnection;
  /**
   * Name of the service account, of its role and of its token; unique in this authentik.
   * @default "espo-authentik-deploy", or "espo-authentik-read"
   */
  readonly name?: string;
  /**
   * What the token is for.
   * @default "deploy"
   */
  readonly access?: DeployerAccess;
  /**
   * The integrations that are deployed with it: it gets the permissions that they need, and no others.
   * Where one of them loses its last binding, policy or scope mapping, apply that first, and this
   * afterwards: to delete an object takes the permission, too.
   * @default - all that an integration can need
   */
  readonly integrations?: readonly EspoAuthentikIntegrationProps[];
}

/** The resources of a deployer, to refer to or to override. */
export interface DeployerResources {
  /** The service account. */
  readonly user: user.User;
  /** Its only role. */
  readonly role: rbacRole.RbacRole;
  /** What the role may do. */
  readonly permissions: readonly rbacPermissionRole.RbacPermissionRole[];
  /** The service account's API token. */
  readonly token: token.Token;
}

/**
 * An identity for deployments, in authentik: a service account with one role, the role's permissions, and
 * an API token that does not expire. A superuser's token makes it, once; with the token that it gives,
 * Terraform needs no more. It belongs in a stack of its own: an integration's is deployed without the
 * superuser's token.
 *
 * The token is in Terraform's state, as every generated secret is: keep that encrypted.
 *
 * @throws {@link RuleViolations} if authentik's address breaks a rule
 */
export class EspoAuthentikDeployer extends Construct {
  /** The resources, to refer to or to override. */
  readonly resources: DeployerResources;
  /** The key of the API token; Terraform treats every value made from it as sensitive. */
  readonly token: string;
  /** The permissions, as authentik names them, such as `authentik_core.view_application`. */
  readonly permissions: readonly string[];

  /**
   * @param scope the stack, or a construct in it
   * @param id id in that scope; part of the Terraform addresses unless it is `Default`
   * @param props who it is, and what for; texts in it mean themselves
   */
  constructor(scope: Construct, id: string, props: EspoAuthentikDeployerProps) {
    super(ofThisEngine(scope), id);
    const { access = "deploy", integrations } = props;
    const { name = `espo-authentik-${access}` } = props;
    refuseName(this, name);
    const connection = { ...props.authentik };
    const given = {
      application: { name: "", slug: "" },
      authentik: { ...connection, tokenVariable: connection.tokenVariable ?? ADMINISTRATOR },
      espocrm: { url: "" },
    };
    enforceAuthentikRules(this, resolved(given), given);
    const { authentik } = verbatim(resolved(given));
    const provider = authentikProvider(this, authentik);

    const role = new rbacRole.RbacRole(this, "role", { provider, name });
    const needed = permissionsOf(access, integrations);
    const permissions = needed.map(
      ({ name: permission, of, right }) =>
        new rbacPermissionRole.RbacPermissionRole(this, `${right}-${of.model}`, {
          provider,
          role: role.id,
          permission,
        }),
    );
    const account = new user.User(this, "account", {
      provider,
      username: name,
      name,
      type: "service_account",
      groups: [],
      roles: [role.id],
    });
    const made = new token.Token(this, "token", {
      provider,
      identifier: name,
      user: Token.asNumber(account.id),
      intent: "api",
      expiring: false,
      retrieveKey: true,
      // Good for all of it as soon as it is there, and the first to go.
      dependsOn: permissions,
    });
    this.resources = { user: account, role, permissions, token: made };
    this.token = made.key;
    this.permissions = needed.map(({ name: permission }) => permission);
  }
}

/** authentik takes no other identifiers of tokens; the longest user name is shorter than the longest of these. */
function refuseName(construct: Construct, name: string): void {
  if (isUnresolved(name) || /^[-\w]{1,150}$/.test(name)) return;
  const found = `name: found ${JSON.stringify(name)}; expected 1 to 150 letters, digits, - or _, as authentik has them in a token's identifier. To fix it, write another name, such as "espo-authentik-deploy".`;
  throw new RuleViolations(construct.node.path, [found], "a deployer");
}

/** The Terraform variable that holds the superuser's token. */
const ADMINISTRATOR = "authentik_administrator_token";

/** Only those that are needed, in the order of the table. */
function permissionsOf(
  access: DeployerAccess,
  integrations: readonly EspoAuthentikIntegrationProps[] | undefined,
): Permission[] {
  const uses = integrations && new Set(integrations.flatMap((one) => [...usesOf(one)]));
  return PERMISSIONS.filter(
    ({ right, use }) => (uses?.has(use) ?? true) && (access === "deploy" || right === "view"),
  );
}
