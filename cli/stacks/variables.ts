import { isExpression } from "./expression";
import type { Stack } from "./stack";

/** Gives the value of a text of the Terraform JSON; undefined where only Terraform knows it. */
export type Resolver = (text: string | undefined) => string | undefined;

const REFERENCE = /\$\{var\.([\w-]+)\}/g;

/** The Terraform variable that a text consists of: `${var.name}`. */
export const variableNamed = (text: string | undefined): string | undefined =>
  /^\$\{var\.([\w-]+)\}$/.exec(text ?? "")?.[1];

/** Resolves texts with references to variables, from the environment (`TF_VAR_<name>`) or defaults. */
export function resolverOf({ json }: Stack, environment: NodeJS.ProcessEnv): Resolver {
  const valueOf = (name: string): string | undefined => {
    const standard = json.variable[name]?.default;
    return environment[`TF_VAR_${name}`] ?? (typeof standard === "string" ? standard : undefined);
  };
  return (text) => {
    if (text === undefined || isExpression(text.replace(REFERENCE, ""))) return undefined;
    const values = [...text.matchAll(REFERENCE)].map(([, name = ""]) => valueOf(name));
    if (values.includes(undefined)) return undefined;
    return text.replace(REFERENCE, (_, name: string) => valueOf(name) ?? "");
  };
}

/** How often the Terraform JSON of a stack refers to a variable. */
export const referencesTo = (name: string, { json }: Stack): number =>
  json.text.split(new RegExp(`\\bvar\\.${name}(?![\\w-])`)).length - 1;

/** Names of the variables whose values must not be shown. */
export const sensitiveVariables = ({ json }: Stack): readonly string[] =>
  Object.keys(json.variable).filter((name) => json.variable[name]?.sensitive === true);
