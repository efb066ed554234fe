import {
  type Effect,
  type EffectOf,
  effectOf,
  lookTwice,
  type Surroundings,
} from "../../../lib/fields/index";
import { SENSITIVE, UNKNOWN } from "../plan/change";
import { say, type Text } from "../render/text";

/** One thing that a plan changes, and what that does: every change has one. */
export interface Consequence {
  /** What changes: a setting, `type.attribute`, or `action:role`. */
  readonly about: string;
  /** What it does. */
  readonly effect: Effect;
  /** That, in words, without a full stop; what changes, where it is harmless. */
  readonly says: Text;
  /** What to do about one that nobody meant. @default - take it back */
  readonly fix?: string | undefined;
}

/** What changes, in words: its name, and its values as they may be shown. */
export interface Words {
  readonly label: Text;
  readonly before: Text;
  readonly after: Text;
  /** The object that has it, to go on in a sentence. @default - what has the value */
  readonly name?: Text | undefined;
}

/** A change of a value, of which Terraform may not know or tell everything. */
export interface Change {
  readonly before: unknown;
  readonly after: unknown;
}

/** What a change does, as its row says. */
export function consequenceOf(
  about: string,
  row: { readonly effect: EffectOf; readonly fix?: string } | undefined,
  change: Change,
  words: Words,
  around: Surroundings,
): Consequence {
  const by = (effect: Effect, says: Text) => ({ about, effect, says, fix: row?.fix });
  const { label } = words;
  if (change.after === UNKNOWN) {
    const says = say`${label} becomes known only when it is applied`;
    return by(lookTwice("it is unknown"), says);
  }
  if (change.after === SENSITIVE || change.before === SENSITIVE)
    return by(lookTwice("it is hidden"), say`${label} changes, and its value is hidden`);
  if (row === undefined)
    return by(lookTwice("it changes"), say`${label} changes, of which this review knows nothing`);
  const effect = effectOf(row.effect, change, around);
  return by(effect, effect.verdict === "harmless" ? label : filled(effect.says, words));
}

/** A row's sentence, with the values in their places, and its own name where it says only "it". */
export function filled(sentence: string, { after, before, label, name = label }: Words): Text {
  const own = /^it(?= )/.exec(sentence) ? label : say``;
  return sentence
    .slice(own.length > 0 ? "it".length : 0)
    .split(/(\{(?:before|after|name)\})/)
    .reduce<Text>((text, part) => {
      if (part === "{before}") return [...text, ...before];
      if (part === "{after}") return [...text, ...after];
      if (part === "{name}") return [...text, ...name];
      return part === "" ? text : [...text, part];
    }, own);
}

/** Words as a sentence: begun with a capital, ended with a full stop. */
export function sentence(words: Text): Text {
  const [first, ...rest] = words;
  const begun =
    typeof first === "string" && !/^(authentik|onDestroy)\b/.test(first)
      ? first.charAt(0).toUpperCase() + first.slice(1)
      : first;
  return begun === undefined ? words : [begun, ...rest, "."];
}

/** Whether it is proven that nobody's login is touched. */
export const isHarmless = ({ effect }: Consequence): boolean => effect.verdict === "harmless";
