import { z } from "zod";

const s = () => z.string().optional();
const b = () => z.boolean().optional();

/**
 * Backends as CDKTF has them, without what is a credential: those come from the environment variables
 * that Terraform's backends read.
 */
export const backendSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("local"), path: s() }),
  z.strictObject({
    type: z.literal("s3"),
    bucket: z.string(),
    key: z.string(),
    region: s(),
    endpoint: s(),
    encrypt: b(),
    acl: s(),
    kmsKeyId: s(),
    dynamodbTable: s(),
    profile: s(),
    workspaceKeyPrefix: s(),
    skipRegionValidation: b(),
    skipCredentialsValidation: b(),
    skipMetadataApiCheck: b(),
    forcePathStyle: b(),
  }),
  z.strictObject({
    type: z.literal("gcs"),
    bucket: z.string(),
    prefix: s(),
    impersonateServiceAccount: s(),
    kmsEncryptionKey: s(),
  }),
  z.strictObject({
    type: z.literal("azurerm"),
    storageAccountName: z.string(),
    containerName: z.string(),
    key: z.string(),
    resourceGroupName: s(),
    subscriptionId: s(),
    tenantId: s(),
    clientId: s(),
    environment: s(),
    endpoint: s(),
    useMsi: b(),
    useOidc: b(),
  }),
  z.strictObject({ type: z.literal("pg"), schemaName: s(), skipSchemaCreation: b() }),
  z.strictObject({
    type: z.literal("http"),
    address: z.string(),
    updateMethod: s(),
    lockAddress: s(),
    lockMethod: s(),
    unlockAddress: s(),
    unlockMethod: s(),
    skipCertVerification: b(),
    retryMax: z.int().optional(),
    retryWaitMin: z.int().optional(),
    retryWaitMax: z.int().optional(),
  }),
  z.strictObject({
    type: z.literal("cloud"),
    organization: z.string(),
    hostname: s(),
    workspaces: z
      .union([z.strictObject({ name: z.string() }), z.strictObject({ tags: z.array(z.string()) })])
      .describe("{ name: … }, or { tags: […] }"),
  }),
]);
