import type { EspoAuthentikIntegrationProps } from "../integration";
import type { PropertyPath, Rule } from "./rule";

/** Credentials are given as names of Terraform variables. */
export const variableName: Rule = {
  id: "variable-name",
  outcome: "refused",
  why: "Terraform takes letters, digits and _ in the name of a variable that the environment can feed. Anything else here may be the secret itself, which must not be in a configuration.",
  check: (props) =>
    names(props)
      .filter(([, name]) => name !== undefined && !/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name))
      .map(([path]) => ({
        path,
        found: "something else (not shown, as it may be a secret)",
        expected: "the name of a Terraform variable: letters, digits and _",
        mend: "choose a name, and give the value as TF_VAR_<name> in Terraform's environment",
      })),
};

function names(props: EspoAuthentikIntegrationProps): [PropertyPath, string | undefined][] {
  const { authentik, espocrm, provider } = props;
  return [
    [["authentik", "tokenVariable"], authentik.tokenVariable],
    [["espocrm", "usernameVariable"], espocrm.usernameVariable],
    [["espocrm", "passwordVariable"], espocrm.passwordVariable],
    [["espocrm", "clientCertificate", "keyVariable"], espocrm.clientCertificate?.keyVariable],
    [["provider", "clientSecretVariable"], provider?.clientSecretVariable],
    ...headers("authentik", authentik.headers),
    ...headers("espocrm", espocrm.headers),
  ];
}

const headers = (
  side: string,
  values: Readonly<Record<string, string>> = {},
): [PropertyPath, string][] =>
  Object.entries(values).map(([header, name]) => [[side, "headers", header], name]);
