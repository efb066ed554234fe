/** What is wrong with a value: messages, or the same for the parts of a list or an object. */
export type ErrorDetail =
  readonly string[] | readonly ErrorDetail[] | { readonly [part: string]: ErrorDetail };

/** A value that a field does not take. */
export class InvalidValue extends Error {
  constructor(
    /** What is wrong with it. */
    readonly detail: ErrorDetail,
  ) {
    super("The value is not valid.");
  }
}

/** An error answer of the API. */
export class ApiError extends Error {
  constructor(
    /** HTTP status. */
    readonly status: number,
    /** JSON. */
    readonly body: unknown,
    /** Further headers. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`HTTP ${status}`);
  }
}

/** 400: what is wrong, by field; `non_field_errors` for the object as a whole. */
export const invalid = (errors: Readonly<Record<string, ErrorDetail>>): ApiError =>
  new ApiError(400, errors);

/** 400: what is wrong with the object as a whole. */
export const invalidObject = (message: string): ApiError =>
  invalid({ non_field_errors: [message] });

/** 403. authentik never answers 401: its authentication has no challenge to send. */
export const forbidden = (detail: string): ApiError => new ApiError(403, { detail });

/** 403 for a token whose user lacks the permission. */
export const permissionDenied = (): ApiError =>
  forbidden("You do not have permission to perform this action.");

/** 404 of a detail route; without a model, for an id that cannot be one. */
export const notFound = (model?: string): ApiError =>
  new ApiError(404, { detail: model ? `No ${model} matches the given query.` : "Not found." });

/** 405. The `Allow` header names the methods that the path has. */
export const methodNotAllowed = (method: string): ApiError =>
  new ApiError(405, { detail: `Method "${method}" not allowed.` });

/**
 * 405 without a body: authentik failed. The page that says so takes GET only, so that a failing
 * PATCH reads like one that is not allowed.
 */
export const brokenDown = (): ApiError =>
  new ApiError(405, undefined, {
    allow: "GET, HEAD, OPTIONS",
    "content-type": "text/html; charset=utf-8",
  });

/** 501: authentik can do it, the sandbox cannot. */
export const notImitated = (what: string): ApiError =>
  new ApiError(501, { detail: `The authentik sandbox does not ${what}.` });
