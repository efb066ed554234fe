import type { OnDestroy } from "../props";
import type { SettingName } from "../fields/espocrm-settings";
import type { objectResource } from "@cdktf/provider-restapi";
import {
  type ITerraformDependable,
  TerraformLocal,
  type TerraformProvider,
  TerraformStack,
} from "cdktf";
import type { Construct } from "constructs";
import {
  CLEAR_CACHE_PATH,
  SETTINGS_PATH,
  SMALLEST_READ,
  VOLATILE_SETTINGS,
} from "../fields/restapi-object";
import { attribute, call, type Hcl, object, tokenAware } from "../terraform/hcl";
import { TerraformData } from "../terraform/terraform-data";
import { losesPreviousSecret, snapshot, undoSettings } from "./restore";
import { type ManagedSettings, namesOf, optionalSettings } from "./settings";
import { unmanaged } from "./unmanaged";

/** The paths and method of an object that lives in EspoCRM's settings. */
const at = (
  path: string,
  method: "GET" | "POST" | "PUT",
): Pick<
  objectResource.ObjectResourceConfig,
  | "path"
  | "createPath"
  | "updatePath"
  | "destroyPath"
  | "createMethod"
  | "updateMethod"
  | "destroyMethod"
> => ({
  path,
  createPath: path,
  updatePath: path,
  destroyPath: path,
  createMethod: method,
  updateMethod: method,
  destroyMethod: method,
});

/** Makes an object of EspoCRM from its id and finished configuration. */
type CreateObject = (
  id: string,
  config: objectResource.ObjectResourceConfig,
) => objectResource.ObjectResource;

/** What the observer must find before anything is written anywhere. */
export interface ObserverProps {
  /** Terraform provider instance of this EspoCRM. */
  readonly provider: TerraformProvider;
  /** EspoCRM's public address, without a trailing slash. */
  readonly siteUrl: string;
  /** Names of the Terraform variables with the administrator's credentials. */
  readonly variables: { readonly username: string; readonly password: string };
  /** Whether the accepted signature algorithms are managed; if not, they must allow RS256. */
  readonly managesAlgorithms: boolean;
  /** Makes the object. */
  readonly create: CreateObject;
}

/** EspoCRM as it is: the read-only observer, and the settings that it found at first. */
export interface Observation {
  /** The read-only object over all settings. */
  readonly observer: objectResource.ObjectResource;
  /** What may have to be put back; taken once, when the observer had proven itself. */
  readonly before: TerraformData;
}

const observerType = "restapi_object";

/** Declares the observer and the snapshot of the settings before the integration. */
export function observe(scope: Construct, props: ObserverProps): Observation {
  const { create, provider, siteUrl, variables } = props;
  const observer = create("observer", {
    provider,
    ...at(SETTINGS_PATH, "GET"),
    readPath: SETTINGS_PATH,
    objectId: "settings",
    // Nothing is sent. What EspoCRM answers is kept here, where it can be referred to: by then, and before
    // it is known at all, as nothing.
    data: "{}",
    updateData: "{}",
    ignoreChangesTo: [...VOLATILE_SETTINGS],
    lifecycle: {
      ignoreChanges: ["data"],
      // Of `api_data` alone, which is Go's notation of each value: Terraform prints what a failing condition
      // refers to, and `api_response` is all settings in one line.
      postcondition: [
        {
          condition: '${contains(keys(self.api_data), "authenticationMethod")}',
          errorMessage: `EspoCRM at ${siteUrl} did not accept TF_VAR_${variables.username} and TF_VAR_${variables.password} as an administrator's: it showed its public settings only. Give the user name and password of a user of type Admin.`,
        },
        {
          condition: `\${try(trimsuffix(self.api_data.siteUrl, "/"), "") == ${tokenAware(scope, "site_url", siteUrl).text}}`,
          errorMessage: `EspoCRM's site URL is \${try(jsondecode(self.api_response).siteUrl, "not set")}, but the integration is for ${siteUrl}. EspoCRM builds its redirect URI from its site URL, and authentik compares it to the character: make both the same (EspoCRM: Administration, Settings, Site URL).`,
        },
        ...(props.managesAlgorithms
          ? []
          : [
              {
                condition:
                  '${try(self.api_data.oidcJwtSignatureAlgorithmList == "<nil>" || contains(split(" ", trim(self.api_data.oidcJwtSignatureAlgorithmList, "[]")), "RS256"), true)}',
                errorMessage: `EspoCRM at ${siteUrl} does not accept tokens signed with RS256, as authentik's are. Allow it (EspoCRM: Administration, Authentication, OIDC JWT Allowed Signature Algorithms), or set signatureAlgorithms.`,
              },
            ]),
      ],
    },
  });
  const found = snapshot(attribute(observerType, observer, "api_response"));
  const before = new TerraformData(scope, "before", found, { keepFirst: true });
  return { observer, before };
}

