import { SETTING_NAMES, type SettingName, settingOf } from "../fields/espocrm-settings";
import type { SettingValue } from "../fields/setting";
import { attribute, call, Hcl, literal, object } from "../terraform/hcl";
import type { OnDestroy } from "../props";
import type { TerraformData } from "../terraform/terraform-data";

/** The settings as they were before the integration, in the state of Terraform's own `terraform_data`. */
export const snapshotOf = (before: TerraformData): Hcl =>
  attribute("terraform_data", before, "output");

/**
 * Everything that may ever have to be put back, taken from an answer with EspoCRM's settings. The
 * answer is decoded in a list of one, outside of the loop over the names: Terraform would decode it
 * anew for each of them.
 */
export function snapshot(answer: Hcl): Hcl {
  const names = literal([...SETTING_NAMES].sort()).text;
  return new Hcl(
    `one([for all in [jsondecode(${answer.text})] : {for name in ${names} : name => lookup(all, name, null)}])`,
  );
}

/** Whether the snapshot was taken after the switch: it names our own client already. */
const isOurs = (before: Hcl, clientId: Hcl): string =>
  `try(${before.text}.authenticationMethod == "Oidc" && ${before.text}.oidcClientId == ${clientId.text}, false)`;

/** What is undone: settings, and the client secret, which can only be taken away. */
type Undone = SettingName | "oidcClientSecret";

/** EspoCRM's own login, for those settings that are managed. */
function ownLogin(managed: readonly Undone[]): Hcl {
  const values = managed.map((name) => [
    name,
    name === "oidcClientSecret" ? null : settingOf(name).fresh,
  ]);
  return object(Object.fromEntries(values) as Record<string, SettingValue>);
}

/**
 * What was found before, for those settings that are managed. Where EspoCRM would refuse a null, or
 * has a default, a fresh EspoCRM's value fills the gap. A previous OIDC set-up comes back without its
 * client secret, so nobody could sign in through it: the passwords must then work.
 */
function previous(managed: readonly Undone[], before: Hcl): Hcl {
  const names = literal([...managed]).text;
  return call(
    "merge",
    ownLogin(managed),
    new Hcl(
      `{for name, value in ${before.text} : name => value if value != null && contains(${names}, name)}`,
    ),
    ...(managed.includes("oidcFallback")
      ? [
          new Hcl(
            `{for name in ["oidcFallback"] : name => true if ${before.text}.authenticationMethod == "Oidc"}`,
          ),
        ]
      : []),
  );
}

/** The body that undoes the named settings, or `undefined` where nothing is to be undone. */
export function undoSettings(
  onDestroy: OnDestroy,
  names: readonly Undone[],
  before: TerraformData,
  clientId: Hcl,
): Hcl | undefined {
  if (onDestroy === "leave") return undefined;
  if (onDestroy === "espo") return ownLogin(names);
  const found = snapshotOf(before);
  // As JSON, because the two arms of a condition must be of one type.
  const own = call("jsonencode", ownLogin(names));
  const back = call("jsonencode", previous(names, found));
  return new Hcl(`jsondecode(${isOurs(found, clientId)} ? ${own.text} : ${back.text})`);
}

/** Whether a previous OIDC set-up will be put back, whose client secret nobody can read. */
export const losesPreviousSecret = (before: TerraformData, clientId: Hcl): Hcl => {
  const found = snapshotOf(before);
  return new Hcl(`${found.text}.authenticationMethod == "Oidc" && !${isOurs(found, clientId)}`);
};
