/* global fetch, TextEncoder, btoa */

/** A request to the API that was answered with an error. */
export class ApiError extends Error {
  /** @param {Response} response */
  constructor(response) {
    const reason = response.headers.get("X-Status-Reason");
    super(response.status === 403 ? "Access denied" : reason || `Error ${response.status}`);
    this.status = response.status;
  }
}

/** Sends a request to the API; the answer, or an ApiError. */
export async function request(method, path, { headers = {}, body } = {}) {
  const response = await fetch(`api/v1/${path}`, {
    method,
    headers: {
      ...headers,
      "X-Requested-With": "XMLHttpRequest",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new ApiError(response);
  return response;
}

/** Base64 of a text's UTF-8 bytes. */
export function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
