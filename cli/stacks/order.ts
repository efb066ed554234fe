import type { Stack } from "./stack";

/** What became of a stack's turn. */
export type Turn<Result> =
  | { readonly kind: "done"; readonly result: Result }
  /** A stack that it waits for did not succeed. */
  | { readonly kind: "skipped"; readonly because: string };

/** How stacks take their turns. */
export interface OrderOptions<Result> {
  /** How many at once. */
  readonly parallelism: number;
  /** Names of the stacks that must have succeeded before a stack's turn. @default - none */
  readonly before?: (stack: Stack) => readonly string[];
  /** Names of things that only one stack may work on at a time. @default - none */
  readonly exclusive?: (stack: Stack) => readonly string[];
  /** Whether a result lets the stacks that wait for it go on. */
  readonly succeeded: (result: Result) => boolean;
  /** Whether no further stack may begin. @default - never */
  readonly stopped?: () => boolean;
}

/**
 * Works on stacks, several at once, each when those it waits for are done. Stacks that are never
 * begun, as the work was stopped, have no turn in the answer.
 */
export async function inOrder<Result>(
  stacks: readonly Stack[],
  work: (stack: Stack) => Promise<Result>,
  options: OrderOptions<Result>,
): Promise<ReadonlyMap<string, Turn<Result>>> {
  const { before = none, exclusive = none, parallelism, stopped = () => false } = options;
  const turns = new Map<string, Turn<Result>>();
  const running = new Map<Stack, Promise<void>>();
  const waiting = new Set(stacks);
  const names = new Set(stacks.map(({ name }) => name));

  const awaited = (stack: Stack) => before(stack).filter((name) => names.has(name));
  const failed = (name: string): boolean => {
    const turn = turns.get(name);
    return turn !== undefined && !(turn.kind === "done" && options.succeeded(turn.result));
  };
  const isFree = (stack: Stack): boolean => {
    const held = new Set([...running.keys()].flatMap(exclusive));
    return (
      awaited(stack).every((name) => turns.has(name) && !failed(name)) &&
      exclusive(stack).every((thing) => !held.has(thing))
    );
  };
  const begin = (stack: Stack): void => {
    waiting.delete(stack);
    const turn = work(stack).then((result) => {
      turns.set(stack.name, { kind: "done", result });
    });
    running.set(
      stack,
      turn.finally(() => running.delete(stack)),
    );
  };

  while (waiting.size > 0 && !stopped()) {
    const left = waiting.size;
    for (const stack of waiting) {
      const because = awaited(stack).find(failed);
      if (because === undefined) continue;
      waiting.delete(stack);
      turns.set(stack.name, { kind: "skipped", because });
    }
    for (const stack of waiting) if (running.size < parallelism && isFree(stack)) begin(stack);
    if (running.size > 0) await Promise.race(running.values());
    else if (waiting.size === left) throw circle(waiting);
  }
  await Promise.all(running.values());
  return turns;
}

const circle = (stacks: Iterable<Stack>): Error =>
  new Error(`Stacks wait for each other: ${[...stacks].map(({ name }) => name).join(", ")}.`);

const none = (): readonly string[] => [];
