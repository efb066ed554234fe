import { Fn } from "cdktf";
import { logoutFlow } from "../../../lib/rules/logout-flow";
import { describeRule } from "./describe-rule";

describeRule(logoutFlow, {
  finds: {
    "a word beside a flow that does something else": [
      { provider: { logout: "here", invalidationFlow: "default-invalidation-flow" } },
      'provider.logout: found "here", and provider.invalidationFlow is "default-invalidation-flow"; expected one of the two: here stands for default-provider-invalidation-flow. To fix it, take one of them out.',
    ],
    "a word beside a flow of one's own, by its id": [
      { provider: { logout: "everywhere", invalidationFlow: { id: "my-flow" } } },
      'provider.logout: found "everywhere", and provider.invalidationFlow is {"id":"my-flow"}; expected one of the two: everywhere stands for default-invalidation-flow. To fix it, take one of them out.',
    ],
    "a word beside a flow that only Terraform will know": [
      { provider: { logout: "everywhere", invalidationFlow: Fn.join("-", ["my", "flow"]) } },
      'provider.logout: found "everywhere", and provider.invalidationFlow is a flow that Terraform will know; expected one of the two: everywhere stands for default-invalidation-flow. To fix it, take one of them out.',
    ],
  },
  passes: {
    "neither of the two": {},
    "the word alone": { provider: { logout: "everywhere" } },
    "the flow alone": { provider: { invalidationFlow: "my-flow" } },
    "both, where they say the same": {
      provider: { logout: "everywhere", invalidationFlow: "default-invalidation-flow" },
    },
  },
});
