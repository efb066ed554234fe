/** What is wrong, whatever the place. */
export interface Complaint {
  /** What is there, as it is shown to people: never a secret. */
  readonly found: string;
  /** What should be there. */
  readonly expected: string;
  /** What to do. */
  readonly mend: string;
  /** Id of the rule that it breaks, where one does. */
  readonly rule?: string;
}

/** One thing that is wrong in a configuration file, said so that it can be fixed. */
export interface Problem extends Complaint {
  /** The file, as it was named. */
  readonly file: string;
  /** Line, from 1; `undefined` where the file could not be read at all. */
  readonly line?: number;
  /** Column, from 1; `undefined` where the file could not be read at all. */
  readonly column?: number;
  /** Path in the file, such as `integrations.acme.bindings[1].group`; empty for the file as a whole. */
  readonly path: string;
}

/** `integrations.yaml:7:14`, as editors and terminals open it. */
export const placeText = ({ column, file, line }: Problem): string =>
  line === undefined ? file : `${file}:${line}:${column ?? 1}`;

/** A problem in a few lines: where, what, what instead, and the fix. */
export function problemText(problem: Problem): string {
  const { expected, found, mend, path, rule } = problem;
  return [
    [placeText(problem), path].filter((part) => part !== "").join("  "),
    `  found:    ${found}`,
    `  expected: ${expected}`,
    `  to fix:   ${mend}${rule === undefined ? "" : ` [${rule}]`}`,
  ].join("\n");
}

/** Problems that a message spells out; a file with more of them has one cause, not hundreds. */
const SHOWN = 100;

/** A configuration file can't be used. The message is the whole text for people. */
export class ConfigurationErrors extends Error {
  /**
   * @param file the file, as it was named
   * @param problems everything that is wrong in it, in the order of the file
   */
  constructor(
    readonly file: string,
    readonly problems: readonly Problem[],
  ) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const rest = problems.length - SHOWN;
    super(
      [
        `${file} can't be used: ${count}.`,
        ...problems.slice(0, SHOWN).map(problemText),
        ...(rest > 0 ? [`… and ${rest} more.`] : []),
      ].join("\n\n"),
    );
    this.name = "ConfigurationErrors";
  }
}
