/** The stand-in for the provider Mastercard/restapi 3.0.0. */
import type { Diagnostic, Provider } from "../host/provider";
import { error } from "../host/provider";
import type { Attribute, ProviderSchema } from "../host/schema";
import { mapValues } from "../wire/values";
import { RestApiClient, RequestError } from "./client";
import { readConfiguration } from "./configuration";
import { restapiObject } from "./resource";

/** Attributes that `API_DATA_IS_SENSITIVE=true` hides from plans. */
const DATA_ATTRIBUTES = [
  "data",
  "read_data",
  "update_data",
  "destroy_data",
  "ignore_changes_to",
  "create_response",
  "api_data",
  "api_response",
];

/**
 * The stand-in for restapi.
 *
 * @param schema - its schema.
 * @param environment - the environment that the real provider would run in.
 */
export function restapi(
  schema: ProviderSchema,
  environment: NodeJS.ProcessEnv,
): Provider<RestApiClient> {
  const sensitive = environment["API_DATA_IS_SENSITIVE"]?.toLowerCase() === "true";
  return {
    schema: sensitive ? withSensitiveData(schema) : schema,
    legacyTypeSystem: false,
    configure: async (config) => {
      const { configuration, diagnostics } = readConfiguration(config, environment);
      const client = new RestApiClient(configuration);
      return {
        client,
        diagnostics: diagnostics.length > 0 ? diagnostics : await testRequest(client),
      };
    },
    resources: { restapi_object: restapiObject },
    dataSources: {},
  };
}

async function testRequest(client: RestApiClient): Promise<Diagnostic[]> {
  const { testPath, uri, methods } = client.configuration;
  if (!testPath) return [];
  if (!uri) {
    return [
      {
        severity: "warning",
        summary: "Cannot Test Connection",
        detail:
          "A test_path is configured but the provider URI is not yet known. The provider cannot test the connection. " +
          "Please ensure the provider URI is statically configured or depends on resources that have already been created.",
      },
    ];
  }
  try {
    await client.send(methods.read, testPath, "");
    return [];
  } catch (cause) {
    if (!(cause instanceof RequestError)) throw cause;
    const reason = `A test request to ${testPath} after setting up the provider did not return an OK response - is your configuration correct? ${cause.message}`;
    return [error("Test Request Failed", reason)];
  }
}

function withSensitiveData(schema: ProviderSchema): ProviderSchema {
  const hide = (attribute: Attribute, name: string): Attribute =>
    DATA_ATTRIBUTES.includes(name) ? { ...attribute, sensitive: true } : attribute;
  const resources = mapValues(schema.resources, ({ version, block }) => ({
    version,
    block: { ...block, attributes: mapValues(block.attributes, hide) },
  }));
  return { ...schema, resources };
}
