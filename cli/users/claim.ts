import type { Declaration } from "../verify/declaration";
import type { UserRow } from "./person";

type ClaimOf = (user: UserRow) => string | undefined;

/** What EspoCRM gets as a person's user name; where that can't be known, why. */
export type ClaimReading =
  | { readonly kind: "known"; readonly of: ClaimOf; readonly words: string }
  | { readonly kind: "unknown"; readonly why: string };

const given = (text: string): string | undefined => (text === "" ? undefined : text);

const upn: ClaimOf = ({ attributes, uid }) =>
  typeof attributes.upn === "string" ? given(attributes.upn) : uid;

/** What authentik's `sub` holds, by the provider's subject mode. */
const SUBJECTS: Readonly<Record<Declaration["subjectMode"], ClaimOf>> = {
  hashed_user_id: ({ uid }) => uid,
  user_id: ({ pk }) => String(pk),
  user_uuid: ({ uuid }) => uuid,
  user_username: ({ username }) => username,
  user_email: ({ email }) => given(email),
  user_upn: upn,
};

/** What authentik's managed mappings say; `given_name` is the full name. */
const CLAIMS: Readonly<Record<string, ClaimOf>> = {
  preferred_username: ({ username }) => username,
  nickname: ({ username }) => username,
  name: ({ name }) => given(name),
  given_name: ({ name }) => given(name),
  email: ({ email }) => given(email),
};

/** A scope mapping of one's own. */
export interface OwnMapping {
  /** Its name. */
  readonly name: string;
  /** Its code; undefined where the token may not read it. */
  readonly expression: string | undefined;
}

/**
 * Where EspoCRM takes a person's user name from.
 * @param own scope mappings besides authentik's managed ones: their code may set the same claim
 */
export function claimReading(
  { subjectMode, userNameClaim: claim }: Pick<Declaration, "subjectMode" | "userNameClaim">,
  own: readonly OwnMapping[],
): ClaimReading {
  const named = new RegExp(`["']${claim.replace(/[^\w]/g, "\\$&")}["']`);
  const setting = own.find(({ expression }) => expression === undefined || named.test(expression));
  if (setting !== undefined) {
    return {
      kind: "unknown",
      why: `the claim ${claim} may be what the code of the scope mapping "${setting.name}" says`,
    };
  }
  const of = claim === "sub" ? SUBJECTS[subjectMode] : CLAIMS[claim];
  if (of === undefined)
    return {
      kind: "unknown",
      why: `nobody here knows what authentik puts into the claim ${claim}`,
    };
  return { kind: "known", of, words: claim === "sub" ? `sub (${subjectMode})` : claim };
}
