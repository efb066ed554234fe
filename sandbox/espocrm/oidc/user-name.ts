import { asText, isTruthy } from "../php";
import type { EspoCrmState } from "../state";
import type { Claims } from "./user-info";

/** EspoCRM's length of `User.userName`, in bytes. */
const MAX_LENGTH = 50;

/** EspoCRM's `userNameRegularExpression`, which works on bytes: what a user name may not hold. */
const FORBIDDEN_BYTES = /[^a-z0-9\-@_. \t\n\v\f\r]/g;

/** The user name that the claims give, normalized. Without one the request fails. */
export function claimedUserName({ settings, log }: EspoCrmState, claims: Claims): string {
  const claim = settings.text("oidcUsernameClaim");
  if (!claim) throw log.fatal("No username claim in config.");
  const value = claims[claim];
  if (!isTruthy(value)) throw log.fatal(`No username claim \`${claim}\` in token and userinfo.`);
  const name = asText(value);
  if (name === undefined) throw log.fatal("Bad username claim returned in token.");
  return normalized(name);
}

/** A name as EspoCRM compares it: lower-case, and `_` for every byte that it does not allow. */
export function normalized(name: string): string {
  const bytes = Buffer.from(name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
  return bytes.toString("latin1").replace(FORBIDDEN_BYTES, "_").replaceAll(" ", "_");
}

/** Refuses a name that is too long to be stored. */
export function checkLength({ log }: EspoCrmState, userName: string): void {
  if (Buffer.byteLength(userName) <= MAX_LENGTH) return;
  throw log.fatal(
    `Value in username claim exceeds max length of \`${MAX_LENGTH}\`. ` +
      "Increase maxLength parameter for User.userName field (up to 255).",
  );
}
