import { Option } from "commander";
import { CommandFailure } from "../run/failure";
import { GATE_IDS } from "../review/gates/index";

/** Gates that are off: the reason for each, by id. */
export type GatesOff = ReadonlyMap<string, string>;

/** Shortest reason that can be one. */
const SHORTEST_REASON = 3;

/**
 * Reads the values of `--gate`: `<id>=off: <reason>`, or `<id>=on`. The last word on a gate counts.
 * @throws {CommandFailure} with exit code 2, naming every value that is none
 */
export function parseGates(rules: readonly string[]): GatesOff {
  const off = new Map<string, string>();
  const complaints: string[] = [];
  for (const rule of rules) {
    const match = /^\s*([\w-]+)\s*=\s*(?:(on)|off\s*:\s*(.*?))\s*$/s.exec(rule);
    const [, id = "", on, reason = ""] = match ?? [];
    if (!match) complaints.push(`${JSON.stringify(rule)}: expected <id>=off: <reason>, or <id>=on`);
    else if (!GATE_IDS.includes(id))
      complaints.push(`${JSON.stringify(rule)}: there is no gate ${id}`);
    else if (on) off.delete(id);
    else if (reason.length < SHORTEST_REASON)
      complaints.push(
        `${JSON.stringify(rule)}: say why, the review shows it: --gate '${id}=off: <reason>'`,
      );
    else off.set(id, reason);
  }
  if (complaints.length > 0) {
    const lines = complaints.map((complaint) => `  - ${complaint}`);
    throw new CommandFailure(
      ["--gate was not understood:", ...lines, `Gates: ${GATE_IDS.join(", ")}.`].join("\n"),
    );
  }
  return off;
}

/** `--gate <rule>`, to be given any number of times; its values go to {@link parseGates}. */
export const gateOption = (): Option =>
  new Option(
    "--gate <rule>",
    "switch a gate off, with the reason: '<id>=off: <reason>'; repeatable",
  )
    .default([] as string[], "all on")
    .argParser((rule: string, earlier: readonly string[]) => [...earlier, rule]);
