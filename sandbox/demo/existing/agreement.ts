/** Saying what is going to be done to whose servers, and asking. */
import { createInterface } from "node:readline/promises";
import type { ExistingServers } from "../options";
import type { Screen } from "../screen";
import { NotReady } from "./not-ready";
import { NAME, SLUG, type Survey } from "./survey";

/** Says what is going to be done. */
export function announce(
  screen: Screen,
  { authentik, espocrm, folder, login }: ExistingServers,
  { found, letsIn, release }: Survey,
): void {
  screen.heading("What is going to be done, on servers that exist");
  screen.print(`  authentik ${authentik}, release line ${release}`);
  screen.print(`    makes    the provider ${NAME}, the application ${NAME} (${SLUG}),`);
  screen.print(`             and a binding that lets in ${letsIn}`);
  screen.print("    at the end they are deleted");
  screen.print(`  EspoCRM ${espocrm}`);
  screen.print("    changes  the login to authentik's (authenticationMethod, oidc…); passwords of");
  screen.print("             EspoCRM work all the while, for administrators and for all others");
  screen.print("             by hand, to show drift: oidcLogoutUrl for some seconds to another");
  screen.print("             address, recordsPerPage for some seconds to another number");
  screen.print(`    at the end its ${Object.keys(found).length} settings are as they are now`);
  if (login === undefined) {
    screen.print("  Left out: a whole login (it takes --login USER).");
  } else {
    screen.print(`  ${login} signs in once, and out again; both servers log that.`);
    screen.print(
      found["oidcCreateUser"] === true
        ? `    If EspoCRM does not know ${login}, it creates this user, who then stays.`
        : `    EspoCRM has to know a user ${login}: it creates none.`,
    );
  }
  screen.print(
    "  It takes a minute or two. Ctrl-C and a failure undo what was done, too. Until it is",
  );
  screen.print(`  undone, what was found is kept in ${folder}.`);
}

/**
 * Asks whether to go on.
 * @param yes whether that was said already
 * @throws {NotReady} where there is nobody to ask
 */
export async function agreed(yes: boolean, stop: AbortSignal): Promise<boolean> {
  if (yes) return !stop.aborted;
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new NotReady(
      "Nothing was done: there is no terminal to ask on. Say --yes if that is to be done.",
    );
  }
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: false });
  const ended = new AbortController();
  lines.once("close", () => {
    ended.abort();
  });
  const signal = AbortSignal.any([stop, ended.signal]);
  try {
    const answer = await lines.question("\nGo on? Only yes goes on: ", { signal });
    return answer.trim().toLowerCase() === "yes";
  } catch {
    return false; // Ctrl-C, or the end of the input.
  } finally {
    lines.close();
  }
}
