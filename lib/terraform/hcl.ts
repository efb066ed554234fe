import type { SettingValue } from "../fields/setting";
import { type IResolvable, type TerraformElement, TerraformLocal, Token } from "cdktf";
import type { Construct } from "constructs";

/**
 * Text of an expression in Terraform's language, without the `${}` around it. CDKTF has no words for
 * `for` expressions, which the way back needs.
 */
export class Hcl {
  /** @param text the expression */
  constructor(readonly text: string) {}

  /** The expression as the value of an argument. */
  toString(): string {
    return `\${${this.text}}`;
  }
}

/** An attribute of a resource of the same stack. */
export const attribute = (type: string, resource: TerraformElement, name: string): Hcl =>
  new Hcl(`${type}.${resource.friendlyUniqueId}.${name}`);

/**
 * A value in Terraform's language, for which JSON's notation serves. Strings are templates there, as
 * they are in the synthesized JSON.
 */
export function literal(value: SettingValue): Hcl {
  if (isList(value)) return new Hcl(`[${value.map((item) => literal(item).text).join(", ")}]`);
  if (typeof value === "object" && value !== null) return object(value);
  return new Hcl(
    JSON.stringify(value).replace(/\\./g, (escape) => UNKNOWN_TO_HCL[escape] ?? escape),
  );
}

/** JSON's escapes that Terraform's strings don't have. */
const UNKNOWN_TO_HCL: Readonly<Record<string, string>> = { "\\b": "\\u0008", "\\f": "\\u000c" };

/**
 * A value that may hold tokens. CDKTF resolves none inside of a quoted string inside of an expression,
 * so such a value gets a name of its own, as a local value of the stack.
 */
export function tokenAware(scope: Construct, id: string, value: SettingValue | IResolvable): Hcl {
  if (!Token.isUnresolved(value)) return literal(value as SettingValue);
  const local = new TerraformLocal(scope, id, value);
  return new Hcl(`local.${local.friendlyUniqueId}`);
}

/** An object whose values are values or expressions. */
export function object(entries: Readonly<Record<string, SettingValue | Hcl>>): Hcl {
  const fields = Object.entries(entries).map(([key, value]) => {
    const { text } = value instanceof Hcl ? value : literal(value);
    return `${JSON.stringify(key)} = ${text}`;
  });
  return new Hcl(`{${fields.join(", ")}}`);
}

/** The call of one of Terraform's functions. */
export const call = (name: string, ...args: readonly Hcl[]): Hcl =>
  new Hcl(`${name}(${args.map(({ text }) => text).join(", ")})`);

const isList = (value: SettingValue): value is readonly SettingValue[] => Array.isArray(value);
