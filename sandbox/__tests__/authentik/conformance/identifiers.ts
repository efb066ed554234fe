/** What servers make up: UUIDs, codes and request ids, hashes, generated texts, times, tokens. */
const MADE_UP = new RegExp(
  [
    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|\\+00:00)",
    "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "(?<![0-9A-Za-z])[0-9a-f]{64}(?![0-9A-Za-z])",
    "(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z])",
    "(?<![0-9A-Za-z])(?=[a-zA-Z]*\\d)[0-9A-Za-z]{40}(?![0-9A-Za-z])",
    "eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*",
  ].join("|"),
  "g",
);

/** Which of what the recorded server made up stands for which of what this one made up. */
export class Identifiers {
  readonly #ours = new Map<string, string>();

  /** @param origin - scheme, host and port of either server */
  constructor(origin: { readonly recorded: string; readonly ours: string }) {
    this.#ours.set(origin.recorded, origin.ours);
  }

  /** A text of the recording, with what this server has in place of what that one had. */
  translate(text: string): string {
    let translated = text;
    for (const [recorded, ours] of this.#ours) translated = translated.replaceAll(recorded, ours);
    return translated;
  }

  /** Whether two texts are the same but for what each server makes up; learns what that is. */
  match(recorded: string, ours: string): boolean {
    const expected = this.translate(recorded).replaceAll("JWT", "eyJx.x.x");
    if (skeleton(expected) !== skeleton(ours)) return false;
    const found = ours.match(MADE_UP) ?? [];
    return (expected.match(MADE_UP) ?? []).every((made, index) => {
      const here = found[index] ?? "";
      if (made === here || /^eyJ|^\d{4}-/.test(made)) return true;
      if ([...this.#ours.values()].includes(made)) return false;
      this.#ours.set(made, here);
      return true;
    });
  }
}

const skeleton = (text: string): string =>
  text.replace(MADE_UP, (made) => `<${/^eyJ|^\d{4}-/.exec(made)?.[0].length ?? made.length}>`);
