import type { Stack } from "../stacks/stack";

/**
 * The observers that settings are compared with, by the settings' addresses. An observer and its settings
 * each have a record of what EspoCRM showed. Where an apply broke off, the one may have recorded a null of
 * which the other knows nothing, and such a null the Terraform provider can't plan. An observer that is
 * made anew has recorded nothing.
 */
export const observersOf = (
  { json }: Pick<Stack, "json">,
  settings: readonly string[],
): readonly string[] =>
  settings.flatMap((address) => {
    const data =
      json.resource["restapi_object"]?.[address.replace("restapi_object.", "")]?.["data"];
    const observer = /\b(restapi_object\.[\w-]+)\.data\b/.exec(
      typeof data === "string" ? data : "",
    );
    return observer?.[1] ?? [];
  });
