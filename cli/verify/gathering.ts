import { join } from "node:path";
import { authentikClient, espocrmClient } from "../servers/http/connections";
import type { Scrubber } from "../run/scrubber";
import type { Interruption } from "../run/interruption";
import { takeDown } from "../run/masking";
import { terraformVariable } from "../run/variables";
import type { Facts } from "./facts";
import { observeAuthentik } from "./observations/authentik";
import { observeAuthentikApi } from "./observations/authentik-api";
import { observeEspoCrm } from "./observations/espocrm";
import { type Outputs, readOutputs } from "./outputs";
import { SeenKeys } from "./seen-keys";
import type { Subject } from "./declaration";
import { Login, type TestUser } from "./login/login";

/** What verification works with. */
export interface Means {
  /** Environment variables, credentials among them. */
  readonly environment: NodeJS.ProcessEnv;
  /** Folder that stacks are synthesized into. */
  readonly outdir: string;
  /** Milliseconds that one request may take. */
  readonly timeout: number;
  /** Who signs in; undefined for nobody. */
  readonly user: TestUser | undefined;
  /** Keeps what is found of secrets out of all output. */
  readonly scrubber: Scrubber;
  /** Ends Terraform when the command is ended. */
  readonly interruption: Interruption;
}

/** Facts that can be asked for, over connections that are to be closed. */
export interface OpenFacts {
  /** The facts. */
  readonly facts: Facts;
  /** Ends the connections. */
  readonly close: () => Promise<void>;
}

/** Everything that can be found out about one integration; nothing is asked yet. */
export function gather(subject: Subject, means: Means): OpenFacts {
  const { environment, interruption, outdir, scrubber } = means;
  const { props, variables } = subject;
  const keepSecret = (value: string): void => takeDown(value, scrubber);
  const given = (name: string): string => terraformVariable(environment, name) ?? "";
  const credentials = { username: given(variables.username), password: given(variables.password) };
  scrubber.credentials(credentials.username, credentials.password);
  keepSecret(given(variables.token));

  const toAuthentik = authentikClient(props.authentik, means);
  const toEspoCrm = espocrmClient(props.espocrm, means);
  const espocrm = observeEspoCrm(toEspoCrm, subject, credentials);
  const authentik = observeAuthentik(toAuthentik, subject, espocrm);
  const api = observeAuthentikApi(toAuthentik, subject, given(variables.token), keepSecret);

  let outputs: Promise<Outputs> | undefined;
  const facts: Omit<Facts, "login"> = {
    subject,
    ...espocrm,
    ...authentik,
    ...api,
    outputs: () =>
      (outputs ??= readOutputs(
        join(outdir, "stacks", subject.name),
        environment,
        interruption,
      ).then((read) => {
        if (read.clientSecret !== undefined) keepSecret(read.clientSecret);
        return read;
      })),
    seenKeys: new SeenKeys(join(outdir, "verify", `${subject.name}.keys.json`)),
    now: Date.now,
  };
  const login =
    means.user &&
    new Login({ facts, user: means.user, toAuthentik, toEspoCrm, credentials, keepSecret });
  return {
    facts: { ...facts, login },
    close: async () => {
      await Promise.all([toAuthentik.close(), toEspoCrm.close()]);
    },
  };
}
