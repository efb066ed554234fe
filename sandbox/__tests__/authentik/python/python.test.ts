import { pythonRegex } from "../../../authentik/python/regex";
import { syntaxError } from "../../../authentik/python/syntax-error";

test.each([
  "return True",
  'return {"a": [1, (2)]}',
  'return "(" # )',
  "x = '''\n(\n'''\nreturn x",
  String.raw`return "\""`,
  "if a:\n  # why\n\n  if b: return 1\n  else:\n    return 2\nreturn 3",
  "x = '''\nif a:\nb'''\nreturn x",
  "if a:\n\tif b:\n\t\treturn 1",
])("%j is taken for Python", (expression) => {
  expect(syntaxError(expression, "f")).toBeUndefined();
});

// Line 1 is the function that authentik makes of it: recorded of 2026.2.2 ("pol bad indent").
test.each([
  ["return (\n[1]", "'(' was never closed (f, line 2)"],
  ["return 1)", "unmatched ')' (f, line 2)"],
  ["return\n(1]", "closing parenthesis ']' does not match opening parenthesis '(' (f, line 3)"],
  ['return "x', "unterminated string literal (detected at line 2) (f, line 2)"],
  ["if True:\nreturn 1", "expected an indented block after 'if' statement on line 2 (f, line 3)"],
  [
    "if a:\n  for b in c:\n  return 1",
    "expected an indented block after 'for' statement on line 3 (f, line 4)",
  ],
])("%j is refused", (expression, message) => {
  expect(syntaxError(expression, "f")).toBe(message);
});

test("Python's patterns become JavaScript's", () => {
  expect(pythonRegex(String.raw`\A(?P<tag>a)(?P=tag)\Z`)?.test("aa")).toBe(true);
  expect(pythonRegex(String.raw`\Aa\Z`)?.test("ba")).toBe(false);
  expect(pythonRegex("(?i)https://CRM")?.test("https://crm")).toBe(true);
  expect(pythonRegex("*")).toBeUndefined();
});
