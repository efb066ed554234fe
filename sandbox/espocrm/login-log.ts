/** One attempt to log in: EspoCRM's `AuthLogRecord`. */
export interface LoginRecord {
  /** Name as given; null for an unknown API key. */
  readonly userName: string | null;
  /** Address of the client. */
  readonly ipAddress: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Authentication method that decided. */
  readonly method: string;
  /** Whether it was refused. */
  readonly isDenied: boolean;
}

/** EspoCRM's `authFailedAttemptsPeriod`, in milliseconds. */
const PERIOD = 60_000;

/** EspoCRM's `authMaxFailedAttemptNumber`. */
const MAX_FAILED = 10;

/** The attempts to log in without an auth token, and the limit of failed ones. */
export class LoginLog {
  readonly #records: LoginRecord[] = [];
  readonly #now: () => number;

  /** @param now Clock, in milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** All attempts, oldest first. */
  list(): readonly LoginRecord[] {
    return this.#records;
  }

  /** All refused attempts, oldest first. */
  failed(): readonly LoginRecord[] {
    return this.#records.filter(({ isDenied }) => isDenied);
  }

  /** Takes down an attempt. */
  record(record: Omit<LoginRecord, "at">): void {
    this.#records.push({ ...record, at: this.#now() });
  }

  /** Whether this address may not even try: more than ten failed within the last minute. */
  isOverLimit(ipAddress: string): boolean {
    const since = Math.floor(this.#now() / 1000) * 1000 - PERIOD;
    const recent = this.failed().filter((r) => r.ipAddress === ipAddress && r.at > since);
    return recent.length > MAX_FAILED;
  }
}
