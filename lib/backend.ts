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

/**
 * Where Terraform keeps the state, which holds the client secret in clear text. Credentials of a
 * backend come from Terraform's own environment variables.
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export type Backend =
  | { readonly type: "local"; readonly path?: string }
  | ({ readonly type: "s3" } & S3BackendConfig)
  | ({ readonly type: "gcs" } & GcsBackendConfig)
  | ({ readonly type: "azurerm" } & AzurermBackendConfig)
  | ({ readonly type: "pg" } & PgBackendConfig)
  | ({ readonly type: "http" } & HttpBackendConfig)
  | ({ readonly type: "cloud" } & HcpTerraform);

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
    case "s3":
      new S3Backend(stack, settingsOf(backend));
      return;
    case "gcs":
      new GcsBackend(stack, settingsOf(backend));
      return;
    case "azurerm":
      new AzurermBackend(stack, settingsOf(backend));
      return;
    case "pg":
      new PgBackend(stack, settingsOf(backend));
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
