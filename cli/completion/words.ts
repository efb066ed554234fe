import type { Command } from "commander";

/** What can be typed after the program's name. */
export interface Words {
  /** Name of the command. */
  readonly name: string;
  /** What it is for, in a few words. */
  readonly about: string;
  /** Its options, with what they are for. */
  readonly options: readonly { readonly flag: string; readonly about: string }[];
}

/** The commands of a program and their options, as its help shows them. */
export const wordsOf = (program: Command): readonly Words[] =>
  program.commands.map((command) => ({
    name: command.name(),
    about: oneLine(command.description()),
    options: command.options
      .filter(({ hidden }) => !hidden)
      .map(({ description, long }) => ({ flag: long ?? "", about: oneLine(description) })),
  }));

const oneLine = (text: string): string => text.split("\n")[0] ?? "";
