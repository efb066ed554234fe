import fc from "fast-check";
import type { Message } from "../../../terraform/wire/protobuf";
import {
  bool,
  bytes,
  integer,
  map,
  message,
  optional,
  repeated,
  string,
  text,
} from "../../../terraform/wire/protobuf";

interface Leaf {
  name: string;
  count: number;
}

const leaf: Message<Leaf> = message<Leaf>({ name: string(1), count: integer(2) });
const tree = message({
  on: bool(1),
  size: integer(2),
  title: string(3),
  raw: bytes(4),
  one: optional(5, leaf),
  chosen: optional(16, text),
  many: repeated(17, leaf),
  named: map(100, leaf),
});

const leaves = fc.record({ name: fc.string({ unit: "grapheme" }), count: fc.maxSafeInteger() });
const trees = fc.record({
  on: fc.boolean(),
  size: fc.maxSafeInteger(),
  title: fc.string({ unit: "grapheme" }),
  raw: fc.uint8Array().map((array) => Buffer.from(array)),
  one: fc.option(leaves, { nil: undefined }),
  chosen: fc.option(fc.string(), { nil: undefined }),
  many: fc.array(leaves),
  named: fc.dictionary(fc.string(), leaves, { noNullPrototype: true }),
});

test("a message is read as it was written", () => {
  fc.assert(
    fc.property(trees, (value) => {
      expect(tree.decode(tree.encode(value))).toEqual(value);
    }),
  );
});

test("messages that stand one after the other are read as one", () => {
  fc.assert(
    fc.property(fc.array(leaves), fc.array(leaves), (some, more) => {
      const both = Buffer.concat([tree.encode({ many: some }), tree.encode({ many: more })]);
      expect(tree.decode(both).many).toEqual([...some, ...more]);
    }),
  );
});

test("fields are written as the specification's examples have them", () => {
  expect(
    message({ a: integer(1) })
      .encode({ a: 150 })
      .toString("hex"),
  ).toBe("089601");
  expect(
    message({ b: string(2) })
      .encode({ b: "testing" })
      .toString("hex"),
  ).toBe("120774657374696e67");
  expect(
    message({ n: integer(1) })
      .encode({ n: -2 })
      .toString("hex"),
  ).toBe("08feffffffffffffffff01");
});

test("absent fields take no room, and unknown fields are skipped", () => {
  expect(tree.encode({ on: false, size: 0, title: "", many: [] })).toHaveLength(0);
  const newer = message({ title: string(3), varint: integer(7), text: string(8) });
  const known = message({ title: string(3) });
  expect(known.decode(newer.encode({ title: "t", varint: 1, text: "x" }))).toEqual({ title: "t" });
  expect(known.decode(Buffer.from("4d01020304" + "1a0174", "hex"))).toEqual({ title: "t" });
});

test("an optional field tells empty from absent", () => {
  const chosen = message({ chosen: optional(1, text) });
  expect(chosen.decode(chosen.encode({ chosen: "" }))).toEqual({ chosen: "" });
  expect(chosen.decode(Buffer.alloc(0))).toEqual({ chosen: undefined });
});

test("a message that ends inside a field is refused", () => {
  const whole = tree.encode({ title: "title" });
  expect(() => tree.decode(whole.subarray(0, -1))).toThrow("ends inside a field");
});
