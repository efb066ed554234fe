import { addressForm } from "./address-form";
import { administratorsLogin } from "./administrators-login";
import { anyOfSeveralPolicies } from "./any-of-several-policies";
import { backchannelLogout } from "./backchannel-logout";
import { bindingDuplicate } from "./binding-duplicate";
import { bindingTarget } from "./binding-target";
import { durationForm } from "./duration-form";
import { hostWithoutDot } from "./host-without-dot";
import { leftOnDestroy } from "./left-on-destroy";
import { logoutRedirect } from "./logout-redirect";
import { openToEveryone } from "./open-to-everyone";
import { openidScope } from "./openid-scope";
import { openidTwice } from "./openid-twice";
import { passwordFallback } from "./password-fallback";
import { plainHttp } from "./plain-http";
import { promptNone } from "./prompt-none";
import { regularUserFallback } from "./regular-user-fallback";
import { releaseFeature } from "./release-feature";
import type { Rule, SharedRule } from "./rule";
import { scopeDropped } from "./scope-dropped";
import { sharedAuthentikObject } from "./shared-authentik-object";
import { sharedEspoCrm } from "./shared-espocrm";
import { signatureAlgorithm } from "./signature-algorithm";
import { slugForm } from "./slug-form";
import { textLength } from "./text-length";
import { userNameClaim } from "./user-name-claim";
import { variableName } from "./variable-name";

/** The rules for one integration: first those that refuse, then those that warn. */
export const RULES: readonly Rule[] = [
  addressForm,
  plainHttp,
  hostWithoutDot,
  textLength,
  slugForm,
  passwordFallback,
  regularUserFallback,
  bindingTarget,
  bindingDuplicate,
  userNameClaim,
  signatureAlgorithm,
  openidScope,
  durationForm,
  releaseFeature,
  variableName,
  openToEveryone,
  anyOfSeveralPolicies,
  administratorsLogin,
  backchannelLogout,
  scopeDropped,
  openidTwice,
  logoutRedirect,
  promptNone,
  leftOnDestroy,
];

/** The rules for integrations side by side. */
export const SHARED_RULES: readonly SharedRule[] = [sharedEspoCrm, sharedAuthentikObject];
