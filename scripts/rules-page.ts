/** Writes docs/rules.md from the rules themselves: `npx tsx scripts/rules-page.ts`. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { RULES, SHARED_RULES } from "../lib/rules";
import type { Rule, SharedRule } from "../lib/rules/rule";

const FILE = resolve(__dirname, "../docs/rules.md");

/** The page, as it should be. */
export function rulesPage(): string {
  const refused = RULES.filter(({ outcome }) => outcome === "refused");
  const warned = RULES.filter(({ outcome }) => outcome === "warned");
  return [
    "<!-- Made by scripts/rules-page.ts: change the rules in lib/rules, then run it again. -->",
    "# Rules",
    "No configuration that is accepted locks people out of EspoCRM or shows a secret. These rules see to it, before anything is changed: the configuration file and the construct apply the same ones. A message names the place, what was found there, what was expected, how to mend it, and the rule's id, which stays the same for ever.",
    "Values that Terraform will know only later (CDKTF's tokens) pass where the type of a property allows them, and they could not lock people out.",
    "## Refused",
    "Synthesis stops, and says everything that is wrong at once.",
    ...refused.map((rule) => section(rule)),
    "## Refused side by side",
    "These compare integrations: all of a configuration file, or all of a CDKTF app.",
    ...SHARED_RULES.map((rule) => section(rule)),
    "## Warned of",
    "Allowed, but worth a second look.",
    ...warned.map((rule) => section(rule)),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

const section = ({ example, id, why }: Rule | SharedRule): string =>
  `### \`${id}\`\n\n${why}\n\n\`\`\`yaml\n${example}\n\`\`\``;

if (require.main === module) writeFileSync(FILE, rulesPage());
