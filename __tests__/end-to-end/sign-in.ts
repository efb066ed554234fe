import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { verifyCommand } from "../../cli/commands/verify";
import type { Deployment } from "./deployment";

const PASSWORD = "Jane-s-pass-word-42";

/** Signs jane in with `verify --login`, which goes a browser's way; what it saw, or what it says at all. */
export async function signIn(deployment: Deployment) {
  const { authentik, credentials, espocrm, folder } = deployment;
  authentik.seed({
    users: [{ username: "jane", password: PASSWORD, name: "Jane Doe", groups: ["crm-users"] }],
  });
  const crm = {
    authentik: deployment.reached(),
    espocrm: { url: espocrm.url },
    application: { name: "EspoCRM", slug: "espocrm", group: "Business" },
    bindings: [{ group: "crm-users" }],
  };
  await writeFile(join(folder, "integrations.yaml"), stringify({ integrations: { crm } }));
  let stdout = "";
  let stderr = "";
  const variables = Object.entries(credentials).map(([name, value]) => [`TF_VAR_${name}`, value]);
  await verifyCommand({
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    environment: {
      PATH: process.env["PATH"],
      ...(Object.fromEntries(variables) as Record<string, string>),
      ESPO_AUTHENTIK_LOGIN_PASSWORD: PASSWORD,
    },
    directory: folder,
    exit: () => undefined,
  }).parseAsync(["--json", "--login", "jane"], { from: "user" });
  const report = JSON.parse(stdout || "{}") as {
    stacks?: readonly { checks: readonly { id: string; status: string; saw?: string }[] }[];
  };
  const checks = report.stacks?.flatMap((stack) => stack.checks) ?? [];
  const red = checks.filter(({ status }) => status === "fail");
  const login = checks.find(({ id }) => id === "login");
  return red.length > 0 ? JSON.stringify(red) : (login?.saw ?? `${stdout}${stderr}`);
}
