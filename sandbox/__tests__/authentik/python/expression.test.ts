import fc from "fast-check";
import { PythonError, PythonObject, runPython } from "../../../authentik/python/expression";

const user = new PythonObject({
  name: "Jane",
  attributes: { phone: "1", nested: { a: [1] } },
  groups: new PythonObject({
    all: () => [new PythonObject({ name: "a" }), new PythonObject({ name: "b" })],
  }),
});
const run = (source: string): unknown => runPython(source, { request: new PythonObject({ user }) });

test.each([
  [
    'return {"a": "x", \'b\': 1.5, "c": [True, False, None], "d": {},}',
    { a: "x", b: 1.5, c: [true, false, null], d: {} },
  ],
  ["# a comment\n\nreturn request.user.name # and one more", "Jane"],
  ["return [g.name for g in request.user.groups.all()]", ["a", "b"]],
  ["names = [1, 2]\nreturn {\n  'n': names,\n}", { n: [1, 2] }],
  ['return request.user.attributes.get("phone")', "1"],
  ['return request.user.attributes.get("fax", "none")', "none"],
  ['return request.user.attributes.get("fax")', null],
  ['return request.user.attributes["nested"]["a"]', [1]],
  [String.raw`return "a\"b"`, 'a"b'],
  ['return " a  b ".split()', ["a", "b"]],
  ['return "a,,b".split(",")', ["a", "", "b"]],
  ['return " ".join(["a", "b"])', "a b"],
  ['return " a ".strip()', "a"],
  ['return "a b c".rpartition(" ")', ["a b", " ", "c"]],
  ['return "a".rpartition(" ")', ["", "", "a"]],
  ["words = [1, 2]\nreturn words[1]", 2],
  ['return "" or [] or {} or None or "last"', "last"],
  ['return "first" or undefined_name', "first"],
])("%j", (source, result) => {
  expect(run(source)).toEqual(result);
});

test.each([
  "return undefined_name",
  "return request.user.password",
  "return request.user.__class__",
  "return request.user.constructor",
  'return request.user.attributes["none"]',
  "return request.user.name()",
  "return 1 + 1",
  "return [x for x in 1]",
  "return [1][1]",
  'return "a".split("")',
  'return " ".join([1])',
  "if True:\n  return 1",
  "return {",
  "x = 1",
  "",
])("fails: %j", (source) => {
  expect(() => run(source)).toThrow(PythonError);
});

test("constants come out as they are written", () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.boolean(),
      fc.nat(),
      fc.constant(null),
      fc.string({ unit: "grapheme-ascii" }),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.string({ unit: "grapheme-ascii" }), tie("value"), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    ),
  })).value;
  fc.assert(
    fc.property(value, (constant) => {
      expect(run(`return ${written(constant)}`)).toEqual(constant);
    }),
  );
});

/** A value as Python would have it. */
function written(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (typeof value === "object") {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${written(key)}: ${written(inner)}`)
      .join(", ")}}`;
  }
  return JSON.stringify(value);
}
