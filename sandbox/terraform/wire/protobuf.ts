/**
 * Protocol Buffers' wire format, as much of it as Terraform's plugin protocol uses: varints and
 * length-delimited fields (https://protobuf.dev/programming-guides/encoding/).
 */

/** What stands on the wire behind a field's tag: a varint, or the bytes of a length-delimited field. */
export type Raw = bigint | Buffer;

/** How values of one length-delimited kind (text, bytes, a message) become bytes and back. */
export interface Kind<T> {
  /** The value's bytes, without tag and length. */
  encode(value: NoInfer<T>): Buffer;
  /** The value that these bytes stand for. */
  decode(bytes: Buffer): T;
}

/** One numbered field of a message. */
export interface Field<T> {
  /** The field's number in the protocol's definition. */
  readonly number: number;
  /** The value of a field that is not on the wire. */
  absent(): T;
  /** Everything the field puts on the wire, tags included; nothing for an absent value. */
  write(value: T): Buffer;
  /** The field's value after one more occurrence on the wire. */
  read(raw: Raw, soFar: T): T;
}

/** A message: its fields by name, and itself a kind that other messages can embed. */
export interface Message<T> extends Kind<T> {
  /** Encodes a message; fields that are left out are not put on the wire. */
  encode(value: Partial<T>): Buffer;
}

type Fields<T> = { readonly [K in keyof T]: Field<T[K]> };

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

/** A message type with these fields. */
export function message<T extends object>(fields: Fields<T>): Message<T> {
  const entries = Object.entries(fields) as [keyof T, Field<T[keyof T]>][];
  const byNumber = new Map(entries.map((entry) => [entry[1].number, entry]));
  return {
    encode: (value) =>
      Buffer.concat(
        entries.map(([name, field]) => {
          const given = value[name];
          return given === undefined ? Buffer.alloc(0) : field.write(given);
        }),
      ),
    decode: (bytes) => {
      const value = Object.fromEntries(entries.map(([name, field]) => [name, field.absent()])) as T;
      for (const [number, raw] of occurrences(bytes)) {
        const entry = byNumber.get(number);
        if (entry) value[entry[0]] = entry[1].read(raw, value[entry[0]]);
      }
      return value;
    },
  };
}

/** UTF-8 text. */
export const text: Kind<string> = {
  encode: (value) => Buffer.from(value, "utf8"),
  decode: (bytes) => bytes.toString("utf8"),
};

/** Bytes as they are. */
export const raw: Kind<Buffer> = { encode: (value) => value, decode: (bytes) => bytes };

/** A boolean field. */
export const bool = (number: number): Field<boolean> =>
  varintField(
    number,
    false,
    (value) => (value ? 1n : 0n),
    (wire) => wire !== 0n,
  );

/** A signed 64-bit integer or enum field. */
export const integer = (number: number): Field<number> =>
  varintField(
    number,
    0,
    (value) => BigInt.asUintN(64, BigInt(value)),
    (wire) => Number(BigInt.asIntN(64, wire)),
  );

/** A text field; empty when absent. */
export const string = (number: number): Field<string> =>
  delimitedField(number, text, "", (value) => value === "");

/** A field of bytes; empty when absent. */
export const bytes = (number: number): Field<Buffer> =>
  delimitedField(number, raw, Buffer.alloc(0), (value) => value.length === 0);

/** A field that is told apart from its empty value: an embedded message, a member of a oneof. */
export const optional = <T>(number: number, kind: Kind<T>): Field<T | undefined> => ({
  number,
  absent: () => undefined,
  write: (value) => (value === undefined ? Buffer.alloc(0) : delimited(number, kind.encode(value))),
  read: (wire) => kind.decode(asBytes(wire)),
});

/** A field that may occur any number of times. */
export const repeated = <T>(number: number, kind: Kind<T>): Field<T[]> => ({
  number,
  absent: () => [],
  write: (values) => Buffer.concat(values.map((value) => delimited(number, kind.encode(value)))),
  read: (wire, soFar) => [...soFar, kind.decode(asBytes(wire))],
});

/** A map from text to messages: on the wire, repeated pairs of key and value. */
export function map<T>(number: number, kind: Kind<T>): Field<Record<string, T>> {
  const pairs = repeated(number, message({ key: string(1), value: optional(2, kind) }));
  return {
    number,
    absent: () => ({}),
    write: (values) => pairs.write(Object.entries(values).map(([key, value]) => ({ key, value }))),
    read: (wire, soFar) => {
      const [pair] = pairs.read(wire, []);
      return pair?.value === undefined ? soFar : { ...soFar, [pair.key]: pair.value };
    },
  };
}

function varintField<T>(
  number: number,
  absent: T,
  toWire: (value: T) => bigint,
  fromWire: (wire: bigint) => T,
): Field<T> {
  return {
    number,
    absent: () => absent,
    write: (value) =>
      value === absent
        ? Buffer.alloc(0)
        : Buffer.concat([tag(number, VARINT), varint(toWire(value))]),
    read: (wire) => fromWire(asVarint(wire)),
  };
}

function delimitedField<T>(
  number: number,
  kind: Kind<T>,
  absent: T,
  isAbsent: (value: T) => boolean,
): Field<T> {
  return {
    number,
    absent: () => absent,
    write: (value) => (isAbsent(value) ? Buffer.alloc(0) : delimited(number, kind.encode(value))),
    read: (wire) => kind.decode(asBytes(wire)),
  };
}

function* occurrences(bytes: Buffer): Generator<[number: number, raw: Raw]> {
  let at = 0;
  const readVarint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError("protobuf: the message ends inside a field");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
  };
  const take = (length: number): Buffer => {
    if (at + length > bytes.length)
      throw new RangeError("protobuf: the message ends inside a field");
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tagged = Number(readVarint());
    const wireType = tagged & 7;
    if (wireType === VARINT) yield [tagged >>> 3, readVarint()];
    else if (wireType === DELIMITED) yield [tagged >>> 3, take(Number(readVarint()))];
    else if (wireType === FIXED64) yield [tagged >>> 3, take(8)];
    else if (wireType === FIXED32) yield [tagged >>> 3, take(4)];
    else throw new RangeError(`protobuf: unknown wire type ${wireType}`);
  }
}

function varint(value: bigint): Buffer {
  const groups: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 0x80n) return Buffer.from([...groups, Number(rest)]);
    groups.push(Number(rest & 0x7fn) | 0x80);
  }
}

const tag = (number: number, wireType: number): Buffer => varint(BigInt(number * 8 + wireType));

const delimited = (number: number, content: Buffer): Buffer =>
  Buffer.concat([tag(number, DELIMITED), varint(BigInt(content.length)), content]);

function asBytes(wire: Raw): Buffer {
  if (typeof wire === "bigint") throw new TypeError("protobuf: a varint where bytes should be");
  return wire;
}

function asVarint(wire: Raw): bigint {
  if (typeof wire !== "bigint") throw new TypeError("protobuf: bytes where a varint should be");
  return wire;
}
