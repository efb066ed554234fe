import { NotReady } from "./not-ready";

/** What the servers ask for, as the product's own commands read it. */
export interface Credentials {
  /** authentik's API token. */
  readonly token: string;
  /** User name of an administrator of EspoCRM. */
  readonly username: string;
  /** Their password. */
  readonly password: string;
}

/**
 * Reads them from the environment.
 * @param login who is going to sign in; their password is then needed as well
 * @throws {NotReady} where some are missing; all of them are named
 */
export function readCredentials(environment: NodeJS.ProcessEnv, login?: string): Credentials {
  const missing: string[] = [];
  const read = (name: string): string => {
    const value = environment[name] ?? "";
    if (value === "") missing.push(name);
    return value;
  };
  const credentials = {
    token: read("TF_VAR_authentik_token"),
    username: read("TF_VAR_espocrm_username"),
    password: read("TF_VAR_espocrm_password"),
  };
  if (login !== undefined) read("ESPO_AUTHENTIK_LOGIN_PASSWORD");
  if (missing.length > 0) {
    throw new NotReady(
      `Credentials come from the environment, and these are missing: ${missing.join(", ")}. Nothing was done.`,
    );
  }
  return credentials;
}
