import type { PolicyEngineMode, SubjectMode } from "../authentik/application";
import { RELEASE_LINES } from "../authentik/release";
import type { OnDestroy } from "../espocrm/restore";
import type { AuthorizationPrompt } from "../espocrm/settings";
import type { EspoAuthentikStackProps } from "../stack";
import { type PropertyPath, type Rule, shown } from "./rule";
import { isUnresolved } from "./unresolved";

/** Every value of a closed list: the compiler complains when one is missing. */
type Choices<T extends string> = Readonly<Record<T, true>>;

const POLICY_ENGINE_MODES: Choices<PolicyEngineMode> = { any: true, all: true };
const ISSUER_MODES = { per_provider: true, global: true };
const PROMPTS: Choices<AuthorizationPrompt> = {
  none: true,
  consent: true,
  login: true,
  select_account: true,
};
const ENDINGS: Choices<OnDestroy> = { restore: true, espo: true, leave: true };
const SUBJECT_MODES: Choices<SubjectMode> = {
  hashed_user_id: true,
  user_id: true,
  user_uuid: true,
  user_username: true,
  user_email: true,
  user_upn: true,
};

/** Where there are a few possible values, it is one of them. */
export const unknownValue: Rule = {
  id: "unknown-value",
  outcome: "refused",
  why: "EspoCRM and authentik answer 400 to a value that they don't know, after half of the integration is there. TypeScript refuses it earlier, but not everybody uses it.",
  example: "application: { name: EspoCRM, slug: espocrm, policyEngineMode: all }",
  check: (props) =>
    choices(props)
      .filter(([, value]) => value !== undefined && !isUnresolved(value))
      .filter(([, value, known]) => !(typeof value === "string" && Object.hasOwn(known, value)))
      .map(([path, value, known]) => ({
        path,
        found: shown(value),
        expected: `one of ${Object.keys(known).join(", ")}`,
        mend: "choose one of these, or leave it out",
      })),
};

function choices({
  application,
  authentik,
  login,
  onDestroy,
  provider,
}: EspoAuthentikStackProps): [PropertyPath, unknown, object][] {
  return [
    [["authentik", "release"], authentik.release, RELEASE_LINES],
    [["application", "policyEngineMode"], application.policyEngineMode, POLICY_ENGINE_MODES],
    [["provider", "subjectMode"], provider?.subjectMode, SUBJECT_MODES],
    [["provider", "issuerMode"], provider?.issuerMode, ISSUER_MODES],
    [["login", "authorizationPrompt"], login?.authorizationPrompt, PROMPTS],
    [["onDestroy"], onDestroy, ENDINGS],
  ];
}
