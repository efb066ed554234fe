/**
 * What a change does to the people who log in: nothing, for a reason that stands here; something that a
 * reviewer looks at twice; or something that a gate refuses. In sentences `{before}` and `{after}` stand
 * for the values, and `{name}` for the object.
 */
export type Effect =
  | {
      readonly verdict: "harmless";
      /** Why nobody's login is touched. */
      readonly because: string;
    }
  | {
      readonly verdict: "look-twice";
      /** What happens, as a sentence without its full stop. */
      readonly says: string;
    }
  | {
      readonly verdict: "refused";
      /** What happens, as a sentence without its full stop. */
      readonly says: string;
      /** Id of the gate that refuses it; people switch gates off by it, with a reason. */
      readonly gate: RefusingGate;
    };

/** Gates that a value alone can run into. */
export type RefusingGate =
  | "foreign-endpoint"
  | "foreign-write"
  | "lock-out"
  | "redirect-uri"
  | "signing-key"
  | "terraform-credentials"
  | "way-back";

/** A value that changes; `undefined` stands for none. Both are known, and not sensitive. */
export interface ValueChange {
  /** The value before; `undefined` where the object is new. */
  readonly before: unknown;
  /** The value after. */
  readonly after: unknown;
}

/** What the effect of a change may depend on besides the value. */
export interface Surroundings {
  /** Origins at which this integration's authentik is declared to answer; empty where a plan does not tell. */
  readonly authentik: readonly string[];
  /** Origins at which EspoCRM is declared to answer; empty where a plan does not tell. */
  readonly espocrm: readonly string[];
  /** The logout URL that is declared; null where none is, `undefined` where a plan does not tell. */
  readonly logout: string | null | undefined;
}

/** An effect, or how it follows from the values. */
export type EffectOf = Effect | ((change: ValueChange, around: Surroundings) => Effect);

/** Nobody's login is touched. */
export const harmless = (because: string): Effect => ({ verdict: "harmless", because });

/** Somebody's login may be touched. */
export const lookTwice = (says: string): Effect => ({ verdict: "look-twice", says });

/** Somebody is locked out, or a secret goes where it does not belong. */
export const refused = (gate: RefusingGate, says: string): Effect => ({
  verdict: "refused",
  gate,
  says,
});

/** The effect of a change of known values. */
export const effectOf = (effect: EffectOf, change: ValueChange, around: Surroundings): Effect =>
  typeof effect === "function" ? effect(change, around) : effect;

/** Whether EspoCRM (PHP) takes a value for true. */
export const isOn = (value: unknown): boolean =>
  Boolean(value) && value !== "0" && !(Array.isArray(value) && value.length === 0);

/** The origin of an address; `undefined` where it is none. */
export const originOf = (address: unknown): string | undefined =>
  typeof address === "string" && URL.canParse(address) ? new URL(address).origin : undefined;

/** Whether an address is at one of these origins. */
export const isAt = (address: unknown, origins: readonly string[]): boolean => {
  const origin = originOf(address);
  return origin !== undefined && origins.includes(origin);
};

/** A switch: what turning it on does, and what turning it off does. */
export const switched =
  (on: Effect, off: Effect): EffectOf =>
  ({ after }) =>
    isOn(after) ? on : off;

/** An address that must be authentik's own: the browser's or EspoCRM's server's. */
export const authentiksOwn =
  (what: string, otherwise: string): EffectOf =>
  ({ after, before }, { authentik }) => {
    const origin = originOf(after);
    if (origin === undefined)
      return refused("lock-out", `${what} becomes {after}, which is no address`);
    if (authentik.length === 0)
      return lookTwice(`${what} becomes {after}, and nothing says which address is authentik's`);
    if (!isAt(after, authentik))
      return refused(
        "foreign-endpoint",
        `${what} is {after}, which is not authentik's: ${otherwise}`,
      );
    return before === undefined
      ? harmless("it is at authentik's declared address")
      : lookTwice(`${what} becomes {after}`);
  };

/** Whether two lists have the same members, in whatever order. */
export const isSameSet = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) &&
  Array.isArray(other) &&
  one.length === other.length &&
  one.every((member) => other.includes(member)) &&
  other.every((member) => one.includes(member));
