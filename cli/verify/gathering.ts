import { join } from "node:path";
import type { Interruption } from "../run/interruption";
import { takeDown } from "../run/masking";
import type { Scrubber } from "../run/scrubber";
import type { Work } from "../run/work";
import { Authentik } from "../servers/authentik/authentik";
import { declaredAuthentik, declaredEspoCrm } from "../servers/declared";
import { EspoCrm } from "../servers/espocrm/espocrm";
import { HttpClient } from "../servers/http/client";
import type { Declaration } from "./declaration";
import { outdirOf } from "./declarations";
import type { Facts } from "./facts";
import { observe } from "./observations";
import { type Outputs, readOutputs } from "./outputs";
import { SeenKeys } from "./seen-keys";

/** What verification works with. */
export interface Means {
  /** Environment variables, credentials among them. */
  readonly environment: NodeJS.ProcessEnv;
  /** Folder that stacks are synthesized into. */
  readonly outdir: string;
  /** Milliseconds that one request may take. */
  readonly timeout: number;
  /** Keeps what is found of secrets out of all output. */
  readonly scrubber: Scrubber;
  /** Ends Terraform when the command is ended. */
  readonly interruption: Interruption;
}

/**
 * What a command's verification works with.
 * @param timeout seconds that one request may take
 */
export async function meansOf(work: Work, timeout: number): Promise<Means> {
  const { environment, interruption, scrubber } = work;
  const outdir = await outdirOf(work);
  return { environment, outdir, timeout: timeout * 1000, scrubber, interruption };
}

/** The two servers of an integration, and what can be found out about it. */
export interface Gathered {
  /** The facts; nothing is asked before somebody wants to know it. */
  readonly facts: Facts;
  /** authentik. */
  readonly authentik: Authentik;
  /** EspoCRM. */
  readonly espocrm: EspoCrm;
  /** Ends the connections. */
  readonly close: () => Promise<void>;
}

/** Everything that can be found out about one integration. */
export function gather(declared: Declaration, means: Means): Gathered {
  const { environment, interruption, outdir, scrubber } = means;
  const keepSecret = (value: string): void => takeDown(value, scrubber);
  const access = declaredEspoCrm(declared.props.espocrm, means);
  const toAuthentik = declaredAuthentik(declared.props.authentik, means);
  scrubber.credentials(access.username, access.password);
  keepSecret(toAuthentik.token);

  const http = new HttpClient(access.client);
  const authentik = new Authentik(toAuthentik, keepSecret);
  const espocrm = new EspoCrm(http, access, keepSecret);
  const folder = join(outdir, "stacks", declared.stack);
  let outputs: Promise<Outputs> | undefined;
  return {
    authentik,
    espocrm,
    facts: {
      declared,
      ...observe(declared, authentik, espocrm),
      outputs: () => (outputs ??= readOutputs(folder, environment, interruption, keepSecret)),
      seenKeys: new SeenKeys(join(outdir, "verify", `${declared.name}.keys.json`)),
      now: Date.now,
    },
    close: async () => {
      await Promise.all([authentik.close(), http.close()]);
    },
  };
}
