import type { Situation } from "../effects/situation";
import type { Impact } from "../model";
import { list, type LookUps } from "../plan/look-ups";
import { say, strong, type Text } from "../render/text";
import type { LiveBinding } from "./live-binding";
import { describe, namer } from "./words";

/** What bindings do that authentik has and Terraform does not know, whether the plan does anything or not. */
export function undeclaredImpact(situation: Situation, lookUps: LookUps): Impact[] {
  const { access, undeclared } = situation;
  const now = access.after ?? access.before;
  if (undeclared === undefined || now === undefined) return [];
  if (undeclared.kind === "unseen") {
    return [
      {
        text: say`Whether authentik's application has bindings besides those of the configuration is not known: the token may not read them.`,
        reason: say`bindings besides those of the configuration can't be seen`,
      },
    ];
  }
  const counting = undeclared.bindings.filter(({ enabled }) => enabled);
  if (counting.length === 0) return [];
  const words = list(counting.map(bound));
  const are = counting.length === 1 ? say`a binding` : say`${String(counting.length)} bindings`;
  return [
    {
      text: say`authentik's application has ${are} that ${counting.length === 1 ? "is" : "are"} ${strong`not declared`}: ${words}. With ${counting.length === 1 ? "it" : "them"}, who gets in is ${describe(now, namer(situation, lookUps))} Take ${counting.length === 1 ? "it" : "them"} out in authentik (Applications, Bindings), or declare ${counting.length === 1 ? "it" : "them"}.`,
      reason: say`bindings that are not declared decide who gets in: ${words}`,
    },
  ];
}

const bound = ({ kind, name, negate }: LiveBinding): Text =>
  say`${negate ? "not " : ""}${kind} ${{ value: name }}`;
