import { EspoError } from "./errors";
import { recordId } from "./identifiers";
import { type EspoCrmRelease, TRAITS } from "./release";
import type { SettingsData } from "./settings";
import { refuseInvalid, validate } from "./settings-validation";

/** A log-in of portals as stored, client secret included. */
export type AuthenticationProvider = Record<string, unknown> & { readonly id: string };

/** What a new record has where it is not given, by attribute: EspoCRM's `entityDefs`. */
const FRESH: SettingsData = {
  name: null,
  method: null,
  oidcAuthorizationRedirectUri: null,
  oidcClientId: null,
  oidcClientSecret: null,
  oidcAuthorizationEndpoint: null,
  oidcUserInfoEndpoint: null,
  oidcTokenEndpoint: null,
  oidcJwksEndpoint: null,
  oidcJwtSignatureAlgorithmList: ["RS256"],
  oidcScopes: ["profile", "email", "phone"],
  oidcCreateUser: false,
  oidcUsernameClaim: "sub",
  oidcSync: false,
  oidcLogoutUrl: null,
  oidcAuthorizationPrompt: null,
};

/** EspoCRM's entity `AuthenticationProvider`, as its source has it at 9.3.9 and 10.0.0. */
export class AuthenticationProviders {
  readonly #records = new Map<string, AuthenticationProvider>();

  /** @param release the version, which decides on the attributes. */
  constructor(private readonly release: () => EspoCrmRelease) {}

  /** All records, oldest first. */
  list(): readonly AuthenticationProvider[] {
    return [...this.#records.values()];
  }

  /** The record of this id. */
  find(id: unknown): AuthenticationProvider | undefined {
    return typeof id === "string" ? this.#records.get(id) : undefined;
  }

  /** Makes a record. EspoCRM gives the id, whatever the request says. */
  create(values: SettingsData): AuthenticationProvider {
    return this.#write({ ...this.#fresh(), id: recordId(), deleted: false }, values);
  }

  /** Writes what is given, and leaves the rest. */
  update(id: string, values: SettingsData): AuthenticationProvider {
    return this.#write(this.#existing(id), values);
  }

  /** Deletes a record; portals go on to name it. */
  delete(id: string): void {
    this.#existing(id);
    this.#records.delete(id);
  }

  /** A record as the API shows it: without its client secret. */
  shown(id: string): SettingsData {
    return withoutSecret(this.#existing(id));
  }

  #fresh(): SettingsData {
    return { ...FRESH, ...(TRAITS[this.release()].pkce && { oidcAuthorizationPkce: true }) };
  }

  #existing(id: string): AuthenticationProvider {
    const found = this.#records.get(id);
    if (found === undefined) throw new EspoError(404, "");
    return found;
  }

  #write(before: AuthenticationProvider, values: SettingsData): AuthenticationProvider {
    const known = Object.keys(this.#fresh()).filter(
      (name) => name !== "oidcAuthorizationRedirectUri" && Object.hasOwn(values, name),
    );
    const given = Object.fromEntries(known.map((name) => [name, values[name]]));
    const record = { ...before, ...given };
    if (!record["name"]) throw refuseInvalid(ENTITY, "name", "required");
    if (record["method"] !== "Oidc")
      throw refuseInvalid(ENTITY, "method", record["method"] ? "valid" : "required");
    // A prompt may be missing here.
    const { oidcAuthorizationPrompt: prompt, ...others } = given;
    validate({ ...others, ...(prompt != null && { oidcAuthorizationPrompt: prompt }) }, ENTITY);
    this.#records.set(record.id, record);
    return record;
  }
}

const ENTITY = "AuthenticationProvider";

/** A record without its client secret. */
export function withoutSecret(record: AuthenticationProvider): SettingsData {
  const shown = { ...record };
  delete shown["oidcClientSecret"];
  return shown;
}
