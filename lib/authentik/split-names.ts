import type { EspoAuthentikIntegrationProps } from "../props";
import { isUnresolved } from "../terraform/unresolved";
import type { ScopeMapping } from "./props";
import { DEFAULT_SCOPES } from "./scopes";

/** The scope that brings people's names. */
export const NAMES_SCOPE = "profile";

/**
 * What the tokens say of a person's name in place of authentik's managed mapping, whose `given_name` is the
 * full name and which has no `family_name`. Everything else is as there.
 */
export const SPLIT_NAMES = `
# authentik keeps one name, EspoCRM a first and a last one: the last word is the last name. The user's
# attributes given_name and family_name, where there are any, count before that.
attributes = request.user.attributes
words = " ".join(request.user.name.split()).rpartition(" ")
return {
    "name": request.user.name,
    "given_name": attributes.get("given_name") or words[0],
    "family_name": attributes.get("family_name") or words[2] or request.user.username,
    "preferred_username": request.user.username,
    "nickname": request.user.username,
    "groups": [group.name for group in request.user.groups.all()],
}
`.trim();

/** The scope mapping that splits the names, for the application of this slug. */
export const namesMapping = (slug: string): ScopeMapping => ({
  name: `${slug}: first and last name`,
  scope: NAMES_SCOPE,
  expression: SPLIT_NAMES,
});

/** Whether a mapping that is written in the configuration says first or last names itself. */
export const saysNames = (mapping: unknown): boolean =>
  typeof mapping === "object" &&
  mapping !== null &&
  "expression" in mapping &&
  /\b(given|family)_name\b/.test(String(mapping.expression));

/**
 * Whether names are split where nobody says: where EspoCRM takes people's names from authentik's managed
 * mapping, and nothing else says them.
 */
export function splitsNames({
  login = {},
  provider = {},
}: Pick<EspoAuthentikIntegrationProps, "login" | "provider">): boolean {
  const isOn = (flag: unknown) => flag === true || isUnresolved(flag);
  const { scopeMappings = [], scopes = DEFAULT_SCOPES } = provider;
  return (
    (isOn(login.createUsers) || isOn(login.syncUsers)) &&
    [scopes, login.scopes ?? DEFAULT_SCOPES].every((list) => list.includes(NAMES_SCOPE)) &&
    !scopeMappings.some(saysNames)
  );
}
