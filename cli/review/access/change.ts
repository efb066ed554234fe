import { type Access, compare, counting, extent } from "./access";
import type { AccessSides } from "./sides";
import { conditionWords, describe, type Namer, namer } from "./words";
import { codeChange } from "../effects/code-change";
import { happens } from "../plan/change";
import { exchange, madeAnew } from "./exchange";
import type { Situation } from "../effects/situation";
import type { LookUps } from "../plan/look-ups";
import type { AccessChange, Impact, CodeChange } from "../model";
import { joined, say, strong, type Text } from "../render/text";

/** Who gets in before and after, and what that comes to; `undefined` where nothing of it changes. */
export function accessChange(situation: Situation, lookUps: LookUps): AccessChange | undefined {
  const { access: sides, integration } = situation;
  const { application, bindings, policies } = integration;
  const deciding = [...bindings, ...policies, ...(application ? [application] : [])];
  if (!deciding.some(happens)) return undefined;
  const name = namer(situation, lookUps);
  const policyChanges = policies.flatMap(codeChange);
  const notes = [
    ...differences(sides, policyChanges, name),
    ...bindings.flatMap((binding) => madeAnew(binding, lookUps)),
    ...exchange(situation),
  ];
  const now = sides.before && describe(sides.before, name);
  const then = sides.after && describe(sides.after, name);
  const changes = JSON.stringify(now) !== JSON.stringify(then);
  if (!changes && notes.length === 0 && policyChanges.length === 0) return undefined;
  const about = notes.some(({ reason }) => reason !== undefined) ? WHO : [];
  return {
    before: now,
    after: then,
    notes: notes.map((note) => ({ ...note, about })),
    policies: policyChanges,
  };
}

/** What the sentences on who gets in speak of, as soon as there is one. */
const WHO = [
  "create:bindings",
  "delete:bindings",
  "replace:bindings",
  "create:policies",
  "delete:policies",
  ...["enabled", "group", "negate", "policy", "user"].map(
    (name) => `authentik_policy_binding.${name}`,
  ),
  "authentik_policy_expression.expression",
  "authentik_application.policy_engine_mode",
];

/** Who gets in, where that does not change; `undefined` where the plan does not tell. */
export function unchangedAccess(situation: Situation, lookUps: LookUps): Text | undefined {
  const { after } = situation.access;
  return after && describe(after, namer(situation, lookUps));
}

function differences(sides: AccessSides, policies: readonly CodeChange[], name: Namer): Impact[] {
  const notes: Impact[] = [];
  if (sides.after) notes.push(...traps(sides.after, sides.before, name));
  if (sides.before && sides.after) notes.push(...moves(sides.before, sides.after));
  for (const policy of policies.filter((one) => one.before && one.after)) {
    notes.push({
      text: say`The policy ${policy.name} decides by other code than before.`,
      reason: say`the code of policy ${policy.name} changes`,
    });
  }
  return notes;
}

function moves(now: Access, then: Access): Impact[] {
  switch (compare(now, then)) {
    case "wider":
      return [
        {
          text: say`${strong`More people get in`} than before; nobody loses access.`,
          reason: say`more people get in`,
        },
      ];
    case "narrower":
      return [
        {
          text: say`${strong`Fewer people get in`} than before. Who is signed in stays signed in until the session ends.`,
          reason: say`fewer people get in`,
        },
      ];
    case "different":
      return [
        {
          text: say`${strong`Other people get in`} than before: some gain access, others lose it. Who is signed in stays signed in until the session ends.`,
          reason: say`other people get in`,
        },
      ];
    default:
      return [];
  }
}

/** What bindings say is not always what was meant. */
function traps(then: Access, now: Access | undefined, name: Namer): Impact[] {
  const reach = extent(then);
  const before = now && extent(now);
  const conditions = counting(then);
  if (reach === "everybody" && before !== "everybody")
    return [
      {
        text: say`${strong`authentik lets every one of its users through`}; EspoCRM then only asks whether it has a user of that name.`,
        reason: say`authentik lets every one of its users through`,
      },
    ];
  if (reach === "nobody" && before !== "nobody")
    return [
      { text: say`${strong`Nobody gets in through authentik.`}`, reason: say`nobody gets in` },
    ];
  const negated = conditions.filter(({ negate }) => negate);
  const wasNegated = now ? counting(now).filter(({ negate }) => negate).length : 0;
  if (then.mode === "any" && conditions.length > 1 && negated.length > wasNegated) {
    const words = negated.map((condition) => conditionWords(condition, name));
    return [
      {
        text: say`In the mode ${strong`any`} a negated binding lets in ${strong`everybody else`}: whoever ${joined(words, ", or ")}, needs no other binding.`,
        reason: say`a negated binding lets in everybody else`,
      },
    ];
  }
  return [];
}
