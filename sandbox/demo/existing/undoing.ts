/** Taking back what the demo did, whatever it has got to. */
import { type Administrator, differences, type Settings } from "../administrator";
import type { Product } from "../product";
import { STACK } from "../project";
import type { Screen } from "../screen";
import { type AuthentikApi, reason } from "./authentik-api";
import { NAME, SLUG } from "./survey";

/** Something is left on a server. */
export class NotUndone extends Error {
  /**
   * @param left what, a line each
   * @param folder the folder by which it can be undone
   */
  constructor(left: readonly string[], folder: string) {
    super(
      [
        "Not all could be undone. Left:",
        ...left.map((line) => `  - ${line}`),
        "Undo it, with the same credentials in the environment:",
        `  npm run demo -- --undo ${folder}`,
      ].join("\n"),
    );
  }
}

/** What undoing works with. */
export interface Undoing {
  /** Where it shows itself. */
  readonly screen: Screen;
  /** Our own commands in the demo's project; nothing interrupts them. */
  readonly product: Product;
  /** The administrator of EspoCRM. */
  readonly administrator: Administrator;
  /** authentik. */
  readonly authentik: AuthentikApi;
  /** EspoCRM's settings, as they were found. */
  readonly found: Settings;
  /** The project's folder. */
  readonly folder: string;
}

/** The settings that the demo changes; others are none of its business. */
const OURS = /^(authenticationMethod|oidc\w*|recordsPerPage)$/;

/**
 * Undoes by our own `plan --destroy` and `apply`, then puts back what the demo changed by hand.
 * @throws {NotUndone} where something is left
 */
export async function undo(undoing: Undoing): Promise<void> {
  const { folder, product, screen } = undoing;
  const left: string[] = [];
  screen.begin(`espo-authentik plan ${STACK} --destroy, and apply`);
  try {
    await product.destroy(STACK);
    screen.done("undone");
  } catch (error) {
    screen.failed("failed");
    left.push(reason(error).trim().replaceAll("\n", "\n    "));
  }
  left.push(...(await settingsLeft(undoing)), ...(await objectsLeft(undoing)));
  if (left.length > 0) throw new NotUndone(left, folder);
}

/**
 * Looks whether authentik has anything left that the demo made.
 * @throws {NotUndone} where it has
 */
export async function expectNoObjects(undoing: Undoing): Promise<void> {
  const left = await objectsLeft(undoing);
  if (left.length > 0) throw new NotUndone(left, undoing.folder);
}

async function settingsLeft({ administrator, found, screen }: Undoing): Promise<string[]> {
  const look = async () => differences(found, await administrator.settings());
  try {
    const byHand = (await look()).filter(({ name }) => OURS.test(name));
    if (byHand.length > 0) {
      const names = byHand.map(({ name }) => name).join(", ");
      screen.note(`  Put back as found, over EspoCRM's API: ${names}`);
      const noLogin = names.includes("oidcClientId") && { oidcClientSecret: null };
      await administrator.change({
        ...Object.fromEntries(byHand.map(({ name, before }) => [name, before])),
        ...noLogin,
      });
    }
    const now = await look();
    const others = now.filter(({ name }) => !OURS.test(name)).map(({ name }) => name);
    if (others.length > 0) {
      screen.note(`  Changed by others meanwhile, and left alone: ${others.join(", ")}`);
    }
    const ours = now.filter(({ name }) => OURS.test(name));
    if (ours.length === 0) screen.print("  EspoCRM's settings are as they were found.");
    return ours.map(
      ({ name, before, after }) =>
        `EspoCRM's setting ${name}: is ${JSON.stringify(after)}, was ${JSON.stringify(before)}`,
    );
  } catch (error) {
    return [`EspoCRM's settings could not be looked at: ${reason(error)}`];
  }
}

/** What the demo made in authentik and is there still. */
async function objectsLeft({ authentik, screen }: Undoing): Promise<string[]> {
  try {
    const there = await authentik.named(NAME, SLUG);
    if (there.length === 0) screen.print("  authentik has nothing left that the demo made.");
    return there.map((row) => `in authentik: ${row.join(" ")}`);
  } catch (error) {
    return [`authentik could not be looked at: ${reason(error)}`];
  }
}
