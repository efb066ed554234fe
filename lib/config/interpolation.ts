import { namesSecretVariable } from "../secret-names";
import type { Complaint } from "./problem";

/** A text with its variables filled in, and what is wrong with them. */
export interface Interpolation {
  /** The text; parts that are not known are left as they were. */
  readonly text: string;
  /** What is wrong with the variables. */
  readonly complaints: readonly Complaint[];
}

const REFERENCE = /\$\$\{|\$\{([^}]*)(\})?/g;

/**
 * Fills in `${NAME}` and `${NAME:-default}` from the environment; `$${` stands for `${` itself.
 * Variables that hold credentials are refused.
 */
export function interpolate(text: string, environment: NodeJS.ProcessEnv): Interpolation {
  const complaints: Complaint[] = [];
  const filled = text.replace(REFERENCE, (whole, inside?: string, end?: string) => {
    if (inside === undefined) return "${";
    const value = end === undefined ? NOT_CLOSED : valueOf(inside, environment);
    if (typeof value === "string") return value;
    complaints.push(value);
    return whole;
  });
  return { text: filled, complaints };
}

const NOT_CLOSED: Complaint = {
  found: "a ${ that is not closed",
  expected: "${NAME}, or $${ for the characters themselves",
  mend: "close it with }, or write $${ for ${",
};

function valueOf(inside: string, environment: NodeJS.ProcessEnv): string | Complaint {
  const [, name = "", fallback] = /^([A-Za-z_]\w*)(?::-(.*))?$/s.exec(inside) ?? [];
  if (name === "") {
    return {
      found: "a ${…} that does not hold the name of an environment variable",
      expected: "${NAME} or ${NAME:-default}, with letters, digits and _ in NAME",
      mend: "correct the name, or write $${ for the characters ${ themselves",
    };
  }
  if (/^TF_VAR_/i.test(name) || namesSecretVariable(name)) {
    return {
      found: `\${${name}}, which looks like a credential`,
      expected: "variables for addresses and names only",
      mend: "leave the credential out: Terraform takes it from its environment as TF_VAR_<variable>. If it is none, give the environment variable another name",
    };
  }
  const value = environment[name];
  if (value !== undefined && value !== "") return value;
  if (fallback !== undefined) return fallback;
  return {
    found: `\${${name}}, which is ${value === undefined ? "not set" : "set, but empty"}`,
    expected: "an environment variable with a value",
    mend: `set ${name}, or write a default: \${${name}:-…}`,
  };
}
