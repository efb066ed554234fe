import { page } from "../../../lib/declaration";
import { permissionFor, permissionWords } from "../../../lib/fields/index";

/**
 * What an API token lacks that was not let do this, and how to give it.
 * @param method HTTP method
 * @param path of the request
 */
export function lacksPermission(method: string, path: string): string {
  const missing = permissionFor(method, path);
  const all = `${page("permissions.md")} lists all that a deployment needs`;
  return missing === undefined
    ? `Give the role of the API token's user the permission for it (${all}).`
    : `The API token's user lacks the permission ${missing.name} (${permissionWords(missing)}). Give it to his role, for all objects of the kind (authentik: Directory, Roles), or apply EspoAuthentikDeployer's stack again; ${all}.`;
}
