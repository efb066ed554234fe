import { isSetting } from "../../../lib/fields/index";
import type { Impact } from "../model";
import { plain } from "../render/text";
import { type Consequence, isHarmless, sentence } from "./consequence";

/** What is looked at twice and no impact speaks of, as rows say it. */
export function unsaid(consequences: readonly Consequence[], spoken: readonly Impact[]): Impact[] {
  const texts = consequences
    .filter(({ about, effect }) => effect.verdict === "look-twice" && !isSpokenOf(about, spoken))
    .map(({ says }) => [plain(says), { text: sentence(says), reason: says }] as const);
  return [...new Map(texts).values()];
}

/** Reasons of those that impacts speak of without giving one: that nobody may notice proves nothing. */
export const repeated = (
  consequences: readonly Consequence[],
  spoken: readonly Impact[],
): Impact[] =>
  consequences.flatMap(({ about, effect, says }) =>
    effect.verdict === "look-twice" &&
    isSpokenOf(about, spoken) &&
    !isSpokenOf(
      about,
      spoken.filter(({ reason }) => reason !== undefined),
    )
      ? [{ text: [], reason: says }]
      : [],
  );

const isSpokenOf = (what: string, spoken: readonly Impact[]): boolean => {
  const [kind = ""] = what.split(":");
  return spoken.some(({ about }) => about?.includes(what) || about?.includes(`${kind}:*`));
};

/** Whether who is who, and what is written where, is certain in spite of it. */
export const isCertain = ({ about, says }: Consequence): boolean =>
  !about.startsWith("form:") &&
  about !== "provider" &&
  !(about === "statement" && plain(says).includes("contradicts"));

/** Whether people who log in may notice. */
export const touchesLogins = (one: Consequence): boolean =>
  !isHarmless(one) &&
  (isSetting(one.about) ||
    /^(authentik_provider_oauth2\.|\w+:(application|provider|secret|settings)$)/.test(one.about));
