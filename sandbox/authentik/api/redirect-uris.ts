import type { ReleaseTraits } from "../release";
import { pythonRegex } from "../python/regex";
import type { RedirectUri } from "../state/models";
import { InvalidValue } from "./errors";
import { optional, readFields, required, type Kind, type Written } from "./fields";
import * as kind from "./kinds";

const fields = {
  matching_mode: required(kind.choice("strict", "regex")),
  url: required(kind.text()),
  redirect_uri_type: optional(kind.choice("authorization", "logout")),
};

/** The redirect URIs of a provider; a pattern among them must compile. */
export function redirectUris(traits: ReleaseTraits): Kind<readonly RedirectUri[]> {
  const { redirect_uri_type, ...before } = fields;
  const known = traits.redirectUriType ? { ...before, redirect_uri_type } : before;
  const list = kind.objects((value): RedirectUri => {
    const { values, errors } = readFields(known, value, false);
    if (Object.keys(errors).length > 0) throw new InvalidValue(errors);
    // Honest: `readFields` has read each field by its kind.
    return { redirect_uri_type: "authorization", ...(values as Written<typeof fields>) };
  });
  return (value) => {
    const uris = list(value);
    const broken = uris.find(
      (uri) => uri.matching_mode === "regex" && pythonRegex(uri.url) === undefined,
    );
    if (broken) throw new InvalidValue([`Invalid Regex Pattern: ${broken.url}`]);
    return uris;
  };
}
