import { sharedState } from "../../../lib/rules/shared-state";
import { describeSharedRule } from "./describe-shared-rule";

const s3 = { type: "s3", bucket: "company-terraform", key: "crm.tfstate" } as const;
const text = (key: string, value: string, mend: string) =>
  `backend.${key}: found "${value}", the state of acme; expected a state of its own for each stack. To fix it, ${mend}.`;

describeSharedRule(sharedState, {
  apart: true,
  finds: {
    "one key of one bucket": [
      { acme: { backend: s3 }, beta: { backend: s3 } },
      ["beta", text("key", "crm.tfstate", "give this one a key of its own")],
    ],
    "one file, written in two ways": [
      {
        acme: { backend: { type: "local", path: "../../../crm.tfstate" } },
        beta: { backend: { type: "local", path: "../beta/../../../crm.tfstate" } },
      },
      ["beta", text("path", "crm.tfstate", "give this one a path of its own, or leave path out")],
    ],
    "one PostgreSQL schema, left out or said": [
      {
        acme: { backend: { type: "pg" } },
        beta: { backend: { type: "pg", schemaName: "terraform_remote_state" } },
      },
      [
        "beta",
        text("schemaName", "terraform_remote_state", "give this one a schemaName of its own"),
      ],
    ],
    "one workspace": [
      {
        acme: { backend: { type: "cloud", organization: "o", workspaces: { name: "crm" } } },
        beta: { backend: { type: "cloud", organization: "o", workspaces: { name: "crm" } } },
      },
      ["beta", text("workspaces", "crm", "give this one a workspaces of its own")],
    ],
  },
  passes: {
    "no backend: a file for each stack": { acme: {}, beta: {} },
    "two keys of one bucket": { acme: { backend: s3 }, beta: { backend: { ...s3, key: "beta" } } },
    "the same relative path inside of each stack's folder": {
      acme: { backend: { type: "local", path: "crm.tfstate" } },
      beta: { backend: { type: "local", path: "crm.tfstate" } },
    },
    "workspaces by tags, of which one is chosen later": {
      acme: { backend: { type: "cloud", organization: "o", workspaces: { tags: ["crm"] } } },
      beta: { backend: { type: "cloud", organization: "o", workspaces: { tags: ["crm"] } } },
    },
  },
});
