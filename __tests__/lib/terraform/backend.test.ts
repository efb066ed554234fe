import { type Backend } from "../../../lib";
import { Synthesized } from "../synthesized";

const terraform = (backend?: Backend) => Synthesized.company({ backend }).terraform;

describe("The state", () => {
  it("is a file of the project by default, the same wherever the project is", () => {
    expect(terraform().backend).toEqual({ local: { path: "../../../terraform.acme.tfstate" } });
  });

  it.each<[Backend, object]>([
    [{ type: "local", path: "state/acme.tfstate" }, { local: { path: "state/acme.tfstate" } }],
    [
      { type: "s3", bucket: "b", key: "k", region: "eu-central-1", encrypt: true, kmsKeyId: "id" },
      { s3: { bucket: "b", key: "k", region: "eu-central-1", encrypt: true, kms_key_id: "id" } },
    ],
    [
      { type: "s3", bucket: "b", key: "k", useLockfile: true },
      { s3: { bucket: "b", key: "k", use_lockfile: true } },
    ],
    [{ type: "gcs", bucket: "b", prefix: "p" }, { gcs: { bucket: "b", prefix: "p" } }],
    [
      { type: "azurerm", storageAccountName: "s", containerName: "c", key: "k", useOidc: true },
      { azurerm: { storage_account_name: "s", container_name: "c", key: "k", use_oidc: true } },
    ],
    [{ type: "pg", schemaName: "espo" }, { pg: { schema_name: "espo" } }],
    [
      { type: "http", address: "https://state.company/acme", lockMethod: "POST" },
      { http: { address: "https://state.company/acme", lock_method: "POST" } },
    ],
  ])("can be in %j", (backend, expected) => {
    expect(terraform(backend).backend).toEqual(expected);
  });

  it("can be in a workspace of HCP Terraform, by its name or its tags", () => {
    const cloud = (workspaces: { name: string } | { tags: string[] }) =>
      terraform({ type: "cloud", organization: "company", workspaces }).cloud;
    expect(cloud({ name: "acme" })).toEqual({
      organization: "company",
      workspaces: { name: "acme" },
    });
    expect(cloud({ tags: ["crm", "prod"] })).toEqual({
      organization: "company",
      workspaces: { tags: ["crm", "prod"] },
    });
  });
});
