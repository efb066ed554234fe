import { takeDown } from "../run/masking";
import type { Work } from "../run/work";
import { Authentik, type AuthentikAccess } from "../servers/authentik/authentik";
import { declaredAuthentik, declaredEspoCrm } from "../servers/declared";
import { EspoCrm } from "../servers/espocrm/espocrm";
import { HttpClient } from "../servers/http/client";
import { ServerFault } from "../servers/http/server-fault";
import type { Stack } from "../stacks/stack";
import type { Declaration } from "../verify/declaration";
import { statedIn } from "../verify/stated";
import { PREFLIGHT_CHECKS } from "./checks";
import { Directory } from "./directory";
import { findingText } from "./finding";
import { missingVariables } from "./variables";

/** Milliseconds that a request may take: as long as `verify` waits. */
const TIMEOUT = 10_000;

/**
 * Looks at what Terraform will need before it is asked: variables, the API token, what the declaration
 * names. Terraform finds most of it, too, but one at a time and in words that name no place.
 */
export class Preflight {
  readonly #directories = new Map<string, Directory>();
  readonly #clients: HttpClient[] = [];

  /** @param work what the command works with */
  constructor(private readonly work: Work) {}

  /** What Terraform would ask a person for, and nobody gives; undefined where nothing is missing. */
  lacks(stack: Stack): string | undefined {
    const missing = missingVariables(stack, this.work.environment);
    if (missing.length === 0) return undefined;
    const lines = missing.map((line) => `  ${line}`).join("\n");
    return `Terraform variables have no value. Set in the environment:\n${lines}`;
  }

  /**
   * What stops a stack's plan, for people, all at once; undefined where nothing does. What the token may
   * not read, or what only Terraform knows, is left to Terraform.
   */
  async stops(stack: Stack): Promise<string | undefined> {
    const said = await Promise.all(statedIn(stack).map((declared) => this.#look(declared)));
    const all = [...new Set(said.flat())];
    return all.length === 0 ? undefined : all.join("\n");
  }

  /** Ends the connections. */
  async close(): Promise<void> {
    await Promise.all([
      ...[...this.#directories.values()].map(({ authentik }) => authentik.close()),
      ...this.#clients.map((http) => http.close()),
    ]);
  }

  /** The authentik of an integration; the same one for all that reach it the same way. */
  directoryOf(declared: Declaration): Directory {
    const { environment, scrubber } = this.work;
    const access = declaredAuthentik(declared.props.authentik, { environment, timeout: TIMEOUT });
    takeDown(access.token, scrubber);
    return this.#directoryOf(access);
  }

  async #look(declared: Declaration): Promise<readonly string[]> {
    const sight = {
      declared,
      authentik: this.directoryOf(declared),
      espocrm: () => this.#espocrmOf(declared),
    };
    const looked = await Promise.allSettled(PREFLIGHT_CHECKS.map((check) => check(sight)));
    return looked.flatMap((one): string[] => {
      if (one.status === "fulfilled")
        return one.value.map((finding) => findingText(declared.name, finding));
      const reason: unknown = one.reason;
      if (!(reason instanceof ServerFault)) throw reason;
      return lacksRights(reason) ? [] : [reason.message];
    });
  }

  #espocrmOf(declared: Declaration): EspoCrm {
    const { environment, scrubber } = this.work;
    const access = declaredEspoCrm(declared.props.espocrm, { environment, timeout: TIMEOUT });
    scrubber.credentials(access.username, access.password);
    const http = new HttpClient(access.client);
    this.#clients.push(http);
    return new EspoCrm(http, access, (value) => takeDown(value, scrubber));
  }

  #directoryOf(access: AuthentikAccess): Directory {
    const key = JSON.stringify(access);
    const known = this.#directories.get(key);
    if (known !== undefined) return known;
    const keepSecret = (value: string): void => takeDown(value, this.work.scrubber);
    const directory = new Directory(new Authentik(access, keepSecret));
    this.#directories.set(key, directory);
    return directory;
  }
}

/** A token that is accepted and may not read this: Terraform may not need it. */
export const lacksRights = ({ happened, status }: ServerFault): boolean =>
  status === 403 && /does not let the API token/.test(happened);
