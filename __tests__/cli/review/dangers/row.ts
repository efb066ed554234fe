import { isDeepStrictEqual } from "node:util";
import { TerraformResource } from "cdktf";
import type { Verdict } from "../../../../cli/review/model";
import { EspoAuthentikStack, type LoginProps } from "../../../../lib";
import type { Case } from "../corpus/cases";
import type { Declare, Lab, Wish } from "../corpus/lab";

/** A plan's JSON, as far as rows look at it. */
export interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: Readonly<Record<string, unknown>> | null;
      readonly after: Readonly<Record<string, unknown>> | null;
      readonly after_unknown: unknown;
      readonly after_sensitive: unknown;
    };
  }[];
  readonly configuration?: {
    readonly root_module: {
      readonly resources: readonly {
        readonly address: string;
        readonly provider_config_key: string;
      }[];
    };
  };
  readonly errored?: boolean;
}

/** A question to a plan. */
export type Question = (plan: PlanJson) => boolean;

/**
 * What tells that a plan has the change of its row: a piece of the plan's JSON or of the synthesized
 * stack, whose quotes are not escaped there; or a question to the plan. The unchanged plan must not have it.
 */
export type Trace =
  | string
  | Question
  | { /** What the stack has. */ readonly written: string }
  | { /** What the stack no longer has. */ readonly gone: string };

/** How a plan is made, and how one sees that it was. */
export interface Made extends Pick<Case, "args" | "byHand" | "wish"> {
  readonly trace?: Trace;
}

/** One line of the table: what is changed, how, the verdict, and what its line of reasons says. */
export type Danger = readonly [
  change: string,
  made: Made,
  verdict: Exclude<Verdict, "failed">,
  headline: RegExp,
];

/** A value, or what is made of the value that the construct wrote; `undefined` takes it away. */
type Edit = unknown;
type Edits = Readonly<Record<string, Edit>>;

type Node = Record<string, unknown>;

function edit(root: Node, path: string, value: Edit): void {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let node = root;
  for (const key of keys) node = (node[key] ??= {}) as Node;
  const result =
    typeof value === "function" ? (value as (old: unknown) => unknown)(node[last]) : value;
  if (result === undefined) Reflect.deleteProperty(node, last);
  else node[last] = result;
}

/** One integration, in a stack of its own. */
const single =
  (wish: Wish): Declare =>
  (app, lab) =>
    new EspoAuthentikStack(app, "acme", lab.integration(wish));

/** What the synthesized stack has at paths like `resource.authentik_application.application.slug`. */
export const edited = (
  edits: Edits | ((lab: Lab) => Edits),
  declared: Wish | Declare = {},
): Declare => {
  const declare = typeof declared === "function" ? declared : single(declared);
  return (app, lab) => {
    const stack = declare(app, lab);
    const synthesize = stack.toTerraform.bind(stack);
    stack.toTerraform = () => {
      const written = synthesize() as Node;
      for (const [path, value] of Object.entries(
        typeof edits === "function" ? edits(lab) : edits,
      )) {
        edit(written, path, value);
        // What settings are compared with, and what a change of them sends, go together.
        if (/^resource\.restapi_object\.[\w-]*settings\.data$/.test(path))
          edit(written, path.replace(/data$/, "update_data"), value);
      }
      return written;
    };
    return stack;
  };
};

/** The program changes one resource that the construct made. */
export const amended =
  (id: string, amend: (resource: TerraformResource) => void): Declare =>
  (app, lab) => {
    const stack = new EspoAuthentikStack(app, "acme", lab.integration());
    const resource = stack.integration.node.findChild(id);
    if (!TerraformResource.isTerraformResource(resource)) throw new Error(`${id} is no resource`);
    amend(resource);
    return stack;
  };

/** Who is evil. */
export const EVIL = "https://evil.example";

/** A value as text of an HCL expression. */
const quotedJson = (value: unknown): string =>
  JSON.stringify(JSON.stringify(value)).replaceAll("${", "$${").replaceAll("%{", "%%{");

