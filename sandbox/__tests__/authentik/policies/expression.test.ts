import { evaluate } from "../../../authentik/policies/expression";

const jane = { user: { username: "jane" }, groupNames: new Set(["crm-users"]) };

test.each([
  ["return True", true],
  ["return False", false],
  ["# everybody\n\nreturn True\n", true],
  ['return request.user.username == "jane"', true],
  ["return request.user.username == 'john'", false],
  ["return request.user.username in [\"john\", 'jane']", true],
  ['return request.user.username in ["john"]', false],
  ["return request.user.username in []", false],
  ['return ak_is_group_member(request.user, name="crm-users")', true],
  ['return ak_is_group_member(request.user, name="sales")', false],
])("%j is %s for jane", (expression, result) => {
  expect(evaluate(expression, jane)).toBe(result);
});

test.each([
  "",
  "return true",
  "True",
  "return ak_client_ip in ip_network('10.0.0.0/8')",
  'return not request.user.username == "jane"',
  "return True\nreturn False",
])("%j is more than the sandbox understands: an error", (expression) => {
  expect(evaluate(expression, jane)).toBe("error");
});
