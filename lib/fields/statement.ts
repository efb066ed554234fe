import { AUTHENTIK_PROVIDER } from "./authentik-connection";
import { type EffectOf, harmless, lookTwice } from "./effect";
import { RESTAPI_PROVIDER } from "./espocrm-connection";

/** One thing that an integration states of itself. */
export interface StatedField {
  /** What it is, in words. */
  readonly label: string;
  /** What a change does. */
  readonly effect: EffectOf;
}

/** `insecure` of a provider block, the other way round. */
const verification =
  (side: "authentik" | "EspoCRM", what: string): EffectOf =>
  ({ after }) =>
    after === true
      ? harmless(`Terraform verifies ${side}'s certificate`)
      : lookTwice(
          `Terraform no longer verifies ${side}'s certificate: whoever stands between gets ${what}`,
        );

const COMPARED = harmless("it is compared with the plan, where each of these is judged by itself");

/** What an integration states of itself, by path; `resources` and what is below it stands as a whole. */
export const STATEMENT = {
  format: {
    label: "the form of the statement",
    effect: lookTwice("the statement has another form: another version of the construct made it"),
  },
  path: {
    label: "the integration's path",
    effect: lookTwice("the integration becomes another one: {after}"),
  },
  resources: { label: "who is who", effect: COMPARED },
  "authentik.url": {
    label: "authentik's address",
    effect: lookTwice("authentik's address becomes {after}: people sign in there"),
  },
  "authentik.apiUrl": {
    label: AUTHENTIK_PROVIDER.url.label,
    effect: AUTHENTIK_PROVIDER.url.effect,
  },
  "authentik.backchannelUrl": {
    label: "authentik's address for EspoCRM",
    effect: lookTwice(
      "EspoCRM's server asks authentik at {after}: the client secret is sent there",
    ),
  },
  "authentik.release": {
    label: "authentik's release line",
    effect: lookTwice("Terraform takes authentik for one of the release line {after}"),
  },
  "authentik.verifyTls": {
    label: AUTHENTIK_PROVIDER.insecure.label,
    effect: verification("authentik", "its token"),
  },
  "authentik.headers": {
    label: AUTHENTIK_PROVIDER.headers.label,
    effect: AUTHENTIK_PROVIDER.headers.effect,
  },
  "espocrm.url": {
    label: "EspoCRM's address",
    effect: lookTwice("EspoCRM's address becomes {after}: people log in there"),
  },
  "espocrm.apiUrl": { label: RESTAPI_PROVIDER.uri.label, effect: RESTAPI_PROVIDER.uri.effect },
  "espocrm.backchannelUrl": {
    label: "EspoCRM's address for authentik",
    effect: lookTwice("authentik's server is to reach EspoCRM at {after}"),
  },
  "espocrm.verifyTls": {
    label: RESTAPI_PROVIDER.insecure.label,
    effect: verification("EspoCRM", "the administrator's password"),
  },
  "espocrm.headers": {
    label: RESTAPI_PROVIDER.headers.label,
    effect: RESTAPI_PROVIDER.headers.effect,
  },
  logoutUrl: { label: "the declared logout URL", effect: COMPARED },
  redirectUris: { label: "the declared redirect URIs", effect: COMPARED },
  onDestroy: {
    label: "onDestroy",
    effect: lookTwice("a later destroy does something else to EspoCRM than until now: {after}"),
  },
  settings: { label: "the managed settings", effect: COMPARED },
  bindingsGoLast: {
    label: "when bindings go",
    effect: ({ after }) =>
      after === true
        ? harmless("a binding goes only when those that come in its place are there")
        : lookTwice("bindings may go before those that come in their place are there"),
  },
  acknowledged: {
    label: "acknowledged warnings",
    effect: harmless("which warnings somebody has heard changes nothing in either product"),
  },
} as const satisfies Readonly<Record<string, StatedField>>;

/** What the statement says of one resource's lifecycle. */
export const LIFECYCLE = {
  conditions: {
    label: "guards",
    effect: ({ after, before }) =>
      Number(after ?? 0) > Number(before ?? 0)
        ? harmless("more is checked before anything is written")
        : lookTwice(
            "guards are taken away: what they checked is no longer checked before EspoCRM is written",
          ),
  },
  ignoreChanges: {
    label: "ignored changes",
    effect: ({ after, before }) =>
      Array.isArray(after) && Array.isArray(before) && after.every((name) => before.includes(name))
        ? harmless("Terraform ignores less than until now")
        : lookTwice("Terraform ignores more changes than until now: {after}"),
  },
  preventDestroy: {
    label: "protection from destruction",
    effect: ({ after }) =>
      after === true
        ? lookTwice("Terraform refuses to destroy it: EspoCRM can't be put back as it was")
        : lookTwice("Terraform no longer refuses to destroy it"),
  },
  other: {
    label: "lifecycle",
    effect: lookTwice("Terraform handles its lifecycle in another way: {after}"),
  },
} as const satisfies Readonly<Record<string, StatedField>>;
