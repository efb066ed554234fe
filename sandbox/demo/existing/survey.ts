/** A look at both servers before anything is done on them. */
import type { Administrator, Settings } from "../administrator";
import type { ExistingServers } from "../options";
import type { Declared } from "../project";
import { type AuthentikApi, reason } from "./authentik-api";
import { NotReady } from "./not-ready";

/** Name of all that the demo makes in authentik: of the provider, and of the application. */
export const NAME = "demo-EspoCRM";

/** The application's slug. */
export const SLUG = "demo-espocrm";

/** What was found, and what the demo is going to declare. */
export interface Survey {
  /** EspoCRM's settings. */
  readonly found: Settings;
  /** authentik's release line. */
  readonly release: string;
  /** Who is let in, in words. */
  readonly letsIn: string;
  /** What the demo declares. */
  readonly declared: Declared;
}

/**
 * Looks at both servers.
 * @throws {NotReady} where the demo could not run, or its end could not leave things as they were found
 */
export async function survey(
  servers: ExistingServers,
  authentik: AuthentikApi,
  administrator: Administrator,
): Promise<Survey> {
  const release = servers.release ?? (await authentik.release());
  const there = await authentik.named(NAME, SLUG);
  if (there.length > 0) {
    const objects = there.map((row) => row.join(" ")).join(", ");
    throw new NotReady(
      `${servers.authentik} has already what the demo would make: ${objects}. If an earlier demo left it, undo that (npm run demo -- --undo FOLDER), or delete it in authentik.`,
    );
  }
  const found = await administrator.settings().catch((error: unknown) => {
    throw new NotReady(
      `${servers.espocrm}: ${reason(error)}. Is it EspoCRM's address, and are TF_VAR_espocrm_username and TF_VAR_espocrm_password an administrator's?`,
    );
  });
  expectOwnLogin(servers.espocrm, found);
  const user = servers.group === undefined ? await authentik.owner() : undefined;
  return {
    found,
    release,
    letsIn: user === undefined ? `the group ${servers.group ?? ""}` : `the user ${user}`,
    declared: {
      release,
      application: { name: NAME, slug: SLUG },
      bindings: [user === undefined ? { group: servers.group } : { user }],
      login: { allowRegularUserFallback: true },
    },
  };
}

/** A client secret that is there would be overwritten, and nobody can read it to put it back. */
function expectOwnLogin(url: string, found: Settings): void {
  if (found["authenticationMethod"] === undefined) {
    throw new NotReady(
      `${url} does not show an administrator's settings: TF_VAR_espocrm_username and TF_VAR_espocrm_password have to be those of an administrator of EspoCRM.`,
    );
  }
  if (found["authenticationMethod"] !== "Oidc" && !found["oidcClientId"]) return;
  throw new NotReady(
    `${url} has an OpenID Connect login already (authenticationMethod ${JSON.stringify(found["authenticationMethod"])}, oidcClientId ${JSON.stringify(found["oidcClientId"] ?? null)}). The demo would overwrite its client secret, which nobody can read and put back. Take another EspoCRM; \`espo-authentik adopt\` takes this login over.`,
  );
}
