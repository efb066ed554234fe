/** What `init` has to be told, by options or by a person. */
import { createInterface } from "node:readline/promises";
import { NEWEST_RELEASE, SUPPORTED_RELEASES } from "../../lib/declaration";
import type { TextStream } from "../run/context";
import { CommandFailure } from "../run/failure";
import { PIPELINES, type Pipeline } from "./pipelines";

/** All that a new project's files say. */
export interface Answers {
  /** Name of the integration, and of its stack. */
  readonly name: string;
  /** authentik's address. */
  readonly authentik: string;
  /** authentik's release line. */
  readonly release: string;
  /** EspoCRM's address. */
  readonly espocrm: string;
  /** Slug of the application in authentik. */
  readonly slug: string;
  /** The group that may log in. */
  readonly group: string;
  /** Whose pipeline to write. */
  readonly ci: Pipeline;
}

/** A question, by the option that answers it. */
interface Question {
  readonly asks: string;
  /** What is taken where nothing is said. @default - it has to be said */
  readonly standard?: string;
}

const QUESTIONS: Readonly<Record<keyof Answers, Question>> = {
  authentik: { asks: "Address of authentik, as people's browsers know it (https://…)" },
  release: {
    asks: `authentik's release line (${SUPPORTED_RELEASES.join(", ")})`,
    standard: NEWEST_RELEASE,
  },
  espocrm: { asks: "Address of EspoCRM (https://…)" },
  group: { asks: "authentik's group whose members may log in" },
  slug: { asks: "Slug of the application in authentik", standard: "espocrm" },
  name: { asks: "Name of the stack", standard: "crm" },
  ci: { asks: `Pipeline (${PIPELINES.join(", ")})`, standard: "none" },
};

/** What was said by options. */
export type Given = Partial<Record<keyof Answers, string>>;

/**
 * Completes what was said: asks a person where there is one, else takes what is usual.
 * @param given what was said
 * @param ask asks a person a question; undefined where none is there
 * @param refusal what is wrong with an answer that a person gave, who is then asked again
 * @throws {CommandFailure} where something has to be said that nobody said
 */
export async function complete(
  given: Given,
  ask: ((question: string) => Promise<string>) | undefined,
  refusal: (name: keyof Answers, answer: string) => string | undefined = () => undefined,
): Promise<Answers> {
  const answers: Record<string, string> = { ...given };
  const missing: string[] = [];
  for (const name of Object.keys(QUESTIONS) as (keyof Answers)[]) {
    if (answers[name] !== undefined) continue;
    const { asks, standard } = QUESTIONS[name];
    const question = standard === undefined ? `${asks}: ` : `${asks} [${standard}]: `;
    const say = async (text: string) => (await ask?.(text))?.trim() || standard;
    const wrongIn = (said = "") => (ask === undefined ? undefined : refusal(name, said));
    let answer = await say(question);
    for (let wrong = wrongIn(answer); wrong !== undefined; wrong = wrongIn(answer)) {
      answer = await say(`${wrong}\n${question}`);
    }
    if (answer === undefined) missing.push(`--${name} (${asks})`);
    else answers[name] = answer;
  }
  if (missing.length > 0) {
    throw new CommandFailure(`Nothing was written. Missing: ${missing.join(", ")}.`);
  }
  if (!(PIPELINES as readonly string[]).includes(answers["ci"] ?? "")) {
    throw new CommandFailure(
      `Nothing was written. There is no pipeline ${JSON.stringify(answers["ci"])}: choose one of ${PIPELINES.join(", ")}.`,
    );
  }
  return answers as unknown as Answers;
}

/** Asks on a terminal. Ctrl-C, or the end of the input, ends the command. */
export function asking(stderr: TextStream): {
  ask: (question: string) => Promise<string>;
  close: () => void;
} {
  const lines = createInterface({ input: process.stdin, terminal: false });
  const ended = new AbortController();
  lines.once("close", () => {
    ended.abort();
  });
  return {
    ask: async (question) => {
      stderr.write(question);
      try {
        return await lines.question("", { signal: ended.signal });
      } catch {
        throw new CommandFailure("\nNothing was written.", 1);
      }
    },
    close: () => {
      lines.close();
    },
  };
}