/** What is written to EspoCRM, and what must be complete before. */
export interface PatchProps extends Observation {
  /** Terraform provider instance of this EspoCRM. */
  readonly provider: TerraformProvider;
  /** EspoCRM's public address, without a trailing slash. */
  readonly siteUrl: string;
  /** authentik's OAuth2 provider, as Terraform knows it. */
  readonly oauth2: {
    /** Its id. */
    readonly id: Hcl;
    /** Its client ID. */
    readonly clientId: Hcl;
    /** Its client secret. */
    readonly clientSecret: Hcl;
    /** Its signing key. */
    readonly signingKey: Hcl;
  };
  /** The managed settings. */
  readonly settings: ManagedSettings;
  /** What becomes of EspoCRM at the end. */
  readonly onDestroy: OnDestroy;
  /** The authentik side, complete. */
  readonly dependsOn: ITerraformDependable[];
  /** Makes the objects. */
  readonly create: CreateObject;
}

/** The objects that change EspoCRM, in the order in which they are written. */
export interface Patch {
  /** The client secret, masked. */
  readonly secret: objectResource.ObjectResource;
  /** All other managed settings, readable. */
  readonly settings: objectResource.ObjectResource;
  /** The clearing of EspoCRM's cached keys. */
  readonly keyCache: objectResource.ObjectResource;
  /** What puts single settings back as soon as the configuration no longer names them. */
  readonly withdrawals: readonly objectResource.ObjectResource[];
  /** Which provider's secret it is, and at which EspoCRM. */
  readonly secretOf: TerraformData;
}

/**
 * Declares the patch of EspoCRM's settings, one write after the other: EspoCRM has no locking, and
 * must not be switched to OIDC before it knows the secret.
 */
