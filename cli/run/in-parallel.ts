/**
 * Works through a list, several at once. At the first failure nothing more is begun.
 * @param atOnce how many at most
 * @throws what the first failure threw
 */
export async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const item of left) {
      if (failed) return;
      try {
        await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}

/**
 * What comes of each of a list, in its order, several at once.
 * @param atOnce how many at most
 * @throws what the first failure threw
 */
export async function eachOf<T, Result>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  await inParallel([...items.entries()], atOnce, async ([index, item]) => {
    results.set(index, await work(item));
  });
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
