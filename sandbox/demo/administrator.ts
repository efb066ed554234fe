/** What an administrator does by hand in EspoCRM, over its API. */

/** EspoCRM's settings by name. */
export type Settings = Readonly<Record<string, unknown>>;

/** An administrator of an EspoCRM. */
export class Administrator {
  readonly #headers: Readonly<Record<string, string>>;

  /**
   * @param url EspoCRM's address
   * @param userName the administrator's user name
   * @param password their password
   */
  constructor(
    private readonly url: string,
    userName: string,
    password: string,
  ) {
    const credentials = Buffer.from(`${userName}:${password}`).toString("base64");
    this.#headers = { authorization: `Basic ${credentials}`, "content-type": "application/json" };
  }

  /** All settings. */
  settings(): Promise<Settings> {
    return this.#request("GET");
  }

  /** Changes some settings. */
  change(settings: Settings): Promise<Settings> {
    return this.#request("PUT", JSON.stringify(settings));
  }

  async #request(method: string, body?: string): Promise<Settings> {
    const answer = await fetch(`${this.url}/api/v1/Settings`, {
      method,
      headers: this.#headers,
      ...(body !== undefined && { body }),
    });
    if (!answer.ok) throw new Error(`EspoCRM: ${method} Settings: ${answer.status}`);
    return (await answer.json()) as Settings;
  }
}

/** Settings that EspoCRM changes by itself. */
const VOLATILE = ["cacheTimestamp", "appTimestamp", "microtime", "microtimeState", "loginData"];

/** A setting that differs. */
export interface Difference {
  /** Name of the setting. */
  readonly name: string;
  /** Value before; null and absent are one. */
  readonly before: unknown;
  /** Value after. */
  readonly after: unknown;
}

/** What differs between two looks at the settings, apart from timestamps. */
export function differences(before: Settings, after: Settings): Difference[] {
  const names = Object.keys({ ...before, ...after }).filter((name) => !VOLATILE.includes(name));
  return names
    .map((name) => ({ name, before: before[name] ?? null, after: after[name] ?? null }))
    .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after))
    .sort((a, b) => a.name.localeCompare(b.name));
}
