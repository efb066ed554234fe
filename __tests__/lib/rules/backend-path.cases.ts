import { backendPath } from "../../../lib/rules/backend-path";
import { describeRule } from "./describe-rule";

const message = (path: string) =>
  `backend.path: found ${JSON.stringify(path)}; expected a relative path: in a configuration file from that file, in a program from cdktf.out/stacks/<stack>. To fix it, write it relatively, or leave it out (terraform.<stack>.tfstate beside cdktf.out).`;

const local = (path: string) => ({ backend: { type: "local", path } as const });

describeRule(backendPath, {
  finds: {
    "an absolute path": [local("/var/state/acme.tfstate"), message("/var/state/acme.tfstate")],
    "a path from a drive": [local("C:\\state\\acme.tfstate"), message("C:\\state\\acme.tfstate")],
    "a path from the home folder": [local("~/acme.tfstate"), message("~/acme.tfstate")],
    "an empty path": [local(" "), message(" ")],
  },
  passes: {
    "a relative path": local("../../../state/acme.tfstate"),
    "a local backend without a path": { backend: { type: "local" } },
    "an object's key that begins with a slash": {
      backend: { type: "s3", bucket: "company", key: "/acme.tfstate" },
    },
  },
});
