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

test("every stack is chosen by --all, and where none is named", () => {
  expect(chosen([], true)).toHaveLength(4);
  expect(chosen([])).toHaveLength(4);
});

test.each([
  [
    ["nobody", "acme", "x*"],
    false,
    "There is no stack nobody, x*. The stacks are: acme, acme-test, b.lt, bolt.",
  ],
  [["acme"], true, "not both"],
])("%j with --all %s is refused: %s", (patterns, all, message) => {
  expect(() => chosen(patterns, all)).toThrow(message);
});
