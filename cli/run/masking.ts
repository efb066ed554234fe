import type { TextStream } from "./context";
import type { Scrubber } from "./scrubber";

/** Environment variables whose values are credentials, whatever program they are for. */
const SECRET_NAME =
  /passw(or)?d|passphrase|secret|token|credential|private_?key|access_?key|api_?key/i;

/** Takes down what the environment holds of credentials. */
export function takeDownSecrets(environment: NodeJS.ProcessEnv, scrubber: Scrubber): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || !SECRET_NAME.test(name)) continue;
    if (name.startsWith("TF_VAR_") || looksLikeOne(value)) takeDown(value, scrubber);
  }
}

/** `USE_TOKEN=true` and `TOKEN_FILE=/run/token` hold none, and would be masked in innocent text. */
const looksLikeOne = (value: string): boolean =>
  value.length >= 8 && !/^(true|false|[\d.]+|\.{0,2}\/.*|[a-z]+:\/\/[^@]*)$/i.test(value);

/** Takes down a secret, and each longer line of one of several lines: messages show them alone. */
export function takeDown(value: string, scrubber: Scrubber): void {
  scrubber.secret(value);
  const lines = value.split(/\r?\n/);
  if (lines.length > 1) lines.filter(isTelling).forEach((line) => scrubber.secret(line));
}

/** `-----BEGIN PRIVATE KEY-----` tells nothing. */
const isTelling = (line: string): boolean => line.length >= 16 && !line.startsWith("-----");

/** A stream in which no known secret is shown. */
export function scrubbed(stream: TextStream, scrubber: Scrubber): TextStream {
  return {
    write: (text) => stream.write(scrubber.scrub(text)),
    ...(stream.isTTY !== undefined && { isTTY: stream.isTTY }),
    get columns() {
      return stream.columns;
    },
  };
}
