/** What one command took over one fleet. */
export interface Took {
  /** The command. */
  readonly name: string;
  /** Integrations of the fleet. */
  readonly count: number;
  /** Wall time. */
  readonly seconds: number;
  /** Most memory that our own process had; each Terraform has its own besides. */
  readonly mebibytes: number;
  /** Processes that wanted a core when it ended, on average over a minute. */
  readonly load: number;
  /** Requests that authentik got. */
  readonly authentik: number;
  /** Requests that all EspoCRMs got. */
  readonly espocrm: number;
}

/** Seconds an integration, in the unit that has few digits. */
export const each = (seconds: number): string =>
  seconds < 0.1 ? `${(seconds * 1000).toFixed(0)} ms` : `${seconds.toFixed(2)} s`;