/** `${jsonencode(…)}`, with more in it. */
export const merged =
  (more: string) =>
  (old: unknown): string =>
    String(old).replace(
      /^\$\{jsonencode\((.*)\)\}$/s,
      (_, body: string) => `\${jsonencode(merge(${body}, ${more}))}`,
    );

/** `${jsonencode(…)}`, with these settings in it. */
export const settingsWith = (settings: Readonly<Record<string, unknown>>) =>
  merged(`jsondecode(${quotedJson(settings)})`);

const SETTINGS = "resource.restapi_object.settings";

/** What is planned for a resource. */
export const planned = (plan: PlanJson, address: string) =>
  plan.resource_changes?.find((change) => change.address === address)?.change;

/** EspoCRM's settings, as one of the objects is to write them; `undefined` where Terraform does not know them. */
export const written = (plan: PlanJson, name = "settings", body = "data"): Node | undefined => {
  const text = planned(plan, `restapi_object.${name}`)?.after?.[body];
  return typeof text === "string" ? (JSON.parse(text) as Node) : undefined;
};

const writes =
  (settings: Readonly<Record<string, unknown>>): Question =>
  (plan) =>
    Object.entries(settings).every(([name, value]) =>
      isDeepStrictEqual(written(plan)?.[name], value),
    );

/** The settings object writes another value of one setting. */
export const setting = (name: string, value: unknown): Made => ({
  wish: edited({ [`${SETTINGS}.data`]: settingsWith({ [name]: value }) }),
  trace: writes({ [name]: value }),
});

/** Other settings of EspoCRM are declared. */
export const declared = (login: LoginProps, settings: Readonly<Record<string, unknown>>): Made => ({
  wish: { login },
  trace: writes(settings),
});

/** A resource is planned to have a value. */
export const has =
  (address: string, attribute: string, value: unknown): Question =>
  (plan) =>
    isDeepStrictEqual(planned(plan, address)?.after?.[attribute], value);

/** An attribute of a resource has another value. */
export const attribute =
  (address: string) =>
  (name: string, value: unknown, wish?: Wish): Made => ({
    wish: edited({ [`resource.${address}.${name}`]: value }, wish),
    trace: has(address, name, value),
  });

/** A resource's attribute is known only after apply. */
export const unknownAt =
  (address: string, name: string): Question =>
  (plan) =>
    (planned(plan, address)?.after_unknown as Node | undefined)?.[name] === true;

/** Something happens to a resource. */
export const happens =
  (address: string, ...actions: string[]): Question =>
  (plan) =>
    isDeepStrictEqual(planned(plan, address)?.actions, actions);

/** Another integration is declared. */
export const wished = (wish: Wish, trace: Trace): Made => ({ wish, trace });

/** A resource is taken out, and Terraform is to forget it. */
export const forgets = (address: string, declared: Wish | Declare = {}): Made => ({
  wish: edited(
    {
      [`resource.${address}`]: undefined,
      resource: (written: unknown) => withoutDependence(written as Resources, address),
      removed: [{ from: address, lifecycle: { destroy: false } }],
    },
    declared,
  ),
  trace: happens(address, "forget"),
});

type Resources = Readonly<Record<string, Record<string, { readonly depends_on?: string[] }>>>;

/** Nothing depends on the address; Terraform refuses a type that has no resource. */
const withoutDependence = (resources: Resources, address: string): Resources =>
  Object.fromEntries(
    Object.entries(resources)
      .map(([type, named]) => [type, mapped(named, address)] as const)
      .filter(([, named]) => Object.keys(named).length > 0),
  );

const mapped = (named: Resources[string], address: string): Resources[string] =>
  Object.fromEntries(
    Object.entries(named).map(([name, { depends_on, ...resource }]) => [
      name,
      depends_on === undefined
        ? resource
        : { ...resource, depends_on: depends_on.filter((other) => other !== address) },
    ]),
  );
