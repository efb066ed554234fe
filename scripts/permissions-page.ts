/**
 * Writes docs/permissions.md from lib/fields/permissions.ts. With --check nothing is written; the exit code
 * is 1 if the page is stale.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { format } from "prettier";
import {
  API_MODELS,
  DEPLOYMENT_USES,
  type Permission,
  PERMISSIONS,
} from "../lib/fields/permissions";

const FILE = resolve(__dirname, "../docs/permissions.md");

/** The page, as it should be. */
const permissionsPage = (): Promise<string> =>
  format(
    [
      "<!-- Made by scripts/permissions-page.ts: change lib/fields/permissions.ts, then run it again. -->",
      "# What the API token may do in authentik",
      "Permissions of the role that the token's service account has, each on **all** objects of its kind. `EspoAuthentikDeployer` gives those that the integrations named to it need, and no others ([example](../examples/deployer/README.md)); by hand they are given under Directory, Roles ([credentials.md](credentials.md)).",
      "*Deploy* is the token for plan, apply, verify and destroy, *read* the one for plans and verifications alone. *Missed by* names the command that stops without the permission, with its name; a test takes away one after the other.",
      matrix(),
      "`verify` by itself needs two of them: " +
        sentence(PERMISSIONS.filter(verifies("needs"))) +
        ". It says more with these, and without one that the check in question was not made, and why: " +
        sentence(PERMISSIONS.filter(verifies("says more"))) +
        ".",
      "To change or delete an object takes the permission to view its kind, too: authentik shows it to nobody else.",
      "## What else they come to",
      bewares(),
      'authentik\'s permissions are on kinds, not on what an integration made: whoever may change applications may change all of them. It can give permissions on single objects, too; then what a token may not see is "not found" rather than refused, and Terraform takes it for deleted. Give them on all objects.',
      'Not among them, on purpose: to read private keys ("view certificate-key pair\'s private key"), to change users, groups, roles and tokens, and everything of a superuser.',
      "",
    ].join("\n\n"),
    { parser: "markdown", printWidth: 100 },
  );

function matrix(): string {
  const head = ["Permission", "Needed for", "Deploy", "Read", "Missed by"];
  const rows = PERMISSIONS.map((one) => [
    `\`${one.name}\``,
    DEPLOYMENT_USES[one.use],
    "yes",
    one.right === "view" ? "yes" : "",
    missedBy(one),
  ]);
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function missedBy({ of, right }: Permission): string {
  if (right === "delete") return "apply, of what takes one away, and of a destroy";
  if (right === "change") return "apply, of a change";
  if (right === "add") return "apply, of what makes one";
  const plans = of.lookedUp ? "plan" : "apply, of what makes one; plan, of what was made";
  if (of.verify === undefined) return plans;
  return of.verify === "needs" ? `${plans}; verify` : `${plans}; verify (not checked)`;
}

const verifies =
  (how: "needs" | "says more") =>
  ({ of, right }: Permission): boolean =>
    right === "view" && of.verify === how;

const sentence = (permissions: readonly Permission[]): string =>
  permissions.map(({ name }) => `\`${name}\``).join(", ");

function bewares(): string {
  const lines = API_MODELS.flatMap(({ beware = {} }) => [beware.view, beware.write]);
  return lines
    .flatMap((line) =>
      line === undefined ? [] : [`- ${line.charAt(0).toUpperCase()}${line.slice(1)}.`],
    )
    .join("\n");
}

async function main(check: boolean): Promise<void> {
  const page = await permissionsPage();
  if (page === readFileSync(FILE, { encoding: "utf8", flag: "a+" })) return;
  console.error(
    `docs/permissions.md ${check ? "is stale: run npx tsx scripts/permissions-page.ts" : "written"}`,
  );
  if (check) process.exitCode = 1;
  else writeFileSync(FILE, page);
}

void main(process.argv.includes("--check"));
