/**
 * Runs the end-to-end suite on each pair of servers that the sandbox plays, one after the other, and
 * prints what came of it as a table: `npm run test:matrix`, or `npm run test:matrix -- 9.3.9 2026.8`
 * for what is named. Further words that begin with a path are files to run in place of the whole suite.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type Release, RELEASES } from "../sandbox/authentik";
import { ESPOCRM_RELEASES, type EspoCrmRelease } from "../sandbox/espocrm";

/** What Jest writes of a run, as far as it is read here. */
const resultsSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** What Jest said of a pair. */
export type Results = z.infer<typeof resultsSchema>;

/** A pair of servers. */
export interface Pair {
  readonly espocrm: EspoCrmRelease;
  readonly authentik: Release;
}

const named = <T extends string>(words: readonly string[], all: readonly T[]): readonly T[] => {
  const some = all.filter((one) => words.includes(one));
  return some.length > 0 ? some : all;
};

/** The pairs that a command line names: all of what it says nothing of. */
export const pairs = (words: readonly string[]): readonly Pair[] =>
  named(words, ESPOCRM_RELEASES).flatMap((espocrm) =>
    named(words, RELEASES).map((authentik) => ({ espocrm, authentik })),
  );

/** A line of the table. */
export const row = ({ authentik, espocrm }: Pair, results: Results): string => {
  const { numFailedTests, numPassedTests, numPendingTests } = results;
  const cells = [espocrm, authentik, numPassedTests, numFailedTests, numPendingTests];
  return `| ${cells.join(" | ")} |`;
};

/** The head of the table. */
export const HEAD =
  "| EspoCRM | authentik | passed | failed | skipped |\n| --- | --- | --- | --- | --- |";

/** The tests of a run that had this end, by name. */
export const ended = (results: Results, how: "failed" | "pending"): readonly string[] =>
  results.testResults.flatMap(({ assertionResults, message }) => {
    const names = assertionResults
      .filter(({ status }) => status === how)
      .map(({ fullName }) => fullName);
    // A file that did not even load has no test that failed.
    return how === "failed" && assertionResults.length === 0 && message !== "" ? [message] : names;
  });

async function run(pair: Pair, files: readonly string[]): Promise<Results> {
  const folder = mkdtempSync(join(tmpdir(), "matrix-"));
  try {
    const file = join(folder, "results.json");
    const args = [
      require.resolve("jest/bin/jest"),
      ...files,
      "--testTimeout=300000",
      "--json",
      `--outputFile=${file}`,
    ];
    const child = spawn(process.execPath, args, {
      cwd: join(__dirname, ".."),
      env: { ...process.env, TEST_AUTHENTIK: pair.authentik, TEST_ESPOCRM: pair.espocrm },
      stdio: ["ignore", "ignore", "inherit"],
    });
    await once(child, "close");
    return resultsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(words: readonly string[]): Promise<void> {
  const asked = words.filter((word) => word.includes("/"));
  const files = asked.length > 0 ? asked : ["__tests__/end-to-end/"];
  const lines: string[] = [];
  for (const pair of pairs(words)) {
    const results = await run(pair, files);
    lines.push(row(pair, results));
    for (const name of ended(results, "failed")) console.log(`failed: ${name}`);
    for (const name of ended(results, "pending")) console.log(`skipped: ${name}`);
    console.log(lines.at(-1));
    if (ended(results, "failed").length > 0) process.exitCode = 1;
  }
  console.log([HEAD, ...lines].join("\n"));
}

if (require.main === module) void main(process.argv.slice(2));
