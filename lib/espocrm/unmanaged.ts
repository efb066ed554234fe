import { type TerraformElement, TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import { SETTING_NAMES } from "../fields/espocrm-settings";
import { VOLATILE_SETTINGS } from "../fields/restapi-object";
import { attribute, call, Hcl, literal } from "../terraform/hcl";

/** Settings that an integration does not manage, in two parts. */
export interface Unmanaged {
  /** Names of those that EspoCRM showed when it was first looked at: the provider ignores them. */
  readonly ignored: Hcl;
  /** Those that came since, with the values that EspoCRM has. */
  readonly newer: Hcl;
}

/**
 * What nobody manages, so that it can't make a plan dirty. The provider compares EspoCRM's whole answer
 * with `data`, but for the names that it was told to ignore when it last wrote. Such a list must not
 * grow, or its growth is a change by itself; yet EspoCRM shows new settings after an upgrade, or when
 * somebody first writes one. So the list is that of the first look and stays, and what came later stands
 * in `data` as EspoCRM has it, on both sides of the comparison. It is compared only: a change sends
 * `update_data`. When the object is made there is nothing newer yet.
 */
export function unmanaged(
  scope: Construct,
  observer: TerraformElement,
  managed: readonly string[],
): Unmanaged {
  const of = (name: string) => attribute("restapi_object", observer, name);
  const own = literal([...managed].sort());
  const unsteady = [...VOLATILE_SETTINGS, ...SETTING_NAMES].filter(
    (name) => !managed.includes(name),
  );
  // An observer that was imported has no answer of its creation.
  const first = new Hcl(
    `try(jsondecode(${of("create_response").text}), jsondecode(${of("api_response").text}))`,
  );
  const list = call(
    "sort",
    call("setsubtract", call("setunion", call("keys", first), literal(unsteady)), own),
  );
  const ignored = new TerraformLocal(scope, "unmanaged", list.toString());
  const name = new Hcl(`local.${ignored.friendlyUniqueId}`);
  return {
    ignored: name,
    newer: new Hcl(
      `{for name, value in jsondecode(${of("data").text}) : name => value if !contains(${name.text}, name) && !contains(${own.text}, name)}`,
    ),
  };
}
