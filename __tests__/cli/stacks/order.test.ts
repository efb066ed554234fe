import fc from "fast-check";
import { inOrder } from "../../../cli/stacks/order";
import type { Stack } from "../../../cli/stacks/stack";
import { stack } from "./stack";

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Work that records what ran together, and in which order. */
function recorder(results: Readonly<Record<string, boolean>> = {}) {
  const running = new Set<string>();
  const together: string[][] = [];
  const finished: string[] = [];
  const work = async ({ name }: Stack): Promise<boolean> => {
    running.add(name);
    together.push([...running]);
    await pause(1);
    running.delete(name);
    finished.push(name);
    return results[name] ?? true;
  };
  return { work, together, finished };
}

const succeeded = (result: boolean): boolean => result;

test("as many stacks run at once as may, and no more", async () => {
  const { together, work } = recorder();
  const stacks = ["a", "b", "c", "d", "e"].map((name) => stack(name));
  await inOrder(stacks, work, { parallelism: 2, succeeded });
  expect(Math.max(...together.map((names) => names.length))).toBe(2);
});

test("a stack waits for those before it, and is skipped when one of them fails", async () => {
  const { finished, work } = recorder({ base: false });
  const stacks = [stack("top", ["middle"]), stack("middle", ["base"]), stack("base"), stack("x")];
  const turns = await inOrder(stacks, work, {
    parallelism: 4,
    before: ({ dependencies }) => dependencies,
    succeeded,
  });
  expect(finished.sort()).toEqual(["base", "x"]);
  expect(turns.get("middle")).toEqual({ kind: "skipped", because: "base" });
  expect(turns.get("top")).toEqual({ kind: "skipped", because: "middle" });
});

test("stacks that are not worked on are not waited for", async () => {
  const { work } = recorder();
  const turns = await inOrder([stack("top", ["absent"])], work, {
    parallelism: 1,
    before: ({ dependencies }) => dependencies,
    succeeded,
  });
  expect(turns.get("top")).toEqual({ kind: "done", result: true });
});

test("nothing begins after a stop, and what has begun is finished", async () => {
  const { finished, work } = recorder();
  const turns = await inOrder([stack("a"), stack("b"), stack("c")], work, {
    parallelism: 1,
    succeeded,
    stopped: () => finished.length > 0,
  });
  expect([...turns.keys()]).toEqual(["a"]);
});

test("stacks that wait for each other are an error, not a wait for ever", async () => {
  const { work } = recorder();
  const stacks = [stack("a", ["b"]), stack("b", ["a"])];
  const before = ({ dependencies }: Stack) => dependencies;
  await expect(inOrder(stacks, work, { parallelism: 2, before, succeeded })).rejects.toThrow(
    "a, b",
  );
});

test("an error of the work ends the whole", async () => {
  const work = () => Promise.reject(new Error("broken"));
  const order = inOrder([stack("a")], work, { parallelism: 1, succeeded: () => true });
  await expect(order).rejects.toThrow("broken");
});

test("whatever the stacks, each has its turn after those it needs, and no two hold one thing", async () => {
  const graph = fc
    .array(fc.record({ before: fc.array(fc.nat(9)), holds: fc.array(fc.constantFrom("x", "y")) }), {
      maxLength: 10,
    })
    .chain((nodes) =>
      fc.record({ nodes: fc.constant(nodes), parallelism: fc.integer({ min: 1, max: 4 }) }),
    );
  await fc.assert(
    fc.asyncProperty(graph, async ({ nodes, parallelism }) => {
      const { finished, together, work } = recorder();
      const holds = new Map(nodes.map((node, index) => [`s${index}`, node.holds]));
      // Only earlier stacks are waited for: CDKTF refuses circles.
      const stacks = nodes.map(({ before }, index) =>
        stack(
          `s${index}`,
          before.filter((other) => other < index).map((other) => `s${other}`),
        ),
      );
      const exclusive = ({ name }: Stack) => holds.get(name) ?? [];
      const before = ({ dependencies }: Stack) => dependencies;
      const turns = await inOrder([...stacks].reverse(), work, {
        parallelism,
        before,
        exclusive,
        succeeded,
      });
      expect(turns.size).toBe(stacks.length);
      for (const { dependencies, name } of stacks) {
        for (const other of dependencies) {
          expect(finished.indexOf(other)).toBeLessThan(finished.indexOf(name));
        }
      }
      for (const names of together) {
        const things = names.flatMap((name) => [...new Set(holds.get(name))]);
        expect(new Set(things).size).toBe(things.length);
      }
    }),
    { numRuns: 50 },
  );
});
