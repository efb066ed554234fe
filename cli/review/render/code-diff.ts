/** Longer code is not compared line by line: that would take too long. */
const LONGEST = 400;

/** Lines of a unified diff, without headers: `- old`, `+ new`, `  kept`. */
export function codeDiff(before: string | undefined, after: string | undefined): string[] {
  const old = before?.split("\n") ?? [];
  const fresh = after?.split("\n") ?? [];
  if (old.length > LONGEST || fresh.length > LONGEST)
    return [...old.map((line) => `- ${line}`), ...fresh.map((line) => `+ ${line}`)];
  const common = commonLengths(old, fresh);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      lines.push(`  ${old[i] ?? ""}`);
      [i, j] = [i + 1, j + 1];
    } else if (i < old.length && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? -1)) {
      lines.push(`- ${old[i] ?? ""}`);
      i += 1;
    } else {
      lines.push(`+ ${fresh[j] ?? ""}`);
      j += 1;
    }
  }
  return lines;
}

/** Length of the longest common subsequence of the rests from line i and line j on. */
function commonLengths(old: readonly string[], fresh: readonly string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () =>
    Array.from({ length: fresh.length + 1 }, () => 0),
  );
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (row === undefined) continue;
      row[j] =
        old[i] === fresh[j]
          ? (table[i + 1]?.[j + 1] ?? 0) + 1
          : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}
