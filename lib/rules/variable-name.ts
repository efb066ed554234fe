import type { EspoAuthentikStackProps } from "../stack";
import { type PropertyPath, type Rule, shown } from "./rule";

/** Names that Terraform keeps for itself. */
const RESERVED = [
  "count",
  "depends_on",
  "for_each",
  "lifecycle",
  "locals",
  "providers",
  "source",
  "version",
];

/** Credentials are given as names of Terraform variables. */
export const variableName: Rule = {
  id: "variable-name",
  outcome: "refused",
  why: "Terraform takes letters, digits and _ in the name of a variable that the environment can feed. Anything else here may be the secret itself, which must not be in a configuration.",
  example: "espocrm: { url: https://espocrm.company, passwordVariable: crm_password }",
  check: (props) =>
    names(props)
      .filter(([, name]) => name !== undefined && !isVariableName(name))
      .map(([path, name]) => ({
        path,
        found: RESERVED.includes(name ?? "")
          ? `${shown(name)}, which Terraform keeps for itself`
          : "something else (not shown, as it may be a secret)",
        expected: "the name of a Terraform variable: letters, digits and _",
        mend: "choose a name, and give the value as TF_VAR_<name> in Terraform's environment",
      })),
};

const isVariableName = (name: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name) && !RESERVED.includes(name);

function names(props: EspoAuthentikStackProps): [PropertyPath, string | undefined][] {
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
