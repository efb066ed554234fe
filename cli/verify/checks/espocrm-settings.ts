import { isDeepStrictEqual } from "node:util";
import type { Check } from "../check";
import { differs, fail, notChecked, pass } from "../outcome";
import { isAdministratorsView } from "./espocrm";

/** Whether a declared value is one that a program's tokens leave to Terraform. */
const isExpression = (value: unknown): boolean => typeof value === "string" && value.includes("${");

/** Each managed setting has the declared value. */
export const espocrmSettings: Check = {
  id: "espocrm-settings",
  title: "EspoCRM's managed settings",
  after: "espocrm",
  run: async ({ settings: observation, declared }) => {
    const { settings } = await observation.get();
    if (!isAdministratorsView(settings))
      return notChecked("EspoCRM shows its public settings only");
    const all = Object.entries(declared.settings);
    const later = all.filter(([, value]) => isExpression(value)).map(([key]) => key);
    const managed = all.filter(([key]) => !later.includes(key));
    const differing = managed.filter(([key, value]) => !isDeepStrictEqual(settings[key], value));
    if (differing.length === 0) {
      return pass(
        `${managed.length} settings as declared (nobody can read the client secret)${
          later.length > 0
            ? `; not compared, as Terraform alone knows them: ${later.join(", ")}`
            : ""
        }`,
      );
    }
    const deploy = `npx espo-authentik plan ${declared.stack}, then apply, puts it as declared.`;
    if (settings["authenticationMethod"] !== "Oidc") {
      return fail(
        `EspoCRM does not sign in through OpenID Connect: its authenticationMethod is ${JSON.stringify(settings["authenticationMethod"])}`,
        deploy,
      );
    }
    const saw = differing.map(([key, value]) => {
      const found = JSON.stringify(settings[key]) as string | undefined;
      return `${key} is ${found ?? "not set"}, not ${JSON.stringify(value)}`;
    });
    return differs(saw.join("; "), deploy);
  },
};