export function patch(scope: Construct, props: PatchProps): Patch {
  const { before, create, oauth2, onDestroy, provider } = props;
  const { clientId } = oauth2;
  const desired: Readonly<Record<string, Hcl>> = Object.fromEntries(
    Object.entries(props.settings).map(([name, value]) => [name, tokenAware(scope, name, value)]),
  );
  const target = { provider: oauth2.id, espocrm: tokenAware(scope, "secret_at", props.siteUrl) };
  const secretOf = new TerraformData(scope, "secret_of", object(target));
  const secret = create("secret", {
    provider,
    dependsOn: [before, ...props.dependsOn],
    ...at(SETTINGS_PATH, "PUT"),
    // Replaced at every rotation: a write of none in between would leave EspoCRM without a secret if the
    // next one failed. The end of the settings takes it away.
    destroyMethod: "GET",
    readPath: SMALLEST_READ,
    objectId: "settings",
    data: call("jsonencode", object({ oidcClientSecret: oauth2.clientSecret })).toString(),
    ignoreServerAdditions: true,
    // A failed update would leave the new secret in the state, and the old one in EspoCRM for ever.
    forceNew: ["oidcClientSecret"],
    // The secret of a provider that is made anew is not known yet: say now that it will be another. An
    // EspoCRM at another address may never have had it.
    lifecycle: { replaceTriggeredBy: [`terraform_data.${secretOf.friendlyUniqueId}`] },
  });
  const optional = onDestroy === "leave" ? [] : optionalSettings(props.settings);
  const withdrawals: objectResource.ObjectResource[] = [];
  for (const name of optional) {
    const previous = withdrawals.at(-1) ?? secret;
    withdrawals.push(declareWithdrawal(props, name, previous));
  }
  const lasting = namesOf(props.settings).filter((name) => !optional.includes(name));
  const others = unmanaged(scope, props.observer, Object.keys(props.settings));
  const settings = create("settings", {
    provider,
    dependsOn: [withdrawals.at(-1) ?? secret],
    ...at(SETTINGS_PATH, "PUT"),
    ...undone(undoSettings(onDestroy, [...lasting, "oidcClientSecret"], before, clientId)),
    readPath: SETTINGS_PATH,
    objectId: "settings",
    // Compared with what EspoCRM has: so what nobody manages stands in it as EspoCRM has it.
    data: call("jsonencode", call("merge", others.newer, object(desired))).toString(),
    updateData: call("jsonencode", object(desired)).toString(),
    lifecycle: {
      postcondition: [
        {
          condition: '${try(self.api_data.authenticationMethod, "") == "Oidc"}',
          errorMessage: `EspoCRM at ${props.siteUrl} answered the write of its settings with success, but did not change them. A redirect does this (from http to https, to another host): give the address that answers by itself as espocrm.apiUrl.`,
        },
      ],
    },
  });
  settings.addOverride("ignore_changes_to", others.ignored.toString());
  const keyCache = create("key_cache", {
    provider,
    dependsOn: [settings],
    ...at(CLEAR_CACHE_PATH, "POST"),
    readPath: SMALLEST_READ,
    objectId: "keys",
    data: call(
      "jsonencode",
      object({
        jwksEndpoint: desired["oidcJwksEndpoint"] ?? null,
        signingKey: oauth2.signingKey,
      }),
    ).toString(),
    destroyData: "{}",
    ignoreServerAdditions: true,
    // A key that was changed by hand and is put back leaves `data` as it was.
    lifecycle: { replaceTriggeredBy: [oauth2.signingKey.text] },
  });
  if (onDestroy === "restore") warnOfLostSecret(scope, props);
  return { secret, settings, keyCache, withdrawals, secretOf };
}

/**
 * Puts one optional setting back as soon as the configuration no longer names it: EspoCRM's patch
 * would leave it at the value that was declared last, with nobody to see it. Creating it writes nothing.
 */
function declareWithdrawal(
  { before, create, oauth2, onDestroy, provider }: PatchProps,
  name: SettingName,
  previous: objectResource.ObjectResource,
): objectResource.ObjectResource {
  return create(`withdraw-${name}`, {
    provider,
    dependsOn: [previous], // One after the other: EspoCRM loses writes that come at once.
    ...at(SMALLEST_READ, "GET"),
    destroyPath: SETTINGS_PATH,
    destroyMethod: "PUT",
    ...undone(undoSettings(onDestroy, [name], before, oauth2.clientId)),
    readPath: SMALLEST_READ,
    objectId: name,
    data: "{}",
    ignoreServerAdditions: true,
  });
}

/** Without a body there is nothing to undo: the object is read once more, and forgotten. */
function undone(
  body: Hcl | undefined,
): Pick<objectResource.ObjectResourceConfig, "destroyData" | "destroyMethod"> {
  return body === undefined
    ? { destroyMethod: "GET" }
    : { destroyData: call("jsonencode", body).toString() };
}

/** Warns while the earlier set-up is overwritten; once EspoCRM has ours, there is nothing left to save. */
function warnOfLostSecret(
  scope: Construct,
  { before, oauth2: { clientId }, observer, siteUrl }: PatchProps,
): void {
  const answer = attribute(observerType, observer, "api_response");
  const done = `try(jsondecode(${answer.text}).oidcClientId == ${clientId.text}, false)`;
  // Terraform prints every value that a failing condition refers to: of all settings nothing but this.
  const kept = new TerraformLocal(
    scope,
    "earlier_login_is_no_news",
    `\${!(${losesPreviousSecret(before, clientId).text}) || ${done}}`,
  );
  TerraformStack.of(scope).addOverride(`check.${before.friendlyUniqueId}_secret`, {
    assert: [
      {
        condition: `\${local.${kept.friendlyUniqueId}}`,
        error_message: `EspoCRM at ${siteUrl} used OpenID Connect before this integration. Destroying it puts that set-up back, except its client secret, which nobody can read: enter it again afterwards (EspoCRM: Administration, Authentication). Until then administrators sign in with their passwords.`,
      },
    ],
  });
}
