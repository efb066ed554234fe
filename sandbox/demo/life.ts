/** An integration's life, scene by scene, with our own commands. */
import { type Administrator, differences, type Settings } from "./administrator";
import type { Stage } from "./demo";
import { called, ProgramFailed } from "./product";
import { STACK } from "./project";
import type { Screen } from "./screen";

const PLAN = ["plan", STACK];
const APPLY = ["apply", STACK];

const NO_LOGIN =
  "Left out: a whole login. It takes --login USER, and the user's password in ESPO_AUTHENTIK_LOGIN_PASSWORD.";

/**
 * Shows it from the first plan until everything is as before.
 * @throws {ProgramFailed} where a command does not do what is due
 */
export async function showLife(screen: Screen, stage: Stage): Promise<void> {
  const { administrator, product, project } = stage;
  const found = await administrator.settings();
  screen.heading("integrations.yaml");
  for (const line of project.configuration.trimEnd().split("\n")) screen.note(`    ${line}`);

  screen.heading("1  Review: what will change for the people who log in");
  screen.quote(
    await step(screen, PLAN, "changes (exit 2), nothing done yet", () => product.run(PLAN, 2)),
  );

  screen.heading("2  Apply exactly that");
  await step(screen, APPLY, "applied", () => product.run(APPLY));
  await stage.showApplied(differences(found, await administrator.settings()));
  screen.print();
  await step(screen, PLAN, "nothing to do (exit 0)", () => product.run(PLAN));

  screen.heading("3  Can people log in?");
  const { login } = stage;
  const verify = ["verify", STACK, ...(login === undefined ? [] : ["--login", login])];
  const proved = login === undefined ? "nothing is wrong" : `${login} signed in, and out again`;
  screen.quote(await step(screen, verify, proved, () => product.run(verify)));
  if (login === undefined) screen.note(`  ${NO_LOGIN}`);

  screen.heading("4  A change that would let everybody in");
  await showRefusal(screen, stage);

  screen.heading("5  Drift");
  await showDrift(screen, stage, administrator);

  screen.heading("6  The end");
  const end = [...PLAN, "--destroy"];
  await step(screen, end, "changes (exit 2)", () => product.run(end, 2));
  await step(screen, APPLY, "EspoCRM has its own login again", () => product.run(APPLY));
  expectAsBefore(screen, found, await administrator.settings());
}

async function step<T>(
  screen: Screen,
  command: readonly string[],
  result: string,
  work: () => Promise<T>,
): Promise<T> {
  screen.begin(called(command));
  const value = await work();
  screen.done(result);
  return value;
}

/** The bindings go: a pipeline is told which stack that touches, and a gate stops it. */
async function showRefusal(screen: Screen, { product, project }: Stage): Promise<void> {
  const hasGit = await product.commit();
  await project.bind([]);
  screen.print("  Somebody takes the bindings out of integrations.yaml.");
  const changed = ["changed", "--since", "HEAD"];
  if (hasGit) {
    screen.quote(
      await step(screen, changed, "the stacks that a pipeline has to plan", () =>
        product.run(changed),
      ),
    );
  } else screen.note("  (There is no git here: `espo-authentik changed` is not shown.)");
  screen.quote(await step(screen, PLAN, "a gate refuses (exit 3)", () => product.run(PLAN, 3)));
  await project.bind();
  screen.print("  The bindings are put back.");
}

async function showDrift(
  screen: Screen,
  { product }: Stage,
  administrator: Administrator,
): Promise<void> {
  const before = await administrator.settings();
  const byHand = {
    oidcLogoutUrl: "https://elsewhere.example/logout",
    recordsPerPage: Number(before["recordsPerPage"]) + 13,
  };
  await administrator.change(byHand);
  screen.print("  Changed by hand in EspoCRM:");
  screen.print(`    oidcLogoutUrl   ${byHand.oidcLogoutUrl}   managed by the integration`);
  screen.print(`    recordsPerPage  ${byHand.recordsPerPage}   not managed`);

  const said = await step(screen, PLAN, "finds the one, and leaves the other (exit 2)", () =>
    product.run(PLAN, 2),
  );
  screen.quote(said);
  if (!said.includes("oidcLogoutUrl") || said.includes("recordsPerPage")) {
    throw new ProgramFailed(called(PLAN), `Drift of oidcLogoutUrl alone was due:\n${said}`);
  }

  await step(screen, APPLY, "oidcLogoutUrl is as declared again", () => product.run(APPLY));
  const after = await administrator.settings();
  const isAsDeclared = after["oidcLogoutUrl"] === before["oidcLogoutUrl"];
  if (!isAsDeclared || after["recordsPerPage"] !== byHand.recordsPerPage) {
    throw new ProgramFailed(called(APPLY), "The drift is still there, or too much was put back.");
  }
  await administrator.change({ recordsPerPage: before["recordsPerPage"] });
}

function expectAsBefore(screen: Screen, found: Settings, now: Settings): void {
  const left = differences(found, now);
  if (left.length > 0) {
    const names = left.map(({ name }) => name).join(", ");
    throw new ProgramFailed(called(APPLY), `EspoCRM is not as it was found: ${names}`);
  }
  const count = Object.keys(found).length;
  screen.print(`  EspoCRM's ${count} settings are as they were found, timestamps aside.`);
}
