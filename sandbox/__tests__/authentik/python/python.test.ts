import { pythonRegex } from "../../../authentik/python/regex";
import { syntaxError } from "../../../authentik/python/syntax-error";

test.each([
  "return True",
  'return {"a": [1, (2)]}',
  'return "(" # )',
  "x = '''\n(\n'''\nreturn x",
  String.raw`return "\""`,
])("%j is taken for Python", (expression) => {
  expect(syntaxError(expression)).toBeUndefined();
});

test.each([
  ["return (\n[1]", "'(' was never closed (<string>, line 1)"],
  ["return 1)", "unmatched ')' (<string>, line 1)"],
  [
    "return\n(1]",
    "closing parenthesis ']' does not match opening parenthesis '(' (<string>, line 2)",
  ],
  ['return "x', "unterminated string literal (detected at line 1) (<string>, line 1)"],
])("%j is refused", (expression, message) => {
  expect(syntaxError(expression)).toBe(message);
});

test("Python's patterns become JavaScript's", () => {
  expect(pythonRegex(String.raw`\A(?P<tag>a)(?P=tag)\Z`)?.test("aa")).toBe(true);
  expect(pythonRegex(String.raw`\Aa\Z`)?.test("ba")).toBe(false);
  expect(pythonRegex("(?i)https://CRM")?.test("https://crm")).toBe(true);
  expect(pythonRegex("*")).toBeUndefined();
});
