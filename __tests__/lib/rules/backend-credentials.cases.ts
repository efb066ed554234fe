import { untyped } from "../company";
import { backendCredentials } from "../../../lib/rules/backend-credentials";
import { describeRule } from "./describe-rule";

const s3 = { type: "s3", bucket: "company", key: "acme.tfstate" } as const;

describeRule(backendCredentials, {
  finds: {
    "credentials among the settings, and does not show them": [
      { backend: untyped({ ...s3, accessKey: "AKIAHUNTER2", secretKey: "hunter2" }) },
      "backend.accessKey: found a credential (not shown); expected no credentials in the backend's settings. To fix it, take it out, and give it in Terraform's environment: AWS_ACCESS_KEY_ID, for azurerm ARM_ACCESS_KEY.",
      "backend.secretKey: found a credential (not shown); expected no credentials in the backend's settings. To fix it, take it out, and give it in Terraform's environment: AWS_SECRET_ACCESS_KEY.",
    ],
    "a connection string": [
      { backend: untyped({ type: "pg", connStr: "postgres://db.company/terraform" }) },
      "backend.connStr: found a credential (not shown); expected no credentials in the backend's settings. To fix it, take it out, and give it in Terraform's environment: PG_CONN_STR.",
    ],
    "credentials in an address": [
      { backend: { type: "http", address: "https://me:hunter2@state.company/acme" } },
      "backend.address: found credentials in the address (not shown); expected an address without credentials. To fix it, take them out, and give them in Terraform's environment: TF_HTTP_USERNAME and TF_HTTP_PASSWORD.",
    ],
  },
  passes: {
    "a backend without credentials": { backend: { ...s3, region: "eu-central-1", encrypt: true } },
    "an address without credentials": {
      backend: { type: "http", address: "https://state.company/acme" },
    },
    "no word of a backend": {},
  },
});
