import {
  AzurermBackend,
  type AzurermBackendConfig,
  CloudBackend,
  type CloudBackendConfig,
  GcsBackend,
  type GcsBackendConfig,
  HttpBackend,
  type HttpBackendConfig,
  LocalBackend,
  NamedCloudWorkspace,
  PgBackend,
  type PgBackendConfig,
  S3Backend,
  type S3BackendConfig,
  TaggedCloudWorkspaces,
  type TerraformStack,
} from "cdktf";

/** HCP Terraform (or Terraform Enterprise): one workspace by name, or those that carry tags. */
export interface HcpTerraform extends Omit<CloudBackendConfig, "workspaces" | "token"> {
  /** The workspace's name, or the tags that it carries. */
  readonly workspaces: { readonly name: string } | { readonly tags: readonly string[] };
}

/** Settings of CDKTF's backends that are credentials; they would be in the synthesized JSON. */
type Credential =
  | "accessKey"
  | "accessToken"
  | "clientCertificatePassword"
  | "clientPrivateKeyPem"
  | "clientSecret"
  | "connStr"
  | "credentials"
  | "encryptionKey"
  | "oidcRequestToken"
  | "oidcToken"
  | "password"
  | "sasToken"
  | "secretKey"
  | "token";

/**
 * Where Terraform keeps the state, which holds the client secret in clear text. Credentials of a
 * backend come from Terraform's own environment variables, pg's connection string (`PG_CONN_STR`)
 * among them.
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export type Backend =
  | {
      /** A file. */
      readonly type: "local";
      /**
       * Its path, relative to `cdktf.out/stacks/<stack>`, where Terraform runs.
       * @default - `terraform.<stack>.tfstate` beside `cdktf.out`
       */
      readonly path?: string;
    }
  | ({
      /** Amazon S3, or what speaks its protocol. */
      readonly type: "s3";
      /**
       * Whether a file beside the state locks it, in place of a DynamoDB table (Terraform 1.10, OpenTofu 1.10).
       * @default - no lock but that of `dynamodbTable`
       */
      readonly useLockfile?: boolean;
    } & Omit<S3BackendConfig, Credential>)
  | ({
      /** Google Cloud Storage. */
      readonly type: "gcs";
    } & Omit<GcsBackendConfig, Credential>)
  | ({
      /** Azure Blob Storage. */
      readonly type: "azurerm";
    } & Omit<AzurermBackendConfig, Credential>)
  | ({
      /** A PostgreSQL database. */
      readonly type: "pg";
    } & Omit<PgBackendConfig, Credential>)
  | ({
      /** A server that speaks Terraform's HTTP protocol. */
      readonly type: "http";
    } & Omit<HttpBackendConfig, Credential>)
  | ({
      /** HCP Terraform or Terraform Enterprise. */
      readonly type: "cloud";
    } & HcpTerraform);

/**
 * Declares the backend of a stack. The local one has a relative path, so that a stack is the same
 * bytes wherever it is synthesized; Terraform runs in `cdktf.out/stacks/<stack>`.
 */
export function declareBackend(stack: TerraformStack, backend: Backend): void {
  switch (backend.type) {
    case "local": {
      const path = backend.path ?? `../../../terraform.${stack.node.id}.tfstate`;
      new LocalBackend(stack, { path });
      return;
    }
    case "s3": {
      const { useLockfile, ...settings } = settingsOf(backend);
      new S3Backend(stack, settings);
      // Newer than CDKTF's own list of settings.
      if (useLockfile !== undefined)
        stack.addOverride("terraform.backend.s3.use_lockfile", useLockfile);
      return;
    }
    case "gcs":
      new GcsBackend(stack, settingsOf(backend));
      return;
    case "azurerm":
      new AzurermBackend(stack, settingsOf(backend));
      return;
    case "pg":
      // Without its connection string: Terraform reads that from PG_CONN_STR.
      new PgBackend(stack, settingsOf(backend) as PgBackendConfig);
      return;
    case "http":
      new HttpBackend(stack, settingsOf(backend));
      return;
    case "cloud": {
      const { workspaces, ...settings } = settingsOf(backend);
      new CloudBackend(stack, {
        ...settings,
        workspaces:
          "name" in workspaces
            ? new NamedCloudWorkspace(workspaces.name)
            : new TaggedCloudWorkspaces([...workspaces.tags]),
      });
    }
  }
}

function settingsOf<T extends { readonly type: string }>({ type: _type, ...settings }: T) {
  return settings;
}
