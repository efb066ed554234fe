import { sharedRelease } from "../../../lib/rules/shared-release";
import { describeSharedRule } from "./describe-shared-rule";

describeSharedRule(sharedRelease, {
  finds: {
    "two release lines in one stack, which has one version of the Terraform provider": [
      { acme: {}, beta: { authentik: { release: "2026.2" } } },
      [
        "beta",
        'authentik.release: found "2026.2", but "2026.8" in acme of the same stack; expected one release line for all integrations of a stack. To fix it, give each release line a stack of its own.',
      ],
    ],
  },
  passes: {
    "one release line, said or left out": { acme: {}, beta: { authentik: { release: "2026.8" } } },
  },
});
