import fc from "fast-check";
import { lines } from "../../../../cli/review/plan/lines";

async function read(chunks: Iterable<Buffer>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of lines(chunks)) found.push(line);
  return found;
}

/** Bytes, cut into pieces wherever it may be. */
function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
  places.sort((a, b) => a - b);
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

const line = fc.string({ unit: "grapheme" }).map((text) => text.replace(/[\r\n]/g, ""));

describe("lines", () => {
  it("are the same wherever the stream is cut, be it amid a character", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line),
        line.filter((text) => text !== ""),
        fc.constantFrom("\n", "\r\n"),
        fc.array(fc.nat()),
        async (first, last, end, cuts) => {
          const all = [...first, last];
          expect(await read(pieces(Buffer.from(all.join(end)), cuts))).toEqual(all);
        },
      ),
    );
  });

  it("do not end with an empty one where the text ends with a line end", async () => {
    expect(await read([Buffer.from("one\n\ntwo\n")])).toEqual(["one", "", "two"]);
  });
});
