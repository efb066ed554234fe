import { NEWEST_RELEASE, releaseAtLeast } from "../../../lib/declaration";
import type { Impact } from "../model";
import { attributeRow, attributeRows } from "../plan/attributes";
import { actionOf, before, after, same } from "../plan/change";
import { list } from "../plan/look-ups";
import type { ResourceChange } from "../plan/plan-json";
import { isValues } from "../plan/plan-schema";
import { quoted, say, strong } from "../render/text";
import { differs } from "./authentik";
import type { Situation } from "./situation";

const URIS = "allowed_redirect_uris";

/**
 * Differences that an authentik of an older line than the declared one makes: it keeps neither the type of
 * a redirect URI nor what else came later, so each plan writes them again, and none of them stays. That it
 * is older shows in its redirect URIs: newer ones always have a type.
 */
export function olderLineImpact({ integration }: Situation): Impact[] {
  const { application, provider, statement } = integration;
  const declared = statement?.after?.authentik.release;
  if (provider === undefined || declared === undefined || !lacksTypes(provider)) return [];
  const first = attributeRow(provider.type, "grant_types")?.since;
  if (first === undefined || !releaseAtLeast(declared, first)) return [];
  const forgotten = [provider, application].flatMap((change) =>
    change === undefined ? [] : forgottenBy(change, first),
  );
  if (forgotten.length === 0) return [];
  const line = declared === NEWEST_RELEASE ? LEFT_OUT : "";
  return [
    {
      text: say`${list(forgotten.map(({ label }) => say`${label}`))}: authentik answers as one does that is older than line ${first}, while the configuration says ${quoted(declared)}${line}. An older one keeps none of this, so ${strong`each plan has it again, and no apply ends that`}: write the line that authentik's admin interface shows as ${quoted("authentik.release")}.`,
      reason: say`authentik answers as a line older than ${first}, and ${quoted(declared)} is declared`,
      about: forgotten.map(({ about }) => about),
    },
  ];
}

const LEFT_OUT = " (what is meant where release is left out)";

/** Whether a provider's redirect URIs have no type, and get one. */
function lacksTypes(provider: ResourceChange): boolean {
  if (actionOf(provider) !== "update") return false;
  const [now, then] = [before(provider, URIS), after(provider, URIS)];
  const typed = (uri: unknown) => isValues(uri) && Boolean(uri["redirect_uri_type"]);
  return (
    Array.isArray(now) &&
    Array.isArray(then) &&
    now.length > 0 &&
    !now.some(typed) &&
    then.some(typed)
  );
}

/** What of a change an authentik before this line keeps nothing of. */
function forgottenBy(change: ResourceChange, line: string): { label: string; about: string }[] {
  if (actionOf(change) !== "update") return [];
  return Object.entries(attributeRows(change.type))
    .filter(([attribute, { since }]) =>
      attribute === URIS
        ? same(withoutTypes(before(change, URIS)), withoutTypes(after(change, URIS)))
        : since !== undefined && releaseAtLeast(since, line) && differs(change, attribute),
    )
    .map(([attribute, { label }]) => ({ label, about: `${change.type}.${attribute}` }));
}

const withoutTypes = (uris: unknown): unknown =>
  Array.isArray(uris)
    ? uris.map((uri: unknown) => (isValues(uri) ? [uri["url"], uri["matching_mode"]] : uri))
    : uris;
