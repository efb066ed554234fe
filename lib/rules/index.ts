import { acknowledgedRule } from "./acknowledged";
import { administratorsLogin } from "./administrators-login";
import { anyOfSeveralPolicies } from "./any-of-several-policies";
import { backchannelLogout } from "./backchannel-logout";
import { backendCredentials } from "./backend-credentials";
import { backendPath } from "./backend-path";
import { bindingDuplicate } from "./binding-duplicate";
import { bindingTarget } from "./binding-target";
import { FORM_RULES } from "./forms";
import { furtherRedirectUris } from "./further-redirect-uris";
import { groupDuplicate } from "./group-duplicate";
import { hostWithoutDot } from "./host-without-dot";
import { knownAtSynth } from "./known-at-synth";
import { leftOnDestroy } from "./left-on-destroy";
import { logoutRedirect } from "./logout-redirect";
import { negatedBinding } from "./negated-binding";
import { openToEveryone } from "./open-to-everyone";
import { openidScope } from "./openid-scope";
import { openidTwice } from "./openid-twice";
import { passwordFallback } from "./password-fallback";
import { plainHttp } from "./plain-http";
import { promptNone } from "./prompt-none";
import { releaseFeature } from "./release-feature";
import type { Rule, SharedRule } from "./rule";
import { scopeDropped } from "./scope-dropped";
import { scopeMappingDuplicate } from "./scope-mapping-duplicate";
import { scopeNotRequested } from "./scope-not-requested";
import { sharedAuthentikObject } from "./shared-authentik-object";
import { sharedEspoCrm } from "./shared-espocrm";
import { sharedRelease } from "./shared-release";
import { sharedState } from "./shared-state";
import { signatureAlgorithm } from "./signature-algorithm";
import { splitNames } from "./split-names";
import { syncTeams } from "./sync-teams";
import { teamGroup } from "./team-group";
import { teamId } from "./team-id";
import { tlsUnverified } from "./tls-unverified";
import { untestedRelease } from "./untested-release";
import { userNameClaim } from "./user-name-claim";
import { userNameForm } from "./user-name-form";
import { variableShared } from "./variable-shared";

/** The rules for one integration: first those that refuse, then those that warn. */
export const RULES: readonly Rule[] = [
  knownAtSynth,
  FORM_RULES["unknown-value"],
  FORM_RULES["address-form"],
  FORM_RULES["address-path"],
  plainHttp,
  hostWithoutDot,
  FORM_RULES["text-length"],
  FORM_RULES["slug-form"],
  passwordFallback,
  bindingTarget,
  bindingDuplicate,
  groupDuplicate,
  FORM_RULES["reference-form"],
  scopeMappingDuplicate,
  furtherRedirectUris,
  userNameClaim,
  signatureAlgorithm,
  openidScope,
  FORM_RULES["scope-form"],
  FORM_RULES["duration-form"],
  FORM_RULES["cache-period-form"],
  FORM_RULES["number-range"],
  FORM_RULES["logout-url-form"],
  FORM_RULES["launch-url-form"],
  FORM_RULES["team-form"],
  releaseFeature,
  FORM_RULES["variable-name"],
  variableShared,
  FORM_RULES["header-name"],
  FORM_RULES["certificate-form"],
  backendPath,
  backendCredentials,
  acknowledgedRule(() => RULES),
  untestedRelease,
  openToEveryone,
  anyOfSeveralPolicies,
  negatedBinding,
  administratorsLogin,
  tlsUnverified,
  userNameForm,
  backchannelLogout,
  scopeDropped,
  scopeNotRequested,
  splitNames,
  teamGroup,
  teamId,
  syncTeams,
  openidTwice,
  logoutRedirect,
  promptNone,
  leftOnDestroy,
];

/** The rules for integrations side by side. */
export const SHARED_RULES: readonly SharedRule[] = [
  sharedEspoCrm,
  sharedAuthentikObject,
  sharedRelease,
  sharedState,
];

export type { Rule } from "./rule";
/** Rules that a plan can be judged by, too. */
export {
  administratorsLogin,
  anyOfSeveralPolicies,
  backchannelLogout,
  logoutRedirect,
  openToEveryone,
  openidTwice,
  passwordFallback,
  promptNone,
  signatureAlgorithm,
  untestedRelease,
  userNameClaim,
};
