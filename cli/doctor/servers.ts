/** Whether the two servers answer, and to these credentials. */
import { terraformVariable } from "../run/variables";
import { ServerFault } from "../servers/http/server-fault";
import type { Declaration } from "../verify/declaration";
import { espocrm as espocrmCheck } from "../verify/checks/espocrm";
import { release as releaseCheck } from "../verify/checks/release";
import { type Gathered, gather, type Means } from "../verify/gathering";
import { Unobserved } from "../verify/observation";
import type { Finding } from "./finding";

/** Asks each server once, whoever shares it. Nothing is changed. */
export async function servers(
  declarations: readonly Declaration[],
  means: Means,
): Promise<readonly Finding[]> {
  const seen = new Set<string>();
  const isNew = (key: string): boolean => !seen.has(key) && Boolean(seen.add(key));
  const asked = declarations.map(async (declared): Promise<readonly Finding[]> => {
    const { authentik, espocrm } = declared.props;
    const wantsAuthentik = isNew(
      JSON.stringify([authentik.apiUrl, authentik.tokenVariable, declared.release]),
    );
    const wantsEspoCrm = isNew(JSON.stringify([espocrm.apiUrl, espocrm.usernameVariable]));
    const gathered = gather(declared, means);
    try {
      return await Promise.all([
        ...(wantsAuthentik ? [authentikAt(declared, gathered, means)] : []),
        ...(wantsEspoCrm ? [espocrmAt(declared, gathered, means)] : []),
      ]);
    } finally {
      await gathered.close();
    }
  });
  return (await Promise.all(asked)).flat();
}

function authentikAt(
  { props, variables }: Declaration,
  { authentik, facts }: Gathered,
  { environment }: Means,
): Promise<Finding> {
  return finding(`authentik ${props.authentik.url}`, async () => {
    if (terraformVariable(environment, variables.token) === undefined) {
      await authentik.send({ url: `${authentik.access.api}/root/config/` });
      return { state: "warning", found: "answers; without a token it was not asked for more" };
    }
    await facts.provider.get();
    // A plan stops at another line than the declared one, which is the newest where none is declared.
    const outcome = await releaseCheck.run(facts);
    if (outcome.status === "fail")
      return { state: "missing", found: outcome.saw, fix: outcome.fix };
    const live = await facts.liveRelease.get();
    const named = live.kind === "known" ? live.version : "version not known";
    return { state: "ok", found: `${named}, accepts the API token` };
  });
}

function espocrmAt(
  { props, variables: { password, username } }: Declaration,
  { facts }: Gathered,
  { environment }: Means,
): Promise<Finding> {
  return finding(`EspoCRM ${props.espocrm.url}`, async () => {
    if ([username, password].some((name) => terraformVariable(environment, name) === undefined)) {
      await facts.authorizationData.get();
      return {
        state: "warning",
        found: "answers; without an administrator it was not asked for more",
      };
    }
    const outcome = await espocrmCheck.run(facts);
    if (outcome.status === "not checked") return { state: "warning", found: outcome.why };
    return outcome.status === "pass"
      ? { state: "ok", found: outcome.saw }
      : { state: "missing", found: outcome.saw, fix: outcome.fix };
  });
}

async function finding(
  about: string,
  ask: () => Promise<Omit<Finding, "about">>,
): Promise<Finding> {
  try {
    return { about, ...(await ask()) };
  } catch (error) {
    const fault = error instanceof Unobserved ? error.fault : error;
    if (!(fault instanceof ServerFault)) throw error;
    return { about, state: "missing", found: `${fault.happened} (${fault.url})`, fix: fault.fix };
  }
}
