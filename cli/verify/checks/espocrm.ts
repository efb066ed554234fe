import type { Check } from "../check";
import type { Settings } from "../../servers/espocrm/espocrm";
import { judgeVersion } from "../espocrm-version";
import { fail, type Outcome } from "../outcome";
import type { Declaration } from "../declaration";

/** EspoCRM answers, and to these credentials with its administrator's view. */
export const espocrm: Check = {
  id: "espocrm",
  title: "EspoCRM shows its settings",
  run: async ({ settings: observation, declared }) => {
    const { settings } = await observation.get();
    if (isAdministratorsView(settings)) {
      const version = settings["version"];
      const named = typeof version === "string" ? `EspoCRM ${version}` : "EspoCRM";
      const saw = `${named} shows its administrator's view, ${Object.keys(settings).length} settings`;
      return judgeVersion(version, declared.settings, saw);
    }
    return refusal(settings, declared);
  },
};

/** EspoCRM answers 200 to everybody; only administrators see the method. */
export const isAdministratorsView = (settings: Settings): boolean =>
  "authenticationMethod" in settings;

function refusal(settings: Settings, { variables }: Declaration): Outcome {
  const given = `TF_VAR_${variables.username} and TF_VAR_${variables.password}`;
  if ("recordsPerPage" in settings) {
    return fail(
      `EspoCRM accepts ${given}, but not as an administrator's`,
      "Give the user name and password of a user of type Admin.",
    );
  }
  const login = settings["loginData"];
  if (typeof login === "object" && login !== null && "fallback" in login && !login.fallback) {
    return fail(
      "EspoCRM takes no passwords any more: its password fallback is off",
      "Sign in through authentik as an administrator and allow the fallback again (Administration, Authentication), or set 'oidcFallback' => true in data/config.php on its server.",
    );
  }
  return fail(
    `EspoCRM does not accept ${given}: it shows its public settings only`,
    "Give the user name and password of a user of type Admin.",
  );
}
