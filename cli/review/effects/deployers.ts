import {
  API_MODELS,
  type ApiModel,
  lookTwice,
  type Permission,
  PERMISSIONS,
} from "../../../lib/fields/index";
import { actionOf, happens, isEmpty, same } from "../plan/change";
import { type Deployers, deployersOf } from "../plan/deployers";
import type { Integration } from "../plan/integrations";
import type { Plan, ResourceChange } from "../plan/plan-json";
import { refers } from "../plan/references";
import { quoted, say, type Text } from "../render/text";
import { ACTION_WORDS } from "./action-account";
import { attributesOf, differs } from "./authentik";
import type { Consequence } from "./consequence";

/** What a plan does to who may deploy: all of it is looked at twice, and none of it touches logins. */
export function deployerConsequences(
  plan: Plan,
  integrations: readonly Integration[],
): Consequence[] {
  const deployers = deployersOf(plan, integrations);
  return [
    // What may be done comes first: a verdict names the first reasons.
    ...deployers.roles.flatMap((role) => roleSays(role, deployers, plan)),
    ...deployers.accounts.flatMap((account) => accountSays(account, deployers, plan)),
    ...deployers.tokens.flatMap((token) => tokenSays(token, deployers, plan)),
  ].map((says) => ({
    about: "deployer",
    effect: lookTwice("it decides what somebody may do in authentik"),
    says,
  }));
}

/** What is usual of an attribute of a new one, so that it goes without saying. */
const USUAL: Readonly<Record<string, unknown>> = {
  intent: "api",
  is_active: true,
  path: "users",
  retrieve_key: true,
  type: "service_account",
};

/** Attributes that a sentence speaks of, or that every one has. */
const SPOKEN = ["expires", "expires_in", "expiring", "groups", "id", "identifier", "key", "name"];

function accountSays(account: ResourceChange, { roles }: Deployers, plan: Plan): Text[] {
  if (!happens(account)) return [];
  const name = say`the service account ${quoted(nameIn(account, "username"))}`;
  const own = roles.filter((role) => refers(plan, account, "roles", role));
  const groups = listOf(account, "groups").length;
  const others = listOf(account, "roles").length - own.length;
  return [
    say`${name} ${ACTION_WORDS[actionOf(account)]}${actionOf(account) === "delete" ? ", and its tokens with it: what deploys with them fails" : ""}`,
    ...(actionOf(account) === "delete" ? [] : own).map(
      (role) => say`${name} has the role ${quoted(nameIn(role, "name"))}`,
    ),
    ...(groups > 0
      ? [
          say`${name} is a member of ${String(groups)} group${groups === 1 ? "" : "s"}, and may do what those may`,
        ]
      : []),
    ...(others > 0
      ? [
          say`${name} has ${String(others)} more role${others === 1 ? "" : "s"}, of which this plan tells nothing`,
        ]
      : []),
    ...unusual(account, name, ["roles", "username"]),
  ];
}

function roleSays(role: ResourceChange, { permissions }: Deployers, plan: Plan): Text[] {
  const name = say`the role ${quoted(nameIn(role, "name"))}`;
  const own = permissions.filter((one) => refers(plan, one, "role", role));
  const now = granted(own, "before");
  const then = granted(own, "after");
  const added = then.filter((one) => !now.includes(one));
  const taken = now.filter((one) => !then.includes(one));
  const isNew = actionOf(role) === "create";
  return [
    ...(happens(role) && !isNew ? [say`${name} ${ACTION_WORDS[actionOf(role)]}`] : []),
    ...(isNew && added.length === 0 ? [say`${name} may do nothing`] : []),
    ...(added.length > 0
      ? [
          say`${isNew ? say`a new role, ${quoted(nameIn(role, "name"))},` : name} may ${isNew ? "" : "now "}${rights(added)}${isNew ? ", and nothing else" : ""}`,
        ]
      : []),
    ...added.flatMap(beware).map((words) => say`${name}: ${words}`),
    ...(taken.length > 0 && actionOf(role) !== "delete"
      ? [say`${name} may no longer ${rights(taken)}`]
      : []),
    ...unusual(role, name, []),
  ];
}

function tokenSays(token: ResourceChange, { accounts }: Deployers, plan: Plan): Text[] {
  if (!happens(token)) return [];
  const account = accounts.find((one) => refers(plan, token, "user", one));
  const whose = account === undefined ? "" : nameIn(account, "username");
  const name = say`the API token ${quoted(nameIn(token, "identifier"))} of ${quoted(whose)}`;
  const action = actionOf(token);
  const { after } = token.change;
  return [
    action === "create"
      ? say`${name} is made: whoever has it may do what its role may. It stands in Terraform's state`
      : say`${name} ${ACTION_WORDS[action]}${action === "update" ? "" : ": what deploys with it fails"}`,
    ...(!after
      ? []
      : after["expiring"] === false
        ? action === "create"
          ? [say`${name} does not expire`]
          : []
        : [say`${name} expires: authentik then replaces its key, and deployments fail`]),
    ...unusual(token, name, ["user"]),
  ];
}

/** Attributes that no sentence speaks of, by name; values that a plan does not show are not looked for. */
function unusual(change: ResourceChange, name: Text, spoken: readonly string[]): Text[] {
  const { after, before } = change.change;
  if (!after) return [];
  return attributesOf(change)
    .filter((attribute) => !SPOKEN.includes(attribute) || (before && attribute !== "key"))
    .filter((attribute) => differs(change, attribute))
    .filter(
      (attribute) =>
        before || (!spoken.includes(attribute) && !isUsual(attribute, after[attribute])),
    )
    .map((attribute) => say`${name}: ${quoted(attribute)} ${before ? "changes" : "is set"}`);
}

const isUsual = (attribute: string, value: unknown): boolean =>
  isEmpty(value) || value === "{}" || same(value, USUAL[attribute]);

function granted(
  permissions: readonly ResourceChange[],
  when: "after" | "before",
): readonly Permission[] {
  const names = permissions.map(({ change }) => change[when]?.["permission"]);
  return PERMISSIONS.filter(({ name }) => names.includes(name));
}

/** `view, add, change and delete applications; view flows`. */
function rights(permissions: readonly Permission[]): string {
  return API_MODELS.flatMap((model) => {
    const words = permissions.filter(({ of }) => of === model).map(({ right }) => right);
    return words.length === 0 ? [] : [`${enumerated(words)} ${plural(model)}`];
  }).join("; ");
}

const enumerated = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;

const plural = ({ label }: ApiModel): string =>
  label.endsWith("y") ? `${label.slice(0, -1)}ies` : `${label}s`;

/** What a permission comes to besides; of writing once a kind. */
function beware({ of, right }: Permission): string[] {
  const says = right === "view" ? of.beware?.view : right === "add" ? of.beware?.write : undefined;
  return says === undefined ? [] : [says];
}

function nameIn({ change }: ResourceChange, attribute: string): string {
  const name = (change.after ?? change.before)?.[attribute];
  return typeof name === "string" ? name : "(known after apply)";
}

function listOf({ change }: ResourceChange, attribute: string): readonly unknown[] {
  const value = change.after?.[attribute];
  return Array.isArray(value) ? value : [];
}
