import type { Fault, Mend } from "./fault";
import type { Finding, Works } from "./world";

/** What one fault did in the run. */
export interface Row {
  /** The fault. */
  readonly fault: Fault;
  /** What people could do meanwhile. */
  readonly works: Works;
  /** What `verify` found. */
  readonly found: readonly Finding[];
  /** What the command said that failed; undefined where `verify` told. */
  readonly told: string | undefined;
}

const HEAD = `# When something goes wrong

What people are told, what keeps working, and what helps: recorded from the test suite \`__tests__/faults\`, which makes each of these faults happen between a real Terraform and the two sandbox servers. After what the last column says, \`espo-authentik verify --login\` finds everything right, and a test makes sure of that, too.

Do not edit this page: \`UPDATE_GOLDEN=1 npx jest __tests__/faults\` writes it anew.

_Keeps working_: **passwords**: administrators sign in to EspoCRM with their passwords. **sessions**: whoever is signed in to EspoCRM goes on working. **logins**: people sign in through authentik.
`;

/** The page of all faults. */
export function document(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.fault.what,
    row.told === undefined ? toldByVerify(row.found) : toldByCommand(row.told, row.fault),
    worksText(row.works),
    mendText(row.fault),
  ]);
  const table = [
    ["What happens", "What people are told", "Keeps working", "What helps"],
    ["---", "---", "---", "---"],
    ...cells,
  ]
    .map((line) => `| ${line.map(escaped).join(" | ")} |`)
    .join("\n");
  return `${HEAD}\n<!-- prettier-ignore-start -->\n\n${table}\n\n<!-- prettier-ignore-end -->\n`;
}

function toldByVerify(found: readonly Finding[]): string {
  return found
    .filter(({ status }) => status === "fail" || status === "warning")
    .map(({ mend = "", saw = "", status, title }) => {
      const warning = status === "warning" ? " (a warning)" : "";
      return `**${title}**${warning}: ${saw} → ${mend}`;
    })
    .join("<br>");
}

/** The lines of a command's message that say what must be said: the first in the alphabet of each. */
function toldByCommand(told: string, { commandSays = [] }: Fault): string {
  const lines = told.split("\n").map((line) => line.replace(/^[│\s]+/, "").trim());
  const telling = commandSays.map(
    (words) => lines.filter((line) => line.includes(words)).sort()[0],
  );
  return [...new Set(telling)].join("<br>");
}

function worksText({ logins, passwords, sessions }: Works): string {
  const names = { passwords, sessions, logins };
  return (
    Object.entries(names)
      .flatMap(([name, works]) => (works ? [name] : []))
      .join(", ") || "nothing"
  );
}

const MENDS: Readonly<Record<Mend, string>> = {
  apply: "`espo-authentik plan`, then `apply`",
  "clear-key-cache": "`espo-authentik clear-key-cache`, or 10 minutes",
  "replace-secret": "`terraform apply -replace=restapi_object.secret`",
};

const mendText = ({ ended, mend = [] }: Fault): string =>
  [ended ?? "", ...mend.map((command) => MENDS[command])]
    .filter((text) => text !== "")
    .join("; then ");

const escaped = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
