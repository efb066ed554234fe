import { chooseStacks } from "../../../cli/stacks/choice";
import { stack } from "./stack";

const STACKS = ["acme", "acme-test", "b.lt", "bolt"].map((name) => stack(name));
const chosen = (patterns: readonly string[], all = false, among = STACKS): string[] =>
  chooseStacks(among, { patterns, all }).map(({ name }) => name);

test("names and patterns choose stacks, in the order of the stacks", () => {
  expect(chosen(["bolt", "acme*"])).toEqual(["acme", "acme-test", "bolt"]);
});

test("only * is special in a pattern", () => {
  expect(chosen(["b.lt"])).toEqual(["b.lt"]);
  expect(chosen(["*lt"])).toEqual(["b.lt", "bolt"]);
});

test("--all chooses every stack, and the only stack needs no choice", () => {
  expect(chosen([], true)).toHaveLength(4);
  expect(chosen([], false, [stack("acme")])).toEqual(["acme"]);
});

test.each([
  [[], false, "Name the stacks, or say --all. The stacks are: acme, acme-test, b.lt, bolt."],
  [["nobody", "acme", "x*"], false, "There is no stack nobody, x*."],
  [["acme"], true, "not both"],
])("%j with --all %s is refused: %s", (patterns, all, message) => {
  expect(() => chosen(patterns, all)).toThrow(message);
});
