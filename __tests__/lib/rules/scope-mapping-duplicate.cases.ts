import { Token } from "cdktf";
import { scopeMappingDuplicate } from "../../../lib/rules/scope-mapping-duplicate";
import { describeRule } from "./describe-rule";

const id = "4b9e3c60-5a7e-4f0e-9a3c-1f3f0f0a9d11";
const names = { name: "CRM names", scope: "profile", expression: 'return {"nickname": "x"}' };
const message = (index: number, named: string, earlier: number) =>
  `provider.scopeMappings[${index}]: found the scope mapping "${named}", as in provider.scopeMappings[${earlier}]; expected each scope mapping once. To fix it, take one of the two out; one that is written here need not be named besides.`;

describeRule(scopeMappingDuplicate, {
  finds: {
    "a name that is listed twice": [
      { provider: { scopeMappings: ["CRM groups", "CRM groups"] } },
      message(1, "CRM groups", 0),
    ],
    "two mappings of one name that are written here": [
      { provider: { scopeMappings: [names, { ...names, scope: "email" }] } },
      message(1, "CRM names", 0),
    ],
    "a mapping that is written here, and named besides": [
      { provider: { scopeMappings: [names, "CRM groups", "CRM names"] } },
      message(2, "CRM names", 0),
    ],
    "an id, as text and as { id }": [
      { provider: { scopeMappings: [id, { id }] } },
      message(1, id, 0),
    ],
  },
  passes: {
    "several mappings": { provider: { scopeMappings: ["CRM groups", names, { id }] } },
    "ids that Terraform will know": {
      provider: {
        scopeMappings: [
          { id: Token.asString({ resolve: () => "x" }) },
          Token.asString({ resolve: () => "x" }),
        ],
      },
    },
  },
});
