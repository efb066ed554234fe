import { harmless, lookTwice, OUTPUTS, refused } from "../../../lib/fields/index";
import { actionOf, happens, same } from "../plan/change";
import { type Integration, resourcesOf } from "../plan/integrations";
import type { OutputChange, Plan, ResourceChange } from "../plan/plan-json";
import { unindexed } from "../plan/references";
import { secretsOf } from "../plan/secrets";
import { quoted, say } from "../render/text";
import { ACTION_WORDS } from "./action-account";
import type { Consequence } from "./consequence";
import { deployerConsequences } from "./deployers";

/** What a plan does besides its integrations. Other resources are for the gate outside-change. */
export function planConsequences(plan: Plan, integrations: readonly Integration[]): Consequence[] {
  const moves = integrations.flatMap(resourcesOf).some(happens);
  return [
    ...plan.outputs.map((output) => outputConsequence(output, moves, plan)),
    ...plan.changes.filter(({ mode }) => mode === "data").flatMap(lookUpConsequence),
    ...plan.changes.filter(({ deposed }) => deposed).map(leftOver),
    ...foreignWrites(plan, integrations),
    ...deployerConsequences(plan, integrations),
    ...(plan.deferred > 0
      ? [
          twice(
            "deferred",
            say`Terraform puts changes off until another plan: these can't be reviewed`,
          ),
        ]
      : []),
    ...(isUnexplained(plan)
      ? [
          twice(
            "unexplained",
            say`Terraform says that applying does something, and this plan does not tell what`,
          ),
        ]
      : []),
    ...(plan.complete
      ? []
      : [
          twice(
            "incomplete",
            say`the plan is of a part of the configuration: the rest is not in it`,
          ),
        ]),
  ];
}

const isUnexplained = ({ applyable, changes, drift, outputs }: Plan): boolean =>
  applyable === true &&
  drift.length + outputs.length === 0 &&
  changes.every((change) => !happens(change) && actionOf(change) === "no-op");

const twice = (about: string, says: Consequence["says"]): Consequence => ({
  about,
  effect: lookTwice("no row calls it harmless"),
  says,
});

function outputConsequence(
  { actions, after, before_sensitive, hidden, name }: OutputChange,
  moves: boolean,
  plan: Plan,
): Consequence {
  const about = `output:${name}`;
  const says = say`the output ${quoted(name)} changes`;
  const row = Object.hasOwn(OUTPUTS, name) ? OUTPUTS[name] : undefined;
  const known = actions.every((action) => ["create", "update", "delete"].includes(action));
  const secret = Boolean(before_sensitive) || name === "client_secret";
  if (secret && !hidden && !actions.includes("delete"))
    return twice(about, say`the output ${quoted(name)} is not hidden, or no longer`);
  // Whatever an output is called, somebody may have made it tell what is hidden elsewhere.
  if (!hidden && tellsSecret(after, plan))
    return twice(about, say`the output ${quoted(name)} tells a secret, and is not hidden`);
  // A new stack has its outputs; each of them is new with what it tells.
  if (row !== undefined && same(actions, ["create"]))
    return { about, effect: harmless("it is new with what it tells"), says };
  // What an output tells comes from the integration: alone it does not change.
  return row === undefined || !known || !moves ? twice(about, says) : { about, effect: row, says };
}

/** Compared, and never shown. */
function tellsSecret(value: unknown, plan: Plan): boolean {
  const text = JSON.stringify(value ?? null);
  return secretsOf(plan).some((secret) => text.includes(JSON.stringify(secret).slice(1, -1)));
}

function lookUpConsequence(change: ResourceChange): Consequence[] {
  const action = actionOf(change);
  return action === "no-op"
    ? []
    : [twice("data", say`${quoted(change.address)} ${ACTION_WORDS[action]}`)];
}

/** What an earlier replacement left behind; at its end an object may write to EspoCRM. */
function leftOver(change: ResourceChange): Consequence {
  const says = say`what an earlier replacement left of ${quoted(change.address)} ${ACTION_WORDS[actionOf(change)]}`;
  const writes =
    change.type === "restapi_object" && change.change.before?.["destroy_method"] !== "GET";
  return writes
    ? {
        about: "deposed",
        effect: refused("foreign-write", "left over"),
        says: say`${says}, and writes to EspoCRM then`,
      }
    : twice("deposed", says);
}

/** Objects that send requests, and belong to no integration. */
export const foreignObjects = (
  plan: Plan,
  integrations: readonly Integration[],
): ResourceChange[] => {
  const own = new Set(integrations.flatMap(resourcesOf).map(({ address }) => address));
  return plan.changes.filter(
    ({ address, deposed, mode, type }) =>
      type === "restapi_object" && mode === "managed" && !deposed && !own.has(address),
  );
};

function foreignWrites(plan: Plan, integrations: readonly Integration[]): Consequence[] {
  const instances = new Set(
    integrations.flatMap(({ settings, statement }) =>
      settings && statement ? [instanceOf(plan, settings)] : [],
    ),
  );
  return foreignObjects(plan, integrations).flatMap((change): Consequence[] => {
    const sent = requests(change);
    const says = say`${quoted(change.address)} belongs to no integration, and ${sent.length === 0 ? "reads through Terraform's provider for EspoCRM" : "sends "}${quoted(sent.join(", "))}`;
    const named = sent.length === 0 ? says.slice(0, -1) : says;
    if (happens(change))
      return [
        {
          about: "foreign",
          effect: refused("foreign-write", "foreign"),
          says: named,
          fix: "give it a stack of its own",
        },
      ];
    const instance = instanceOf(plan, change);
    return sent.length > 0 && instance !== undefined && instances.has(instance)
      ? [twice("foreign", named)]
      : [];
  });
}

const instanceOf = (plan: Plan, { address }: ResourceChange): string | undefined =>
  plan.configured.get(unindexed(address))?.provider_config_key ?? undefined;

/** Requests other than readings that an object sends, one time or another. */
function requests({ change }: ResourceChange): string[] {
  const values = change.after ?? change.before ?? {};
  const all = (
    [
      ["create", "POST"],
      ["update", "PUT"],
      ["destroy", "DELETE"],
    ] as const
  ).map(([when, usual]) => {
    const [method, path] = [
      values[`${when}_method`] ?? usual,
      values[`${when}_path`] ?? values["path"],
    ];
    return [method, path].map((part) => (typeof part === "string" ? part : "(unknown)")).join(" ");
  });
  return [...new Set(all)].filter((one) => !/^(GET|HEAD) /.test(one));
}
