import type { People } from "../people";
import { countsOf, isAlarming } from "./counts";
import { sectionsOf } from "./rows";

/** The people of one integration. */
export interface PeopleReport {
  /** The integration's name. */
  readonly name: string;
  readonly people: People;
}

/**
 * Comparisons as JSON.
 * @param names whether people are named
 */
export function asJson(reports: readonly PeopleReport[], names: boolean): string {
  const integrations = reports.map(({ name, people }) => {
    if (people.kind === "not compared") return { name, compared: false, why: people.why };
    const { claim, comparison, notes, switches } = people;
    const counts = countsOf(comparison);
    const { administrators, creates, fallback, regularFallback, synchronizes } = switches;
    const login = { administrators, creates, fallback, regularFallback, synchronizes };
    return {
      name,
      compared: true,
      alarming: isAlarming(counts),
      claim,
      login,
      counts,
      notes,
      ...(names && {
        people: Object.fromEntries(sectionsOf(comparison).map(({ id, rows }) => [id, rows])),
      }),
    };
  });
  return `${JSON.stringify({ names, integrations }, null, 2)}\n`;
}

/**
 * Comparisons as CSV: a row for each person or account of each group.
 * @param names whether people are named; else there is a row for each group, with how many it has
 */
export function asCsv(reports: readonly PeopleReport[], names: boolean): string {
  const head = names
    ? ["integration", "group", "authentik", "espocrm", "detail"]
    : ["integration", "group", "count"];
  const rows = reports.flatMap(({ name, people }) => {
    if (people.kind === "not compared") return [];
    return sectionsOf(people.comparison).flatMap(({ id, rows: all }) =>
      names
        ? all.map(({ authentik = "", detail = "", espocrm = "" }) => [
            name,
            id,
            authentik,
            espocrm,
            detail,
          ])
        : [[name, id, String(all.length)]],
    );
  });
  return [head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** RFC 4180; a spreadsheet must not take a name for a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
