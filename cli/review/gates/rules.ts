import {
  type AuthentikRelease,
  type AuthorizationPrompt,
  type EspoAuthentikIntegrationProps,
  NEWEST_RELEASE,
  RELEASE_LINES,
  releaseLine,
  resolved,
  type SubjectMode,
  SUPPORTED_RELEASES,
} from "../../../lib/declaration";
import {
  administratorsLogin,
  anyOfSeveralPolicies,
  backchannelLogout,
  logoutRedirect,
  openToEveryone,
  openidTwice,
  promptNone,
  type Rule,
  untestedRelease,
  userNameClaim,
} from "../../../lib/rules/index";
import type { Access } from "../access/access";
import { after, before, isEmpty } from "../plan/change";
import { isOidc, isOn } from "../effects/espocrm-state";
import type { Situation } from "../effects/situation";
import type { Finding } from "../model";
import type { Integration } from "../plan/integrations";
import type { ResourceChange, Values } from "../plan/plan-json";
import type { Stated } from "../plan/statement";
import { quoted, say } from "../render/text";

/** The construct's rules that can be judged from what is planned; gates cover the graver ones. */
const PLANNED_RULES: readonly Rule[] = [
  untestedRelease,
  userNameClaim,
  openToEveryone,
  anyOfSeveralPolicies,
  administratorsLogin,
  backchannelLogout,
  logoutRedirect,
  openidTwice,
  promptNone,
];

/** What the construct's rules say about the plan, and would not have said before it. */
export function ruleFindings({ access, espocrm, integration }: Situation): Finding[] {
  const { provider, statement } = integration;
  if (provider?.change.after == null || access.after === undefined) return [];
  if (!isOidc(espocrm.after)) return [];
  const then = props(provider, "after", espocrm.written, access.after, statement?.after);
  const now =
    provider.change.before && access.before && isOidc(espocrm.before)
      ? props(provider, "before", espocrm.managed, access.before, statement?.before)
      : undefined;
  const [complete, earlier] = [resolved(then), now && resolved(now)];
  return PLANNED_RULES.flatMap((rule) => {
    const old =
      now && earlier
        ? rule.check(earlier, now).map(({ found, path }) => JSON.stringify([path, found]))
        : [];
    return rule
      .check(complete, then)
      .filter(({ found, path }) => !old.includes(JSON.stringify([path, found])))
      .map(({ found, mend, path }): Finding => ({
        id: rule.id,
        ...acknowledged(rule.id, integration),
        found: say`${quoted(path.join("."))}: ${quoted(found)}`,
        why: rule.why,
        mend: say`${quoted(mend)}`,
      }));
  });
}

/** A warning that somebody has heard is shown with the reason, and is none. */
function acknowledged(id: string, { statement }: Integration): Pick<Finding, "outcome" | "reason"> {
  const reasons = statement?.after?.acknowledged ?? {};
  const reason = Object.hasOwn(reasons, id) ? reasons[id] : undefined;
  return typeof reason === "string"
    ? { outcome: "acknowledged", reason: say`${quoted(reason)}` }
    : { outcome: "warned" };
}

/** The properties that the construct would have had for this, as far as its rules look at them. */
function props(
  provider: ResourceChange,
  when: "before" | "after",
  settings: Values,
  access: Access,
  stated: Stated | undefined,
): EspoAuthentikIntegrationProps {
  const attribute = (name: string): unknown => (when === "before" ? before : after)(provider, name);
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const setting = (name: string) => text(settings[name]);
  const scopes = settings["oidcScopes"];
  return {
    authentik: { url: "", release: releaseOf(stated, !isEmpty(attribute("grant_types"))) },
    espocrm: { url: "" },
    application: { name: "", slug: "", policyEngineMode: access.mode },
    bindings: access.conditions.map(({ enabled, id, kind }) => {
      if (kind === "policy") return { enabled, policy: { id } };
      return kind === "group" ? { enabled, group: { id } } : { enabled, user: { id } };
    }),
    provider: {
      backchannelLogout: !isEmpty(attribute("logout_uri")),
      ...given("subjectMode", text(attribute("sub_mode")) as SubjectMode | undefined),
      ...given("accessTokenValidity", text(attribute("access_token_validity"))),
    },
    login: {
      fallback: !Object.hasOwn(settings, "oidcFallback") || isOn(settings["oidcFallback"]),
      allowAdministrators: isOn(settings["oidcAllowAdminUser"]),
      allowRegularUserFallback: isOn(settings["oidcAllowRegularUserFallback"]),
      ...(Array.isArray(scopes) && { scopes: scopes.map(String) }),
      ...given("usernameClaim", setting("oidcUsernameClaim")),
      ...given("logoutUrl", setting("oidcLogoutUrl")),
      ...given(
        "authorizationPrompt",
        setting("oidcAuthorizationPrompt") as AuthorizationPrompt | undefined,
      ),
    },
  };
}

/** The stated release line; without a statement the oldest one whose providers are like this one. */
function releaseOf(stated: Stated | undefined, hasGrantTypes: boolean): AuthentikRelease {
  const release = stated?.authentik.release;
  if (release !== undefined && releaseLine(release)) return release as AuthentikRelease;
  const fits = (line: (typeof SUPPORTED_RELEASES)[number]) =>
    RELEASE_LINES[line].grantTypes === hasGrantTypes;
  return SUPPORTED_RELEASES.find(fits) ?? NEWEST_RELEASE;
}

const given = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [name in Name]?: Value };
