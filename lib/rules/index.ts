import { addressForm } from "./address-form";
import { addressPath } from "./address-path";
import { administratorsLogin } from "./administrators-login";
import { anyOfSeveralPolicies } from "./any-of-several-policies";
import { backchannelLogout } from "./backchannel-logout";
import { backendCredentials } from "./backend-credentials";
import { backendPath } from "./backend-path";
import { bindingDuplicate } from "./binding-duplicate";
import { bindingTarget } from "./binding-target";
import { cachePeriodForm } from "./cache-period-form";
import { certificateForm } from "./certificate-form";
import { durationForm } from "./duration-form";
import { headerName } from "./header-name";
import { hostWithoutDot } from "./host-without-dot";
import { launchUrlForm } from "./launch-url-form";
import { leftOnDestroy } from "./left-on-destroy";
import { logoutRedirect } from "./logout-redirect";
import { logoutUrlForm } from "./logout-url-form";
import { negatedBinding } from "./negated-binding";
import { numberRange } from "./number-range";
import { openToEveryone } from "./open-to-everyone";
import { openidScope } from "./openid-scope";
import { openidTwice } from "./openid-twice";
import { passwordFallback } from "./password-fallback";
import { plainHttp } from "./plain-http";
import { promptNone } from "./prompt-none";
import { referenceForm } from "./reference-form";
import { regularUserFallback } from "./regular-user-fallback";
import { releaseFeature } from "./release-feature";
import type { Rule, SharedRule } from "./rule";
import { scopeDropped } from "./scope-dropped";
import { scopeForm } from "./scope-form";
import { sharedAuthentikObject } from "./shared-authentik-object";
import { sharedEspoCrm } from "./shared-espocrm";
import { sharedRelease } from "./shared-release";
import { sharedState } from "./shared-state";
import { signatureAlgorithm } from "./signature-algorithm";
import { slugForm } from "./slug-form";
import { teamForm } from "./team-form";
import { teamGroup } from "./team-group";
import { textLength } from "./text-length";
import { tlsUnverified } from "./tls-unverified";
import { unknownValue } from "./unknown-value";
import { userNameClaim } from "./user-name-claim";
import { userNameForm } from "./user-name-form";
import { variableName } from "./variable-name";
import { variableShared } from "./variable-shared";

/** The rules for one integration: first those that refuse, then those that warn. */
export const RULES: readonly Rule[] = [
  unknownValue,
  addressForm,
  addressPath,
  plainHttp,
  hostWithoutDot,
  textLength,
  slugForm,
  passwordFallback,
  regularUserFallback,
  bindingTarget,
  bindingDuplicate,
  referenceForm,
  userNameClaim,
  signatureAlgorithm,
  openidScope,
  scopeForm,
  durationForm,
  cachePeriodForm,
  numberRange,
  logoutUrlForm,
  launchUrlForm,
  teamForm,
  releaseFeature,
  variableName,
  variableShared,
  headerName,
  certificateForm,
  backendPath,
  backendCredentials,
  openToEveryone,
  anyOfSeveralPolicies,
  negatedBinding,
  administratorsLogin,
  tlsUnverified,
  userNameForm,
  backchannelLogout,
  scopeDropped,
  teamGroup,
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
