import type { Role } from "../../../lib/fields/index";
import type { ResourceChange } from "./plan-json";
import { isValues, type Values } from "./plan-schema";

/** Roles of which an integration has one resource. */
export type SingleRole = Exclude<Role, ListRole | "statement">;

/** Roles of which it may have several. */
export type ListRole = "bindings" | "policies" | "groups" | "scopeMappings" | "withdrawals";

/** One side's address, and how it is reached; what Terraform does not know yet is left out. */
export interface StatedSide {
  readonly url: string | undefined;
  readonly apiUrl: string | undefined;
  readonly backchannelUrl: string | undefined;
  readonly verifyTls: boolean | undefined;
  readonly headers: readonly string[];
  readonly release: string | undefined;
}

/** What a construct stated of itself at one moment. */
export interface Stated {
  /** As it stands in the plan. */
  readonly whole: Values;
  readonly path: string;
  /** Addresses of the resources of each role, as the plan names them. */
  readonly resources: ReadonlyMap<Role, readonly string[]>;
  readonly authentik: StatedSide;
  readonly espocrm: StatedSide;
  /** The declared one; null where none is. */
  readonly logoutUrl: string | null | undefined;
  /** Declared besides EspoCRM's own, as `redirectUriKey` has them. */
  readonly redirectUris: readonly string[];
  readonly onDestroy: string | undefined;
  readonly settings: readonly string[] | undefined;
  /** Whether a binding goes only when those that come in its place are there. */
  readonly bindingsGoLast: boolean;
  readonly lifecycle: Values;
  readonly acknowledged: Values;
}

/** What an integration states of itself, before and after. */
export interface Statement {
  readonly change: ResourceChange;
  readonly before: Stated | undefined;
  readonly after: Stated | undefined;
}

/** The statement in a resource; `undefined` if it is none that is understood. */
export function statementOf(change: ResourceChange): Statement | undefined {
  if (!isStatement(change)) return undefined;
  const before = stated(change, change.change.before);
  const after = stated(change, change.change.after);
  return before || after ? { change, before, after } : undefined;
}

/** Whether a resource is named as the construct names its statement. */
export const isStatement = ({ name, type }: ResourceChange): boolean =>
  type === "terraform_data" && /(^|_)statement(_[0-9A-F]{8})?$/.test(name);

function stated(
  { module_address }: ResourceChange,
  values: Values | null | undefined,
): Stated | undefined {
  const whole = values?.["input"];
  if (!isValues(whole) || whole["format"] !== 1 || !isValues(whole["resources"])) return undefined;
  const prefix = module_address ? `${module_address}.` : "";
  return {
    whole,
    path: text(whole["path"]) ?? "",
    resources: new Map(
      Object.entries(whole["resources"]).map(([role, addresses]) => [
        role as Role,
        texts([addresses].flat()).map((address) => prefix + address),
      ]),
    ),
    authentik: side(whole["authentik"]),
    espocrm: side(whole["espocrm"]),
    logoutUrl: whole["logoutUrl"] === null ? null : text(whole["logoutUrl"]),
    redirectUris: [whole["redirectUris"]]
      .flat()
      .flatMap((uri) =>
        isValues(uri) ? [redirectUriKey(uri["url"], uri["matching"], uri["type"])] : [],
      ),
    onDestroy: text(whole["onDestroy"]),
    settings: Array.isArray(whole["settings"]) ? texts(whole["settings"]) : undefined,
    bindingsGoLast: whole["bindingsGoLast"] === true,
    lifecycle: isValues(whole["lifecycle"]) ? whole["lifecycle"] : {},
    acknowledged: isValues(whole["acknowledged"]) ? whole["acknowledged"] : {},
  };
}

/** A redirect URI in a word, to tell whether it is the declared one. */
export const redirectUriKey = (url: unknown, matching: unknown, type: unknown): string =>
  JSON.stringify([url, matching, type]);

function side(value: unknown): StatedSide {
  const values = isValues(value) ? value : {};
  const flag = values["verifyTls"];
  return {
    url: text(values["url"]),
    apiUrl: text(values["apiUrl"]),
    backchannelUrl: text(values["backchannelUrl"]),
    verifyTls: typeof flag === "boolean" ? flag : undefined,
    headers: texts(values["headers"]),
    release: text(values["release"]),
  };
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((part) => typeof part === "string") : [];
