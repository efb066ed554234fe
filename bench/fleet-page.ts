/** docs/performance.md and its plot, of what was measured. */
import { writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { format } from "prettier";
import { fleetPlot } from "./fleet-plot";
import { each, type Took } from "./fleet-took";

const DOCS = resolve(__dirname, "../docs");

/** Writes the page and the plot. */
export async function writePage(all: readonly Took[]): Promise<void> {
  await writeFile(join(DOCS, "images/fleet.svg"), fleetPlot(all));
  await writeFile(
    join(DOCS, "performance.md"),
    await format(page(all), { parser: "markdown", printWidth: 110 }),
  );
}

function page(all: readonly Took[]): string {
  const sizes = [...new Set(all.map(({ count }) => count))];
  const largest = sizes.at(-1) ?? 0;
  const loads = all.map(({ load }) => load);
  const cores = cpus().length;
  return `# What a fleet takes

<!-- Made by: npm run bench -- fleet -->

${largest} integrations with one authentik and ${largest} EspoCRMs, from nothing to a deployment that \`verify\` passes (no test login), one command after another.

![Seconds an integration, by command and size of the fleet](images/fleet.svg)

${tableOf(all)}

- **ratio**: the time an integration takes, over that in the smallest fleet, as far as the load was the same for both.
- **memory**: of \`espo-authentik\` itself. Each Terraform that runs beside it has its own.
- **requests an integration**: how many each server got, by the sandbox's journal.

## How it was measured

On ${cores} cores of ${cpus()[0]?.model.trim() ?? "an unknown make"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node.js ${process.version}; \`--parallelism\` as it comes (${cores}). **The machine was not idle**: its load was ${Math.min(...loads).toFixed(0)} to ${Math.max(...loads).toFixed(0)} processes for ${cores} cores while this ran, and changed from command to command: times are longer than on a machine of one's own, and neither they nor the ratios show how it grows with the fleet. Memory and requests do not depend on it.

Terraform is the real one. Both servers are the sandbox's, and so are the Terraform providers: all of them share the cores with what is measured, answer at once, and take no password hash (0.27 s of each request with a password at a real EspoCRM). The network's way to real servers is not in these figures.

    npm run bench -- fleet              # 10, 50, 200; writes this page
    npx tsx bench/fleet.ts 10 50        # other sizes
`;
}

function tableOf(all: readonly Took[]): string {
  const rows = all.map((took) => {
    const { authentik, count, espocrm, mebibytes, name, seconds } = took;
    const smallest = all.find((other) => other.name === name) ?? took;
    const ratio = seconds / count / (smallest.seconds / smallest.count);
    return [
      count,
      `\`${name}\``,
      `${seconds.toFixed(1)} s`,
      each(seconds / count),
      smallest === took ? "" : ratio.toFixed(2),
      `${mebibytes.toFixed(0)} MiB`,
      perOne(authentik / count),
      perOne(espocrm / count),
    ];
  });
  const head = [
    "integrations",
    "command",
    "time",
    "an integration",
    "ratio",
    "memory",
    "requests an integration: authentik",
    "EspoCRM",
  ];
  const lines = [head, head.map((_, column) => (column === 1 ? "---" : "---:")), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const perOne = (requests: number): string => requests.toFixed(requests % 1 === 0 ? 0 : 1);
