import fc from "fast-check";
import type { Json } from "../../terraform/go-text";
import {
  literalJson,
  canonicalTime,
  formatValue,
  parseJsonObject,
  printTime,
  writeJson,
} from "../../terraform/go-text";

test.each<[Json, string]>([
  [null, "<nil>"],
  [true, "true"],
  ["text", "text"],
  [123456, "123456"],
  [1234567, "1.234567e+06"],
  [1000000, "1e+06"],
  [100000, "100000"],
  [1e21, "1e+21"],
  [123456789.5, "1.234567895e+08"],
  [0.0001, "0.0001"],
  [0.00012345, "0.00012345"],
  [0.00001, "1e-05"],
  [-1234567, "-1.234567e+06"],
  [1764000000, "1.764e+09"],
  [Number("12345678901234567890"), "1.2345678901234567e+19"],
  [["a", 1, null], "[a 1 <nil>]"],
  [{ b: null, a: [1, "x", true] }, "map[a:[1 x true] b:<nil>]"],
])("%j is printed as Go prints it: %s", (value, printed) => {
  expect(formatValue(value)).toBe(printed);
});

test("JSON has its keys in the order of their bytes, and no <, > or &", () => {
  expect(writeJson({ b: "<&>", a: [1.5, null], "\u{1f600}": 1, "\uffff": 2 })).toBe(
    '{"a":[1.5,null],"b":"\\u003c\\u0026\\u003e","\uffff":2,"\u{1f600}":1}',
  );
});

test("JSON that is written means the same as before", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(writeJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test.each([
  ["", "unexpected end of JSON input"],
  ["<html>", "invalid character '<' looking for beginning of value"],
  ["true", "json: cannot unmarshal bool into Go value of type map[string]interface {}"],
  ["[]", "json: cannot unmarshal array into Go value of type map[string]interface {}"],
])("%j is no object, and the error is Go's: %s", (text, message) => {
  expect(() => parseJsonObject(text)).toThrow(message);
});

test("texts are one where they differ in blanks, order and escapes, but not in how numbers are written", () => {
  const [one, same] = [
    '{"a": "\\u00fc 1.0 \\"2\\"", "b":[-1.5e3,null]}',
    '{"b":[-1.5e3,null],"a":"ü 1.0 \\"2\\""}',
  ];
  expect(literalJson(one)).toEqual(literalJson(same));
  expect(literalJson("1e-7")).not.toEqual(literalJson("0.0000001"));
  expect(literalJson("1.0")).not.toEqual(literalJson("1"));
  expect(literalJson('"1"')).not.toEqual(literalJson("1"));
});

test("times lose the zeros at the end of their fraction", () => {
  expect(canonicalTime("2026-01-02T03:04:05.120000Z")).toBe("2026-01-02T03:04:05.12Z");
  expect(canonicalTime("2026-01-02T03:04:05.000000+02:00")).toBe("2026-01-02T03:04:05+02:00");
  expect(printTime("2030-01-01T00:00:00Z")).toBe("2030-01-01 00:00:00 +0000 UTC");
});
