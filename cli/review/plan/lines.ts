import { isAscii } from "node:buffer";

const LINE_FEED = 10;

/**
 * The lines of a stream of bytes, each decoded once and whole. Node's own `readline` looks for line
 * ends in the text of each chunk, which takes several times as long where lines are long.
 */
export async function* lines(
  input: Iterable<Buffer> | AsyncIterable<Buffer | string>,
): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  for await (const chunk of input) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      yield decoded([...begun, bytes.subarray(start, end)]);
      begun = [];
      start = end + 1;
    }
    begun.push(bytes.subarray(start));
  }
  const last = decoded(begun);
  if (last !== "") yield last;
}

function decoded(pieces: readonly Buffer[]): string {
  const [only] = pieces;
  const bytes = only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces);
  const text = bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}
