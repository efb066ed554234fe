import { NEWEST_RELEASE, RELEASES } from "../authentik";
import { type AuthentikRelease, startProviders } from "../terraform";
import { REPOSITORY } from "./project";

/** Terraform's providers at work. */
export interface Attached {
  /** What Terraform's environment must have. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends them. */
  readonly close: () => Promise<void>;
}

/** The release of authentik's provider for a release line; the newest for one that is not known. */
export const providerFor = (line: string): AuthentikRelease =>
  `${RELEASES.find((known) => known === line) ?? NEWEST_RELEASE}.0`;

/**
 * Starts the stand-ins, if they are in use.
 * @param kind which providers are in use
 * @param line release line of authentik that they are for
 */
export async function attach(
  kind: "real" | "stand-in",
  line: string = NEWEST_RELEASE,
): Promise<Attached> {
  if (kind === "real") return { environment: {}, close: () => Promise.resolve() };
  const { environment, close } = await startProviders({
    schemas: `${REPOSITORY}/providers`,
    environment: {},
    authentikRelease: providerFor(line),
  });
  return { environment: { ...environment }, close };
}
