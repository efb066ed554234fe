import type { ResolvedIntegration } from "../fields/resolved";
import { type Finding, type PropertyPath, type Rule, shown } from "./rule";

/** Each credential has a Terraform variable of its own. */
export const variableShared: Rule = {
  id: "variable-shared",
  outcome: "refused",
  why: "A variable has one value: two credentials would be the same, and one of them be sent where it does not belong. Terraform shows a user name, and keeps a client secret in its state.",
  example:
    "espocrm:\n  url: https://espocrm.company\n  usernameVariable: crm_user\n  passwordVariable: crm_password",
  check: (props) => {
    const first = new Map<string, string>();
    return credentials(props).flatMap(([path, what, name]): Finding[] => {
      const earlier = first.get(name) ?? what;
      first.set(name, earlier);
      if (earlier === what) return [];
      return [
        {
          path,
          found: `${shown(name)}, which holds ${earlier} already`,
          expected: `another variable for ${what}`,
          mend: "choose another name",
        },
      ];
    });
  },
};

function credentials(props: ResolvedIntegration): [PropertyPath, string, string][] {
  const { authentik, espocrm, provider } = props;
  const all: [PropertyPath, string, string | undefined][] = [
    [["authentik", "tokenVariable"], "authentik's token", authentik.tokenVariable],
    [["espocrm", "usernameVariable"], "EspoCRM's user name", espocrm.usernameVariable],
    [["espocrm", "passwordVariable"], "EspoCRM's password", espocrm.passwordVariable],
    [["provider", "clientSecretVariable"], "the client secret", provider.clientSecretVariable],
    [
      ["espocrm", "clientCertificate", "keyVariable"],
      "the private key",
      espocrm.clientCertificate?.keyVariable,
    ],
    ...(["authentik", "espocrm"] as const).flatMap((side) =>
      Object.entries(props[side].headers).map(([header, name]): (typeof all)[number] => [
        [side, "headers", header],
        "an HTTP header",
        name,
      ]),
    ),
  ];
  return all.flatMap(([path, what, name]): [PropertyPath, string, string][] =>
    name === undefined ? [] : [[path, what, name]],
  );
}
