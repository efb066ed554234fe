import type { Act, Point } from "./points";
import type { Row } from "./world";

const HEAD = `# Killed in the middle of an apply

Terraform was killed with SIGKILL (\`kill -9\`, as when memory runs out or a runner is taken away) at a request of an apply, before the server had done what it was asked, and after that, before its answer. Recorded from the test suite \`__tests__/kills\`, with a real Terraform between the two sandbox servers, one resource after the other, and the state in a file.

Do not edit this page: \`UPDATE_GOLDEN=1 npx jest __tests__/kills/kills.test.ts\` writes it anew; with \`KILLS=writes\` it tries each request of each apply that changes something, before and after the answer, with \`KILLS=all\` the reads, too.

_People sign in by_: what worked at that moment, tried. _Then_: the commands that each output named, one after the other. The last apply was followed by a plan that had nothing to do, with one object of each kind in authentik, and the same secret on both sides.
`;

const ACTS: Readonly<Record<Act, string>> = {
  create: "The first apply",
  update: "A change of everything",
  rotate: "A client secret made anew in authentik",
  destroy: "The end of the integration",
};

/** The page of all points. */
export function document(rows: readonly Row[], begun: number): string {
  const sections = (Object.keys(ACTS) as Act[]).flatMap((act) => {
    const own = rows.filter(({ point }) => point.act === act);
    const head = "| Killed at | Answer | People sign in by | The next plan | Then |";
    const lines = [head, "| --- | --- | --- | --- | --- |", ...own.map(line)].join("\n");
    return [`## ${ACTS[act]}`, lines];
  });
  const minutes = Math.ceil((Date.now() - begun) / 60_000);
  const figures = `${rows.length} points, all converge; the run took ${minutes} minutes at most.`;
  const body = sections.join("\n\n");
  return `${HEAD}\n${figures}\n\n<!-- prettier-ignore-start -->\n\n${body}\n\n<!-- prettier-ignore-end -->\n`;
}

/** A point's line in the page. */
export function line({ met, point, said, went }: Row): string {
  const cells = [name(point), point.when === "before" ? "not yet done" : "done, not answered", met];
  return `| ${[...cells, said ?? "has what is left", went.map(code).join(", ")].join(" | ")} |`;
}

const name = ({ request, server, turn }: Point): string =>
  `${server === "authentik" ? "authentik" : "EspoCRM"}: ${code(request)}${turn > 1 ? ` (${turn})` : ""}`;

const code = (text: string): string => `\`${text}\``;
