import { eachOf, inParallel } from "../../../cli/run/in-parallel";

/** Work that ends when it is told to. */
class Worked {
  readonly begun: number[] = [];
  readonly #ends = new Map<number, () => void>();

  readonly work = async (item: number): Promise<string> => {
    this.begun.push(item);
    await new Promise<void>((end) => this.#ends.set(item, end));
    return `result ${item}`;
  };

  async end(item: number): Promise<void> {
    this.#ends.get(item)?.();
    await new Promise((turn) => setImmediate(turn));
  }
}

test("no more than so many are begun before one has ended", async () => {
  const worked = new Worked();
  const results = eachOf([1, 2, 3, 4], 2, worked.work);
  expect(worked.begun).toEqual([1, 2]);
  await worked.end(2);
  expect(worked.begun).toEqual([1, 2, 3]);
  for (const item of [3, 4, 1]) await worked.end(item);
  expect(await results).toEqual(["result 1", "result 2", "result 3", "result 4"]);
});

test("after a failure nothing more is begun, and it is told", async () => {
  const begun: number[] = [];
  const work = (item: number) => {
    begun.push(item);
    return Promise.reject(new Error("no"));
  };
  await expect(inParallel([1, 2, 3], 1, work)).rejects.toThrow("no");
  expect(begun).toEqual([1]);
});

test("nothing comes of nothing", async () => {
  expect(await eachOf([], 3, () => Promise.resolve(1))).toEqual([]);
});
