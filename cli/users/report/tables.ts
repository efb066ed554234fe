import type { Style } from "../../run/style";
import { table } from "../../run/table";
import type { Comparison } from "../comparison";
import { sectionsOf } from "./rows";
import { shown } from "../../run/shown";

/** Tables for people, one a group; longer ones are cut off after so many rows. */
export function tablesOf(comparison: Comparison, style: Style, most: number): string {
  return sectionsOf(comparison)
    .map(({ rows, title }) => {
      const cells = rows
        .slice(0, most)
        .map(({ authentik = "", detail = "", espocrm = "" }) =>
          [authentik, espocrm, detail].map(shown),
        );
      const left = rows.length - cells.length;
      const rest = left > 0 ? `\n  … and ${left} more: all of them with --names` : "";
      const head = ["authentik", "EspoCRM", ""].map((text) => style.dim(text));
      return `\n${style.bold(title)} (${rows.length})\n${table([head, ...cells], "  ")}${rest}\n`;
    })
    .join("");
}
