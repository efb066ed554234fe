/** The stand-in for the provider goauthentik/authentik. */
import type { Provider } from "../host/provider";
import type { Block, ProviderSchema, VersionedBlock } from "../host/schema";
import { TRAITS } from "../../authentik/release";
import { type AuthentikRelease, lineOf } from "../release";
import type { Attributes, Value } from "../wire/values";
import { asText, isAttributes, mapValues } from "../wire/values";
import { AuthentikClient, NotFound } from "./client";
import * as directoryLookups from "./data/directory";
import type { Lookup } from "./data/lookup";
import { dataSource } from "./data/lookup";
import { oauth2Config } from "./data/oauth2-config";
import * as systemLookups from "./data/system";
import { Refusal } from "../host/provider";
import * as access from "./resources/access";
import * as applications from "./resources/applications";
import * as directory from "./resources/directory";
import * as roles from "./resources/roles";
import type { RestResource } from "./rest-resource";
import { restResource } from "./rest-resource";
import * as shapes from "./shapes";

const lookups = (release: AuthentikRelease): Readonly<Record<string, Lookup>> => ({
  authentik_flow: systemLookups.flow,
  authentik_certificate_key_pair: systemLookups.certificateKeyPair,
  authentik_property_mapping_provider_scope: systemLookups.scopeMapping,
  authentik_provider_oauth2_config: oauth2Config(release),
  authentik_group: directoryLookups.group,
  authentik_groups: directoryLookups.groups,
  authentik_user: directoryLookups.user,
  authentik_users: directoryLookups.users,
});

const tables = (release: AuthentikRelease): Readonly<Record<string, RestResource>> => ({
  authentik_application: applications.application(release),
  authentik_application_entitlement: applications.applicationEntitlement,
  authentik_provider_oauth2: applications.oauth2Provider(release),
  authentik_policy_binding: access.policyBinding(release),
  authentik_policy_expression: access.policyExpression,
  authentik_property_mapping_provider_scope: access.scopeMapping,
  authentik_group: directory.group,
  authentik_user: directory.user,
  authentik_token: directory.token,
  authentik_rbac_role: roles.role,
  authentik_rbac_initial_permissions: roles.initialPermissions,
});

const OTHER_RESOURCES = {
  authentik_rbac_permission_role: roles.permissionRole,
  authentik_rbac_permission_user: roles.permissionUser,
};

/**
 * The stand-in for authentik's provider.
 *
 * @param schema - the pinned schema; those of other releases are derived from it.
 * @param release - the release to stand in for.
 * @param environment - the environment that the real provider would run in.
 */
export function authentik(
  schema: ProviderSchema,
  release: AuthentikRelease,
  environment: NodeJS.ProcessEnv,
): Provider<AuthentikClient> {
  const released = schemaOf(schema, release);
  return {
    schema: released,
    legacyTypeSystem: true,
    configure: async (config) => {
      const client = clientOf(config, release, environment);
      await greet(client);
      return { client, diagnostics: [] };
    },
    resources: {
      ...behaviours(released.resources, tables(release), restResource),
      ...mapValues(OTHER_RESOURCES, (make, type) => make(blockOf(released.resources, type))),
    },
    dataSources: behaviours(released.dataSources, lookups(release), dataSource),
  };
}

/** The oldest line lacks a few attributes. The newest is not known to have more that we send. */
function schemaOf(schema: ProviderSchema, release: AuthentikRelease): ProviderSchema {
  if (TRAITS[lineOf(release)].grantTypes) return schema;
  const drop = (
    blocks: Record<string, VersionedBlock>,
    dropped: Readonly<Record<string, string>>,
  ): Record<string, VersionedBlock> =>
    mapValues(blocks, ({ version, block }, type) => {
      const kept = Object.entries(block.attributes).filter(([name]) => name !== dropped[type]);
      return { version, block: { ...block, attributes: Object.fromEntries(kept) } };
    });
  return {
    ...schema,
    resources: drop(schema.resources, {
      authentik_application: "meta_hide",
      authentik_provider_oauth2: "grant_types",
    }),
    dataSources: drop(schema.dataSources, { authentik_provider_oauth2_config: "client_id" }),
  };
}

function clientOf(
  config: Attributes,
  release: AuthentikRelease,
  environment: NodeJS.ProcessEnv,
): AuthentikClient {
  return new AuthentikClient({
    url: asText(config["url"]) || (environment["AUTHENTIK_URL"] ?? ""),
    token: asText(config["token"]) || (environment["AUTHENTIK_TOKEN"] ?? ""),
    userAgent: `authentik-terraform@${release}`,
    headers: textsOf(config["headers"]),
    tls: {
      insecure: (config["insecure"] ?? environment["AUTHENTIK_INSECURE"] === "true") === true,
    },
  });
}

/** The provider's first request; whatever comes of it, it goes on. */
async function greet(client: AuthentikClient): Promise<void> {
  try {
    await client.get("/root/config/", shapes.rootConfig);
  } catch (cause) {
    if (!(cause instanceof Refusal || cause instanceof NotFound)) throw cause;
  }
}

function behaviours<Table, Behaviour>(
  blocks: Record<string, VersionedBlock>,
  byType: Readonly<Record<string, Table>>,
  make: (table: Table, block: Block) => Behaviour,
): Record<string, Behaviour> {
  return mapValues(byType, (table, type) => make(table, blockOf(blocks, type)));
}

function blockOf(blocks: Record<string, VersionedBlock>, type: string): Block {
  return blocks[type]?.block ?? { attributes: {}, block_types: {} };
}

const textsOf = (value: Value | undefined): Record<string, string> =>
  isAttributes(value) ? mapValues(value, asText) : {};
