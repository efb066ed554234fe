import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { release as check } from "../../../cli/preflight/checks/release";
import { Directory } from "../../../cli/preflight/directory";
import { findingText } from "../../../cli/preflight/finding";
import { Authentik } from "../../../cli/servers/authentik/authentik";
import { declarationOf } from "../../../cli/verify/declaration";
import type { AuthentikRelease } from "../../../lib";
import { RULES } from "../../../lib/rules";
import { resolved } from "../../../lib/fields/resolved";
import { startAuthentik } from "../../../sandbox/authentik";

const FILE = join(__dirname, "../../../docs/versions.md");
const BLOCK = /(<!-- messages: .* -->\n)[\s\S]*(<!-- end -->)/;

const props = (release?: string) => ({
  authentik: {
    url: "https://authentik.company",
    ...(release !== undefined && { release: release as AuthentikRelease }),
  },
  espocrm: { url: "https://espocrm.company" },
  application: { name: "EspoCRM", slug: "espocrm" },
  bindings: [{ group: "crm-users" }],
});

/** What is said of a line in a file. */
const inFile = (release: string): string => {
  const given = props(release);
  const found = RULES.flatMap((rule) => rule.check(resolved(given), given));
  return found.map((one) => `found ${one.found}; to fix it, ${one.mend}`).join("\n") || "accepted";
};

/** What `plan` says of a server of a version. */
async function ofServer(release: string | undefined, version: string): Promise<string> {
  const server = await startAuthentik({ version });
  const { token, url } = server;
  const authentik = new Authentik(
    {
      ...{ url, api: `${url}/api/v3`, token, tokenVariable: "authentik_token" },
      client: { server: "authentik", timeout: 5000 },
    },
    () => undefined,
  );
  const declared = declarationOf("acme", props(release));
  const found = await check({ declared, authentik: new Directory(authentik) });
  await authentik.close();
  await server.close();
  return found.map((finding) => findingText("acme", finding)).join("\n");
}

test("docs/versions.md shows what people read", async () => {
  const parts: string[] = [];
  for (const line of ["2026.8", "2026.6", "2025.12", "2027.2"])
    parts.push(`\`release: "${line}"\` in a file:\n\n\`\`\`text\n${inFile(line)}\n\`\`\`\n`);
  for (const [line, version] of [
    ["2026.2", "2026.8.3"],
    ["2026.8", "2026.5.6"],
    [undefined, "2026.2.2"],
    ["2026.5", "2026.6.0"],
    ["2026.8", "2027.2.0"],
  ] as const)
    parts.push(
      `${line === undefined ? "`release` left out" : `\`release: "${line}"\``}, and a server of version ${version}:\n\n\`\`\`text\n${await ofServer(line, version)}\n\`\`\`\n`,
    );
  const page = readFileSync(FILE, "utf8");
  const wanted = page.replace(BLOCK, (_, begin: string, end: string) =>
    [begin, ...parts, end].join("\n"),
  );
  if (process.env["UPDATE_GOLDEN"]) writeFileSync(FILE, wanted);
  expect(readFileSync(FILE, "utf8")).toBe(wanted);
});
