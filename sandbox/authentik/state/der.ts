/*
 * The few shapes of ASN.1 that a certificate needs, in their distinguished encoding
 * (ITU-T X.690, DER).
 */

/** One element: tag, length, content. */
export function element(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), length(body.length), body]);
}

/** SEQUENCE. */
export const sequence = (...content: readonly Buffer[]): Buffer => element(0x30, ...content);

/** SET. */
export const set = (...content: readonly Buffer[]): Buffer => element(0x31, ...content);

/** INTEGER from big-endian bytes, taken as not negative. */
export function integer(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Buffer.from([0]) : bytes.subarray(first);
  const sign = (digits[0] ?? 0) & 0x80 ? Buffer.from([0]) : Buffer.alloc(0);
  return element(0x02, sign, digits);
}

/** BIT STRING of whole bytes. */
export const bitString = (bytes: Buffer): Buffer => element(0x03, Buffer.from([0]), bytes);

/** UTF8String. */
export const utf8String = (text: string): Buffer => element(0x0c, Buffer.from(text, "utf8"));

/** NULL. */
export const nothing = (): Buffer => element(0x05);

/** UTCTime, to the second: how RFC 5280 wants times before 2050. */
export function utcTime(time: Date): Buffer {
  const digits = time.toISOString().replace(/[-:T]/g, "").slice(2, 14);
  return element(0x17, Buffer.from(`${digits}Z`, "ascii"));
}

/** OBJECT IDENTIFIER from its dotted form. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

function length(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size]);
  const digits: number[] = [];
  for (let rest = size; rest > 0; rest >>= 8) digits.unshift(rest & 0xff);
  return Buffer.from([0x80 | digits.length, ...digits]);
}
