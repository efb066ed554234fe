import { stripVTControlCharacters } from "node:util";

/** What servers say does not steer the terminal, nor break a line. */
export const shown = (text: string): string =>
  stripVTControlCharacters(text)
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ");
