import { untestedRelease } from "../../../lib/rules/untested-release";
import { describeRule } from "./describe-rule";

describeRule(untestedRelease, {
  finds: {
    "a release line of the future": [
      { authentik: { release: "2099.1" } },
      'authentik.release: found "2099.1", which is newer than what was tested: it is taken for 2026.8; expected a release line up to 2026.8. To fix it, use a version of espo-authentik that knows authentik 2099.1; until there is one, try it on a test server first, and run verify --login.',
    ],
  },
  passes: {
    "the oldest line that is supported": { authentik: { release: "2026.2" } },
    "the newest line, which is meant where none is given": {},
  },
});
