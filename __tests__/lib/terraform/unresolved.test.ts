import { Fn, TerraformVariable, Token } from "cdktf";
import fc from "fast-check";
import { anyUnresolved, isUnresolved } from "../../../lib/terraform/unresolved";
import { Synthesized } from "../synthesized";

/** Everything that Terraform may learn only when it runs, as CDKTF hands it to programs. */
function tokens(): readonly unknown[] {
  const found: unknown[] = [];
  Synthesized.program((scope) => {
    const variable = new TerraformVariable(scope, "later", {});
    const { listValue, numberValue, stringValue } = variable;
    const value: unknown = variable.value;
    found.push(
      ...[variable.booleanValue, listValue, numberValue, stringValue, value],
      ...[`https://${stringValue}/x`, Fn.max([numberValue, 1]), Fn.toset(listValue)],
      ...[Token.asNumberList(value), Token.asStringMap(value), Token.asAnyMap(value)],
      ...[Token.asNumberMap(value), Token.asBooleanMap(value), Token.asMap(value, "string")],
    );
  });
  return found;
}

test("knows each kind of CDKTF's tokens", () => {
  expect(tokens().map(isUnresolved)).toEqual(tokens().map(() => true));
});

test("takes everything for what CDKTF takes it for", () => {
  const one = fc.oneof(fc.anything(), fc.constantFrom(...tokens()));
  const value = fc.oneof(one, fc.array(one, { maxLength: 2 }), fc.double());
  fc.assert(
    fc.property(value, (given) => {
      expect(isUnresolved(given)).toBe(Token.isUnresolved(given));
    }),
    { numRuns: 1000 },
  );
});

test("a list with a token in it is not one token, but is not known whole either", () => {
  const text = `x-${Token.asString({ later: true })}`;
  expect([isUnresolved([text]), isUnresolved(["a", text])]).toEqual([false, false]);
  expect([anyUnresolved([text]), anyUnresolved(["a", text])]).toEqual([true, true]);
  expect([anyUnresolved(["a"]), anyUnresolved([]), anyUnresolved(undefined)]).toEqual([
    false,
    false,
    false,
  ]);
});
