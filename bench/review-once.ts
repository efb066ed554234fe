/**
 * Reviews of a plan in so many guises against `JSON.parse` of the same texts: at most twice as long,
 * with memory that does not grow with the number of stacks. Called by `review.ts`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Review } from "../cli/review/index";
import { median } from "./report";

// eslint-disable-next-line @typescript-eslint/no-require-imports -- there once it is built
const { renderMarkdown, reviewPlan } = require(
  join(__dirname, "..", "dist", "cli", "review", "index.js"),
) as typeof import("../cli/review/index");

const STACKS = 200;
const ROUNDS = 15;
const MIB = 2 ** 20;

/** Texts that differ, as those of stacks do: made when they are asked for, so that none is kept. */
function* texts(plan: string, stacks: number): Generator<string> {
  for (let stack = 0; stack < stacks; stack += 1) {
    // A flat copy: a text that arrives from a pipe is one piece, too.
    yield Buffer.from(
      plan.replaceAll("espocrm.company", `crm-${String(stack)}.company`),
    ).toString();
  }
}

/** Milliseconds; the texts are there beforehand, as making them would be most of the work. */
function timed(all: readonly string[], each: (text: string) => void): number {
  const start = performance.now();
  for (const text of all) each(text);
  return performance.now() - start;
}

/** Memory that is held for each review once the reviews of so many stacks are there. */
function held(plan: string, stacks: number): number {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const reviews: Review[] = [];
  for (const text of texts(plan, stacks)) reviews.push(reviewPlan(text));
  globalThis.gc?.();
  return (process.memoryUsage().heapUsed - before) / reviews.length;
}

function main(file: string): void {
  const plan = readFileSync(file, "utf8");
  const size = (plan.length * STACKS) / MIB;
  console.log(`${String(STACKS)} stacks, ${size.toFixed(0)} MiB of plan JSON`);
  const all = [...texts(plan, STACKS)];
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const parse = timed(all, (text) => void JSON.parse(text));
    const review = timed(all, (text) => void reviewPlan(text));
    ratios.push(review / parse);
    console.log(
      `JSON.parse ${parse.toFixed(0)} ms, review ${review.toFixed(0)} ms, ratio ${(review / parse).toFixed(2)}`,
    );
  }
  const reviews = all.map((text) => reviewPlan(text));
  const start = performance.now();
  const markdown = renderMarkdown(reviews);
  console.log(
    `Markdown of all: ${String(markdown.length)} characters, ${(performance.now() - start).toFixed(0)} ms`,
  );
  console.log(
    `held for each review: ${(held(plan, STACKS) / 1024).toFixed(0)} KiB of ${(plan.length / 1024).toFixed(0)} KiB`,
  );
  const ratio = median(ratios);
  console.log(`ratio ${ratio.toFixed(2)} (at most 2)`);
  process.exitCode = ratio <= 2 ? 0 : 1;
}

main(process.argv[2] ?? "");
