/** An answer other than success. */
export class EspoError extends Error {
  /**
   * @param status HTTP status.
   * @param reason `X-Status-Reason`; null leaves the header out, `""` sends it empty.
   * @param body Body, already encoded.
   * @param headers Further headers.
   */
  constructor(
    readonly status: number,
    readonly reason: string | null = null,
    readonly body = "",
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(reason ?? `${status}`);
  }

  /** The same, thrown after log-in: EspoCRM has announced JSON by then. */
  asJson(): EspoError {
    const headers = { ...this.headers, "content-type": "application/json" };
    return new EspoError(this.status, this.reason, this.body, headers);
  }
}

/** A refusal for lack of rights: status 403 with an empty reason. */
export function forbidden(): EspoError {
  return new EspoError(403, "");
}

/** An error that EspoCRM does not expect of itself: status 500, no reason, no body. */
export function fatal(): EspoError {
  return new EspoError(500);
}

/** EspoCRM is in maintenance mode, and the user is no administrator. */
export function maintenance(): EspoError {
  const message = "The application currently is in maintenance mode.";
  return new EspoError(503, "Application is in maintenance mode.", JSON.stringify({ message }));
}
