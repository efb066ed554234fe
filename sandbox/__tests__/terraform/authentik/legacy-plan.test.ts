import { planLegacy, sameToLegacy } from "../../../terraform/authentik/legacy-plan";
import type { Behaviours } from "../../../terraform/authentik/attribute";
import { expression, json } from "../../../terraform/authentik/attribute";
import type { Block } from "../../../terraform/host/schema";
import type { Attributes } from "../../../terraform/wire/values";
import { UNKNOWN } from "../../../terraform/wire/values";

const block: Block = {
  attributes: {
    id: { type: "string", optional: true, computed: true },
    text: { type: "string", optional: true },
    number: { type: "number", optional: true },
    standard: { type: "string", optional: true },
    computed: { type: "string", optional: true, computed: true },
    list: { type: ["list", "string"], optional: true },
    code: { type: "string", optional: true },
    data: { type: "string", optional: true },
    fixed: { type: "string", optional: true },
  },
  block_types: {},
};
const behaviours: Behaviours = {
  standard: { standard: "usual" },
  code: expression,
  data: json,
  fixed: { replaces: true },
};
const nothing: Attributes = Object.fromEntries(
  Object.keys(block.attributes).map((name) => [name, null]),
);
const stored: Attributes = {
  id: "1",
  text: "",
  number: 0,
  standard: "usual",
  computed: "made",
  list: [],
  code: "",
  data: "{}",
  fixed: "",
};

const plan = (prior: Attributes | null, proposed: Attributes) =>
  planLegacy(
    { prior, proposed: { ...nothing, ...(prior && { computed: "made", id: "1" }), ...proposed } },
    block,
    behaviours,
  );

test("on create, computed values are unknown and standard values are filled in", () => {
  expect(plan(null, { text: "t" }).planned).toEqual({
    ...nothing,
    id: UNKNOWN,
    computed: UNKNOWN,
    text: "t",
    standard: "usual",
    data: "{}",
  });
});

test("what is stored as empty is as good as not configured", () => {
  expect(plan(stored, {})).toEqual({ planned: stored });
});

test("on update, computed values stay, and what is empty stays as it is stored", () => {
  expect(plan(stored, { text: "t" })).toEqual({ planned: { ...stored, text: "t" } });
});

test("a removed text plans as null, a removed list as empty", () => {
  const before = { ...stored, text: "t", number: 5, list: ["a"] };
  expect(plan(before, {}).planned).toEqual({ ...stored, text: null, number: null, list: [] });
});

test("a list that is not wholly known is not known at all", () => {
  expect(plan(null, { list: ["a", UNKNOWN] }).planned["list"]).toBe(UNKNOWN);
});

test("the newline at the end of an expression is no change, one at its start is", () => {
  const before = { ...stored, code: "return True" };
  expect(plan(before, { code: "return True\n" }).planned).toEqual(before);
  expect(plan(before, { code: "\nreturn True" }).planned["code"]).toBe("\nreturn True");
});

test("JSON that means the same is no change", () => {
  const before = { ...stored, data: '{"a":1,"b":2}' };
  expect(plan(before, { data: '{ "b": 2, "a": 1 }' }).planned).toEqual(before);
});

test("a change of an attribute that is fixed needs a new object", () => {
  expect(plan(stored, { fixed: "other" }).requiresReplace).toEqual([
    [{ attribute: "fixed" }],
    [{ attribute: "id" }],
  ]);
});

test("null in a list is refused", () => {
  expect(() => plan(null, { list: [null] })).toThrow("Null value found in list");
});

test("null is the same as empty, unknown is the same as nothing else", () => {
  expect(sameToLegacy({ a: null, b: [] }, { a: "", b: null })).toBe(true);
  expect(sameToLegacy(UNKNOWN, null)).toBe(false);
  expect(sameToLegacy(["a"], ["b"])).toBe(false);
});
