import { encode, ExtData, ExtensionCodec } from "@msgpack/msgpack";
import fc from "fast-check";
import type { Type, Value } from "../../../terraform/wire/values";
import {
  Decimal,
  hasUnknown,
  readMessagePack,
  readStateJson,
  sameValue,
  UNKNOWN,
  writeMessagePack,
} from "../../../terraform/wire/values";

/** MessagePack's library refuses a key that JavaScript gives a meaning of its own. */
const names = fc.string().filter((name) => name !== "__proto__");

const types: fc.Arbitrary<Type> = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Type>("string", "number", "bool"),
    fc.tuple(fc.constantFrom("list" as const, "map" as const), tie("type")),
    fc.tuple(
      fc.constant("object" as const),
      fc.dictionary(names, tie("type"), { maxKeys: 4, noNullPrototype: true }),
    ),
  ),
})).type;

function valuesOf(type: Type): fc.Arbitrary<Value> {
  const orNothing = (known: fc.Arbitrary<Value>) =>
    fc.oneof({ weight: 8, arbitrary: known }, fc.constantFrom<Value>(null, UNKNOWN));
  if (type === "string") return orNothing(fc.string({ unit: "grapheme" }));
  if (type === "bool") return orNothing(fc.boolean());
  if (type === "number") {
    const huge = fc.bigInt({ min: 2n ** 64n }).map((n) => new Decimal(String(n)));
    return orNothing(fc.oneof(fc.maxSafeInteger(), fc.float({ noNaN: true }), huge));
  }
  if (type[0] === "object") {
    const members = Object.entries(type[1]).map(([name, t]) => [name, valuesOf(t)] as const);
    return orNothing(fc.record(Object.fromEntries(members), { noNullPrototype: true }));
  }
  const element = valuesOf(type[1]);
  return orNothing(
    type[0] === "map"
      ? fc.dictionary(names, element, { maxKeys: 4, noNullPrototype: true })
      : fc.array(element, { maxLength: 4 }),
  );
}

interface Typed {
  readonly type: Type;
  readonly value: Value;
}

const typed = types.chain((type) => valuesOf(type).map((value): Typed => ({ type, value })));

test("a value is read as it was written, whatever its type", () => {
  fc.assert(
    fc.property(typed, ({ type, value }) => {
      expect(sameValue(readMessagePack(writeMessagePack(value), type), value)).toBe(true);
    }),
  );
});

test("a value of a state is read as JSON has it", () => {
  const known = typed.filter(({ value }) => !hasUnknown(value) && isJson(value));
  fc.assert(
    fc.property(known, ({ type, value }) => {
      expect(sameValue(readStateJson(JSON.stringify(value), type), value)).toBe(true);
    }),
  );
});

test("plain and refined unknown values are unknown", () => {
  const codec = new ExtensionCodec();
  const refined = encode(new ExtData(12, new Uint8Array([0x81, 0x01, 0xc2])), {
    extensionCodec: codec,
  });
  expect(readMessagePack(Buffer.from("d40000", "hex"), "string")).toBe(UNKNOWN);
  expect(readMessagePack(refined, ["list", "number"])).toBe(UNKNOWN);
  expect(writeMessagePack(UNKNOWN).toString("hex")).toBe("d40000");
});

test("an object has all of its attributes, and no others", () => {
  const type: Type = ["object", { a: "string", b: ["object", { c: "number" }] }];
  expect(readMessagePack(encode({ a: "x", old: 1, b: {} }), type)).toEqual({
    a: "x",
    b: { c: null },
  });
});

test("numbers that JavaScript would round keep their digits", () => {
  const digits = "9007199254740993";
  const large = new Decimal(digits);
  expect(readStateJson(`{"n":${digits}}`, ["map", "number"])).toEqual({ n: large });
  expect(readMessagePack(encode(BigInt(digits), { useBigInt64: true }), "number")).toEqual(large);
  expect(readMessagePack(encode("0.1"), "number")).toBe(0.1);
  expect(readStateJson(`{"n":"${digits}"}`, ["map", "string"])).toEqual({ n: digits });
});

test("a value of another type is refused", () => {
  expect(() => readMessagePack(encode("x"), "bool")).toThrow("bool");
  expect(() => readMessagePack(encode(["x"]), ["map", "string"])).toThrow("map");
});

function isJson(value: Value): boolean {
  if (value instanceof Decimal || Object.is(value, -0)) return false;
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value !== "object" || value === null || Object.values(value).every(isJson);
}
