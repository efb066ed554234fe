import { createHash } from "node:crypto";
import { GATE_IDS } from "../gates/index";
import type { Finding, Review } from "../model";
import { plain } from "./text";
import { REASONED } from "./words";

/** The file that forges show a finding at: where integrations are configured. */
const CONFIGURATION = "integrations.yaml";

const LEVELS: Readonly<Record<Finding["outcome"], string>> = {
  refused: "error",
  warned: "warning",
  off: "note",
  acknowledged: "note",
};

/**
 * What rules and gates found, as SARIF 2.1.0 for code scanning.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function renderSarif(reviews: readonly Review[]): string {
  const results = reviews.flatMap((review) => [
    ...review.findings.map((finding) => result(finding, review.stack?.value ?? "plan")),
    ...review.integrations.flatMap(({ findings, name }) =>
      findings.map((finding) => result(finding, name.value)),
    ),
  ]);
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "espo-authentik review", rules: rules(reviews) } },
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rules(reviews: readonly Review[]) {
  const all = reviews.flatMap(({ findings, integrations }) => [
    ...findings,
    ...integrations.flatMap((integration) => integration.findings),
  ]);
  const why = new Map(all.map((finding) => [finding.id, finding.why]));
  return [...new Set([...GATE_IDS, ...why.keys()])].sort().map((id) => ({
    id,
    ...(why.has(id) && { fullDescription: { text: message(why.get(id) ?? "") } }),
  }));
}

function result({ found, id, mend, outcome, reason, why }: Finding, integration: string) {
  const off = reason === undefined ? "" : ` ${REASONED[outcome]}: ${plain(reason)}.`;
  const text = `${integration}: ${plain(found)}.${off} ${why} To fix it: ${plain(mend)}.`;
  return {
    ruleId: id,
    level: LEVELS[outcome],
    message: { text: message(text) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: CONFIGURATION },
          region: { startLine: 1 },
        },
        logicalLocations: [{ name: integration, kind: "resource" }],
      },
    ],
    partialFingerprints: {
      finding: createHash("sha256")
        .update(JSON.stringify([integration, id, plain(found)]))
        .digest("hex"),
    },
  };
}

/** SARIF reads `[text](target)` as a link, and a backslash as an escape (section 3.11.6). */
const message = (text: string): string => text.replace(/[\\[\]]/g, "\\$&");
