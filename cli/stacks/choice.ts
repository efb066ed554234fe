import { CommandFailure } from "../run/failure";
import type { Stack } from "./stack";

/** Which stacks a person asked for. */
export interface StackChoice {
  /** Names, or patterns in which `*` stands for any characters; every stack where there are none. */
  readonly patterns: readonly string[];
  /** Every stack, said aloud. */
  readonly all: boolean;
  /** The configuration file, where a person named one. @default - the one that the program reads */
  readonly config?: string | undefined;
}

/**
 * Chooses among the stacks of a program. Without a name, all are meant.
 * @returns the chosen stacks, in the order of their names
 * @throws {CommandFailure} where a pattern names no stack
 */
export function chooseStacks(stacks: readonly Stack[], choice: StackChoice): readonly Stack[] {
  const names = chooseNames(
    stacks.map(({ name }) => name),
    choice,
  );
  return stacks.filter(({ name }) => names.includes(name));
}

/**
 * Chooses among names of stacks. Without a pattern, all are meant.
 * @throws {CommandFailure} where a pattern fits none
 */
export function chooseNames(
  names: readonly string[],
  { all, kind = "stack", patterns }: StackChoice & { readonly kind?: string },
): readonly string[] {
  if (all && patterns.length > 0) {
    throw new CommandFailure("Name stacks, or say --all; not both.");
  }
  if (patterns.length === 0) return names;
  const unknown = patterns.filter((pattern) => !names.some((name) => fits(name, pattern)));
  if (unknown.length > 0) {
    throw new CommandFailure(
      `There is no ${kind} ${unknown.join(", ")}. ${kind === "stack" ? "The stacks are" : "There are plans of"}: ${names.join(", ") || "none"}.`,
    );
  }
  return names.filter((name) => patterns.some((pattern) => fits(name, pattern)));
}

function fits(name: string, pattern: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\?]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${source}$`).test(name);
}
