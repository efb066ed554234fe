import { z } from "zod";

/** What people are told about a key, besides what it holds. */
interface About {
  /** What happens where the key is left out. */
  readonly otherwise?: string;
  /** A value as people write it. */
  readonly example?: unknown;
}

const about = <T extends z.ZodType>(schema: T, description: string, more: About = {}): T => {
  const { example, ...rest } = more;
  return schema.meta({
    description,
    ...rest,
    ...(example !== undefined && { examples: [example] }),
  });
};

const s = (description?: string, more?: About) =>
  (description === undefined ? z.string() : about(z.string(), description, more)).optional();
const list = () => z.array(z.string()).optional();
const tags = () => z.record(z.string(), z.string()).optional();
const b = () => z.boolean().optional();
const n = () => z.int().min(0).optional();
const need = (description: string, example: string) => about(z.string(), description, { example });

const local = z.strictObject({
  type: z.literal("local"),
  path: s("the state file, relative to this file", {
    otherwise: "`terraform.<stack>.tfstate` beside `cdktf.out`",
    example: "states/acme.tfstate",
  }),
});

const role = { duration: s(), policy: s(), policyArns: list(), sessionName: s() };

const s3 = z.strictObject({
  type: z.literal("s3"),
  bucket: need("the bucket", "terraform-state"),
  key: need("the object's key", "espo-authentik/acme.tfstate"),
  region: s(),
  endpoint: s(),
  endpoints: z.strictObject({ dynamodb: s(), iam: s(), s3: s(), sso: s(), sts: s() }).optional(),
  encrypt: b(),
  acl: s(),
  kmsKeyId: s(),
  dynamodbTable: s(),
  dynamodbEndpoint: s(),
  iamEndpoint: s(),
  stsEndpoint: s(),
  stsRegion: s(),
  profile: s(),
  sharedConfigFiles: list(),
  sharedCredentialsFile: s(),
  sharedCredentialsFiles: list(),
  workspaceKeyPrefix: s(),
  allowedAccountIds: list(),
  forbiddenAccountIds: list(),
  roleArn: s(),
  externalId: s(),
  sessionName: s(),
  assumeRolePolicy: s(),
  assumeRolePolicyArns: list(),
  assumeRoleTags: tags(),
  assumeRoleTransitiveTagKeys: list(),
  assumeRole: z
    .strictObject({
      roleArn: need("the role", "arn:aws:iam::123456789012:role/terraform"),
      ...role,
      externalId: s(),
      sourceIdentity: s(),
      tags: tags(),
      transitiveTagKeys: list(),
    })
    .optional(),
  assumeRoleWithWebIdentity: z
    .strictObject({ roleArn: s(), ...role, webIdentityTokenFile: s() })
    .optional(),
  customCaBundle: s(),
  ec2MetadataServiceEndpoint: s(),
  ec2MetadataServiceEndpointMode: s(),
  httpProxy: s(),
  httpsProxy: s(),
  noProxy: s(),
  insecure: b(),
  forcePathStyle: b(),
  usePathStyle: b(),
  skipCredentialsValidation: b(),
  skipMetadataApiCheck: b(),
  skipRegionValidation: b(),
  skipRequestingAccountId: b(),
  skipS3Checksum: b(),
  maxRetries: n(),
  retryMode: s(),
  useLegacyWorkflow: b(),
  useLockfile: b(),
});

const gcs = z.strictObject({
  type: z.literal("gcs"),
  bucket: need("the bucket", "terraform-state"),
  prefix: s(),
  impersonateServiceAccount: s(),
  impersonateServiceAccountDelegates: list(),
  kmsEncryptionKey: s(),
  storeageCustomEndpoint: s(),
});

const azurerm = z.strictObject({
  type: z.literal("azurerm"),
  storageAccountName: need("the storage account", "companystate"),
  containerName: need("the container", "terraform"),
  key: need("the blob's name", "espo-authentik-acme.tfstate"),
  environment: s(),
  endpoint: s(),
  metadataHost: s(),
  snapshot: b(),
  subscriptionId: s(),
  tenantId: s(),
  resourceGroupName: s(),
  clientId: s(),
  clientCertificatePath: s(),
  msiEndpoint: s(),
  useMsi: b(),
  useMicrosoftGraph: b(),
  useAzureadAuth: b(),
  useOidc: b(),
  oidcRequestUrl: s(),
  oidcTokenFilePath: s(),
});

const pg = z.strictObject({
  type: z.literal("pg"),
  schemaName: s(),
  skipSchemaCreation: b(),
  skipTableCreation: b(),
  skipIndexCreation: b(),
});

const http = z.strictObject({
  type: z.literal("http"),
  address: need("the state's address", "https://state.company/acme"),
  updateMethod: s(),
  lockAddress: s(),
  lockMethod: s(),
  unlockAddress: s(),
  unlockMethod: s(),
  skipCertVerification: b(),
  retryMax: n(),
  retryWaitMin: n(),
  retryWaitMax: n(),
});

const cloud = z.strictObject({
  type: z.literal("cloud"),
  organization: need("the organization", "company"),
  hostname: s("the host of Terraform Enterprise", { otherwise: "app.terraform.io" }),
  workspaces: about(
    z.union([
      z.strictObject({ name: z.string() }),
      z.strictObject({ tags: z.array(z.string()).min(1) }),
    ]),
    "the workspace: { name: … }, or { tags: […] }",
    { example: { name: "espo-authentik-acme" } },
  ),
});

/**
 * `backend`: Terraform's backends as CDKTF has them, without what is a credential: those come from the
 * environment variables that Terraform's backends read.
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export const backend = z.discriminatedUnion("type", [local, s3, gcs, azurerm, pg, http, cloud]);
