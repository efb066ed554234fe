import { overlay, valueAt, withoutOmittedNulls } from "../../../terraform/restapi/drift";

test("an ignored key stays as it was recorded, any other follows the server", () => {
  const recorded = { kept: 1, seen: 1, deep: { kept: 1, seen: 1 }, gone: 1 };
  const actual = { kept: 2, seen: 2, deep: { kept: 2, seen: 2, added: 2 }, added: 2, ignored: 2 };
  const ignored = ["kept", "deep.kept", "ignored"];
  expect(overlay(recorded, actual, ignored)).toEqual({
    kept: 1,
    seen: 2,
    deep: { kept: 1, seen: 2, added: 2 },
    gone: null,
    added: 2,
  });
});

test("a recorded null is no change where the server leaves the key out", () => {
  expect(overlay({ n: null }, {}, [])).toEqual({ n: null });
  expect(overlay({ n: null }, { n: 1 }, [])).toEqual({ n: 1 });
});

test("planned nulls that the server leaves out are taken from the plan", () => {
  const planned = { a: 1, n: null, deep: { n: null, b: 2 }, kept: null };
  expect(withoutOmittedNulls(planned, { a: 0, deep: { b: 2 }, kept: 1 })).toEqual({
    a: 1,
    deep: { b: 2 },
    kept: null,
  });
  const nothingToDo = { a: 1, deep: { b: 2 } };
  expect(withoutOmittedNulls(nothingToDo, { deep: {} })).toBe(nothingToDo);
});

test("a path with dots leads to a nested value", () => {
  expect(valueAt({ a: { b: { c: 1 } } }, "a.b.c")).toBe(1);
  expect(valueAt({ a: { b: 1 } }, "a.b.c")).toBeUndefined();
});
