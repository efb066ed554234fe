import { stripVTControlCharacters } from "node:util";

/** Cells of a table, row by row; they may hold styles and line breaks. */
export type Rows = readonly (readonly string[])[];

/** Columns with two blanks between them; a cell of several lines makes its row as high. */
export function table(rows: Rows, indent = ""): string {
  const widths = columnWidths(rows);
  return rows
    .flatMap((row) => lines(row))
    .map((line) => indent + line.map((cell, column) => pad(cell, widths[column])).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

function columnWidths(rows: Rows): number[] {
  // Too many rows for the arguments of one call are no reason to fail.
  const largest = (figures: readonly number[]): number =>
    figures.reduce((most, one) => Math.max(most, one), 0);
  return Array.from({ length: largest(rows.map((row) => row.length)) }, (_, column) =>
    largest(rows.flatMap((row) => (row[column] ?? "").split("\n").map(width))),
  );
}

function lines(row: readonly string[]): string[][] {
  const cells = row.map((cell) => cell.split("\n"));
  const height = Math.max(1, ...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) => cells.map((cell) => cell[line] ?? ""));
}

const width = (text: string): number => Array.from(stripVTControlCharacters(text)).length;

const pad = (text: string, to = 0): string => text + " ".repeat(Math.max(0, to - width(text)));
