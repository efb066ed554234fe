import { terraformVariable } from "../run/variables";
import type { Declaration } from "../verify/declaration";
import type { Finding } from "./finding";

/** The Terraform variables that the integrations need, by name: their values are nobody's business. */
export function variables(
  declarations: readonly Declaration[],
  environment: NodeJS.ProcessEnv,
): readonly Finding[] {
  const users = new Map<string, string[]>();
  for (const declared of declarations) {
    for (const name of neededBy(declared)) {
      users.set(name, [...(users.get(name) ?? []), declared.name]);
    }
  }
  return [...users].map(([name, by]): Finding => {
    const about = `TF_VAR_${name}`;
    const found = `for ${by.join(", ")}`;
    return terraformVariable(environment, name) === undefined
      ? { about, state: "missing", found: `not set, ${found}`, fix: `export ${about}=…` }
      : { about, state: "ok", found: `set, ${found}` };
  });
}

/** Names of all variables that an integration's two sides take. */
export function neededBy({
  props,
  variables: { password, token, username },
}: Declaration): string[] {
  const headers = [props.authentik, props.espocrm].flatMap(({ headers: of }) => Object.values(of));
  const { clientCertificate } = props.espocrm;
  return [
    ...new Set([
      ...[token, username, password, ...headers],
      ...(clientCertificate === undefined ? [] : [clientCertificate.keyVariable]),
    ]),
  ];
}
