import { LIFECYCLE, STATEMENT, type StatedField } from "../../../lib/fields/index";
import { actionOf, isUnknown, same, UNKNOWN } from "../plan/change";
import type { Values } from "../plan/plan-json";
import { isValues } from "../plan/plan-schema";
import { quoted, say } from "../render/text";
import { type Consequence, consequenceOf } from "./consequence";
import { show } from "./settings-change";
import type { Situation } from "./situation";

/** What an integration states of itself otherwise than until now: what no other resource shows. */
export function statementConsequences(situation: Situation): Consequence[] {
  const { statement } = situation.integration;
  if (statement === undefined) return [];
  const { after, before, change } = statement;
  if (!change.change.after || actionOf(change) === "no-op") return [];
  if (before === undefined) return unverified(situation);
  if (after === undefined)
    return [
      found(
        "stated:format",
        STATEMENT.format,
        "format",
        [1, isUnknown(change, "input") ? UNKNOWN : undefined],
        situation,
      ),
    ];
  // A part of it is marked where it stands; the rest of the statement can still be compared.
  const mask = change.change.after_unknown;
  const unknown = (path: string) =>
    isUnknown(change, "input") && isMarked(isValues(mask) ? mask["input"] : mask, path.split("."));
  const fields: Readonly<Record<string, StatedField>> = STATEMENT;
  const [now, then] = [leaves(before.whole), leaves(after.whole)];
  const changed = [...new Set([...now.keys(), ...then.keys()])].filter(
    (path) => unknown(path) || !same(now.get(path), then.get(path)),
  );
  return [
    ...changed.map((path) =>
      found(
        `stated:${path}`,
        Object.hasOwn(fields, path) ? fields[path] : undefined,
        path,
        [now.get(path), unknown(path) ? UNKNOWN : then.get(path)],
        situation,
      ),
    ),
    ...lifecycles(before.lifecycle, after.lifecycle, situation),
  ];
}

/** A new integration whose servers may be anybody's. */
const unverified = (situation: Situation): Consequence[] =>
  (["authentik", "espocrm"] as const).flatMap((side) =>
    situation.integration.statement?.after?.[side].verifyTls === false
      ? [
          found(
            `stated:${side}.verifyTls`,
            STATEMENT[`${side}.verifyTls`],
            side,
            [true, false],
            situation,
          ),
        ]
      : [],
  );

/** Values by path; `resources` and lists stand as wholes, lifecycles are compared by themselves. */
function leaves(whole: Values): Map<string, unknown> {
  const paths = Object.entries(whole).flatMap(([name, value]): [string, unknown][] => {
    if (name === "lifecycle") return [];
    if (!isValues(value) || name === "resources" || name === "acknowledged") return [[name, value]];
    return Object.entries(value).map(([inside, part]) => [`${name}.${inside}`, part]);
  });
  return new Map(paths);
}

function isMarked(mask: unknown, [name = "", ...rest]: readonly string[]): boolean {
  if (mask === true) return true;
  return isValues(mask) && (rest.length === 0 ? Boolean(mask[name]) : isMarked(mask[name], rest));
}

/** What is left out of the statement: Terraform's own way. */
const PLAIN: Values = { conditions: 0, ignoreChanges: [], preventDestroy: false, other: [] };

function lifecycles(before: Values, after: Values, situation: Situation): Consequence[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((address) => {
    const [now, then] = [before[address], after[address]].map((value) =>
      isValues(value) ? value : value === undefined ? PLAIN : {},
    );
    // What is made or goes is judged as such.
    const both = situation.plan.changes.find((one) => one.address === address)?.change;
    if (both && (!both.before || !both.after)) return [];
    return Object.entries(LIFECYCLE)
      .filter(([part]) => !same(now?.[part], then?.[part]))
      .map(([part, row]) =>
        found(
          `lifecycle:${address}`,
          row,
          `${row.label} of ${address}`,
          [now?.[part], then?.[part]],
          situation,
        ),
      );
  });
}

function found(
  about: string,
  row: StatedField | undefined,
  name: string,
  [before, after]: readonly [unknown, unknown],
  situation: Situation,
): Consequence {
  const label =
    row === undefined || about.startsWith("lifecycle:") ? say`${quoted(name)}` : say`${row.label}`;
  const words = { label, before: show(before), after: show(after) };
  const consequence = consequenceOf(about, row, { before, after }, words, situation.around);
  return about.startsWith("lifecycle:") && consequence.effect.verdict !== "harmless"
    ? { ...consequence, says: say`${label}: ${consequence.says}` }
    : consequence;
}
