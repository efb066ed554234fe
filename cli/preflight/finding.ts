/** What a look at the live servers found before Terraform was asked. */
export interface PreflightFinding {
  /** Id of the check. */
  readonly id: string;
  /** Where it stands in the declaration, such as `bindings[1].group`. @default - in no single place */
  readonly place?: string;
  /** What is there: never a secret. */
  readonly found: string;
  /** What should be there. */
  readonly expected: string;
  /** What to do. */
  readonly fix: string;
}

/**
 * Findings of one integration as people read them, in the form of the configuration's problems.
 * @param name the integration's name
 */
export const findingText = (
  name: string,
  { expected, fix, found, id, place }: PreflightFinding,
): string =>
  [
    [name, place].filter((part) => part !== undefined).join(": "),
    `  found:    ${found}`,
    `  expected: ${expected}`,
    `  to fix:   ${fix} [${id}]`,
  ].join("\n");
