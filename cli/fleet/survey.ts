/** Asks the servers of many integrations in what state each is. */
import type { Work } from "../run/work";
import { eachOf } from "../run/in-parallel";
import { checksWith } from "../verify/checks";
import type { Declaration } from "../verify/declaration";
import { gather, type Means } from "../verify/gathering";
import { Observation } from "../verify/observation";
import { runChecks } from "../verify/run";
import { BASIS, judge, type Judgement } from "./state";

/** A list compares no people: that takes both servers' lists of all users. */
const NO_PEOPLE = () =>
  Promise.resolve({ kind: "not compared", why: "a list compares none" } as const);

/**
 * Asks, several at once; nothing is changed, and Terraform is not needed.
 * @param atOnce how many at most
 * @returns the state of each, by name
 */
export async function survey(
  { interruption, progress }: Work,
  declarations: readonly Declaration[],
  means: Means,
  atOnce: number,
): Promise<ReadonlyMap<string, Judgement>> {
  const checks = checksWith(undefined).filter(({ id }) => BASIS.includes(id));
  progress.begin("Asking authentik and EspoCRM", declarations.length);
  const judgements = await eachOf(declarations, atOnce, async (declared) => {
    const { name } = declared;
    // Nobody reads the list of a command that was ended.
    if (interruption.signal !== undefined) return [name, ENDED] as const;
    progress.start(name);
    const { close, facts: all } = gather(declared, means);
    const facts = { ...all, people: new Observation("user-name", NO_PEOPLE) };
    const deaf = interruption.listen(() => void close());
    try {
      return [name, await judge(await runChecks(checks, facts), facts)] as const;
    } finally {
      deaf();
      progress.finish(name);
      await close();
    }
  });
  progress.end();
  return new Map(judgements);
}

const ENDED: Judgement = { state: "not known", saw: "the command was ended" };
