import { relative } from "node:path";
import type { Ended } from "../run/child";
import type { Stack } from "../stacks/stack";
import type { Diagnostics } from "./diagnostics";
import type { Terraform } from "./terraform";

/** The errors of a command that failed, or whatever else it said, and how to get over it. */
export function whatWasSaid(
  diagnostics: Diagnostics,
  { code, signal, stderr }: Ended,
  terraform: Pick<Terraform, "engine">,
  stack: Pick<Stack, "folder" | "json">,
): string {
  const { errors, lock } = diagnostics;
  const killed = signal && `Terraform was ended by ${signal} (a person, a time limit, no memory).`;
  const said = [errors, killed].filter(Boolean).join("\n");
  if (lock !== undefined) return `${said}\n${unlocking(lock, terraform, stack)}`;
  return said || stderr.trim() || `It ended with exit code ${code}, without a word.`;
}

/** What to do about a lock that somebody else has. */
function unlocking(
  id: string,
  { engine }: Pick<Terraform, "engine">,
  { folder, json }: Pick<Stack, "folder" | "json">,
): string {
  const wait = "Wait until that run has ended, or let Terraform wait for it: --lock-timeout 10m.";
  // Who is named is whoever asked, and the lock can be given back by its own session alone.
  if (isPg(json.terraform))
    return `${wait} PostgreSQL does not tell whose the lock is. It ends with the run that has it, killed or not.`;
  const there = relative(process.cwd(), folder) || ".";
  const command = `${engine.program} -chdir=${quoted(there)} force-unlock -force ${id}`;
  return `${wait}\nIf that run is no more, because it was killed, give its lock back:\n  ${command}`;
}

const isPg = (terraform: unknown): boolean =>
  (terraform as { backend?: { pg?: unknown } } | undefined)?.backend?.pg !== undefined;

const quoted = (path: string): string =>
  /^[\w./@%+,:=-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
