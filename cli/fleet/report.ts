/** A fleet's list for people and for machines. */
import { shown } from "../run/shown";
import type { Style } from "../run/style";
import { table } from "../run/table";
import type { Row } from "./row";
import { isGood, type Judgement, type State, STATES } from "./state";

/** A row of the list; with its state, where the servers were asked. */
export interface Listed extends Row {
  /** The state. @default - the servers were not asked */
  readonly live?: Judgement;
}

/** The list for machines. Fields are only ever added. */
export const asJson = (listed: readonly Listed[]): string =>
  JSON.stringify(
    {
      ...(listed.some(({ live }) => live) && { passed: listed.every(isListedGood) }),
      integrations: listed.map(({ live, ...row }) => ({ ...row, ...live })),
    },
    null,
    2,
  );

/** Whether there is nothing to do for it, as far as it is known. */
export const isListedGood = ({ live }: Listed): boolean => live === undefined || isGood(live.state);

/** The list for people: a table, and how many are in which state. */
export function asText(listed: readonly Listed[], style: Style): string {
  const isLive = listed.some(({ live }) => live);
  const head = [
    ...(isLive ? ["state"] : []),
    "integration",
    "EspoCRM",
    "authentik",
    "application",
    "release",
    ...(isLive ? ["seen"] : []),
  ];
  const rows = listed.map(({ live, ...row }) => [
    ...(live ? [stateText(live.state, style)] : []),
    row.removed && !live ? `${row.name} (removed)` : row.name,
    ...[row.espocrm, row.authentik, row.application, row.release].map((cell) => cell ?? ""),
    ...(live ? [seen(live)] : []),
  ]);
  return `${table([head.map(style.dim), ...rows])}\n\n${countText(listed)}\n`;
}

const seen = ({ fix, saw }: Judgement): string =>
  fix === undefined ? shown(saw) : `${shown(saw)}\n→ ${shown(fix)}`;

function stateText(state: State, style: Style): string {
  if (state === "in sync") return style.green(state);
  if (state === "removed") return style.dim(state);
  return state === "not deployed" || state === "drifted"
    ? style.yellow(state)
    : style.bold(style.red(state));
}

/** `200 integrations: 198 in sync, 1 drifted, 1 not reachable`. */
function countText(listed: readonly Listed[]): string {
  const all = listed.length === 1 ? "1 integration" : `${listed.length} integrations`;
  const states = listed.flatMap(({ live }) => live?.state ?? []);
  if (states.length > 0) {
    const counts = STATES.map((state) => [state, states.filter((one) => one === state).length]);
    const said = counts.filter(([, count]) => count !== 0);
    return `${all}: ${said.map(([state, count]) => `${String(count)} ${String(state)}`).join(", ")}`;
  }
  const removed = listed.filter((row) => row.removed).length;
  return removed === 0 ? all : `${all}, ${removed} of them removed`;
}
