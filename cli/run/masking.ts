import { namesSecretVariable } from "../../lib/declaration";
import type { TextStream } from "./context";
import type { Scrubber } from "./scrubber";

/** Takes down what the environment holds of credentials. */
export function takeDownSecrets(environment: NodeJS.ProcessEnv, scrubber: Scrubber): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || !namesSecretVariable(name)) continue;
    if (name.startsWith("TF_VAR_") || looksLikeOne(value)) takeDown(value, scrubber);
    // Of a connection string messages may show the password alone.
    const [, password] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s@:]*:([^/?#\s@]+)@/i.exec(value) ?? [];
    if (password !== undefined) takeDown(password, scrubber);
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
