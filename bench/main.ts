/** `npm run bench [-- synth|one-plan|plan|review]`: prints ratios, one table a question. */
import { benchOnePlan } from "./one-plan";
import { benchSynth } from "./synth";

const BENCHES: Readonly<Record<string, () => void | Promise<void>>> = {
  synth: benchSynth,
  "one-plan": benchOnePlan,
};

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  for (const name of wanted.length > 0 ? wanted : Object.keys(BENCHES)) {
    const bench = BENCHES[name];
    if (bench === undefined) throw new Error(`There is ${Object.keys(BENCHES).join(", ")}.`);
    await bench();
  }
}

void main();
