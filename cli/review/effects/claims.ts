import type { Impact } from "../model";
import { actionOf } from "../plan/change";
import type { ResourceChange } from "../plan/plan-json";
import { joined, quoted, say, strong, type Text } from "../render/text";
import { codeChange } from "./code-change";
import { isOfNames } from "./names";
import type { Situation } from "./situation";

/** Scope mappings of the stack's own are made, change, or go: the tokens say something else of people. */
export const claimsImpact = ({ espocrm, integration }: Situation): Impact[] =>
  integration.scopeMappings.flatMap((mapping) => {
    if (isOfNames(mapping)) return [];
    const [change] = codeChange(mapping);
    const named = espocrm.after.oidcUsernameClaim;
    return change === undefined
      ? []
      : [
          claims(
            mapping,
            say`${change.name}`,
            change.after?.code,
            typeof named === "string" ? named : "sub",
          ),
        ];
  });

function claims(
  mapping: ResourceChange,
  name: Text,
  code: string | undefined,
  user: string,
): Impact {
  const about = [`${actionOf(mapping)}:scopeMappings`, `${mapping.type}.expression`];
  if (code === undefined && mapping.change.after)
    return {
      text: say`What the scope mapping ${name} says of people becomes known only when it is applied: ${strong`nobody can read it now`}.`,
      reason: say`what the scope mapping ${name} says of people can't be read yet`,
      about,
    };
  if (code === undefined)
    return {
      text: say`The scope mapping ${name} goes: its claims are missing from the tokens, of every application that uses it.`,
      reason: say`the scope mapping ${name} goes`,
      about,
    };
  const keys = keysIn(code);
  const scope = quoted(String(mapping.change.after?.["scope_name"]));
  const said =
    keys.length === 0
      ? say`which claims, this review can't tell from it`
      : say`it names ${joined(
          keys.map((key) => say`${quoted(key)}`),
          ", ",
          " and ",
        )}`;
  const finds = keys.includes(user) || keys.includes("sub");
  return {
    text: say`The code of the scope mapping ${name} decides what the tokens of the scope ${scope} say of people: ${said}.${finds ? say` ${strong`EspoCRM finds its users by one of these`}: whoever can choose its value logs in as anybody.` : say``}`,
    reason: finds
      ? say`the scope mapping ${name} may say who somebody is`
      : say`the scope mapping ${name} says something else of people`,
    about,
  };
}

/** Keys of dictionaries in Python's code, however it writes them: what the claims may be called, each once. */
const keysIn = (code: string): string[] => [
  ...new Set(
    [
      ...code.matchAll(
        /["']([^"'\n]{1,60})["']\s*(?::|\]\s*=[^=])|\b(?:dict|update)\s*\(\s*(?=\w+\s*=[^=])([^)]*)/g,
      ),
    ].flatMap(([, key, named = ""]) =>
      key === undefined
        ? [...named.matchAll(/(\w{1,60})\s*=(?!=)/g)].map(([, one = ""]) => one)
        : [key],
    ),
  ),
];
