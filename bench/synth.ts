/** Synthesis of many integrations against a bare CDKTF program with the same resources. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, report } from "./report";

interface Once {
  readonly seconds: number;
  readonly peak: number;
  readonly census: string;
}

function once(kind: "construct" | "bare", count: number): Once {
  const folder = mkdtempSync(join(tmpdir(), "bench-synth-"));
  try {
    const since = performance.now();
    const args = ["--import", "tsx", join(__dirname, "synth-once.ts"), kind, `${count}`, folder];
    const said = execFileSync(process.execPath, args, { encoding: "utf8", stdio: "pipe" });
    const seconds = (performance.now() - since) / 1000;
    return { ...(JSON.parse(said) as Omit<Once, "seconds">), seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Prints a row for each number of integrations: whole processes, in turn, medians. */
function benchSynth(): void {
  const rows = [1, 10, 100, 1000].map((count) => {
    const pairs = Array.from({ length: count === 1000 ? 3 : 5 }, () => ({
      construct: once("construct", count),
      bare: once("bare", count),
    }));
    for (const { bare, construct } of pairs) {
      if (bare.census !== construct.census) {
        throw new Error(`Not the same resources: ${bare.census} / ${construct.census}`);
      }
    }
    const of = (kind: "construct" | "bare") => median(pairs.map((pair) => pair[kind].seconds));
    const ratio = median(pairs.map((pair) => pair.construct.seconds / pair.bare.seconds));
    const peak = Math.max(...pairs.map((pair) => pair.construct.peak)) / 1024;
    return [
      `${count}`,
      `${of("construct").toFixed(2)} s`,
      `${of("bare").toFixed(2)} s`,
      ratio.toFixed(2),
      `${((of("construct") / count) * 1000).toFixed(0)} ms`,
      `${peak.toFixed(0)} MiB`,
    ];
  });
  report("Synth (limit: 1.10 times, linear, under 1024 MiB)", [
    ["integrations", "construct", "bare CDKTF", "ratio", "each", "memory"],
    ...rows,
  ]);
}

benchSynth();
