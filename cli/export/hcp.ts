import { CommandFailure } from "../run/failure";
import type { Source } from "./source";

/**
 * The workspaces of HCP Terraform (or Terraform Enterprise) that the backends name, as Terraform JSON for
 * the provider `hashicorp/tfe`: for a file such as `workspaces.tf.json`.
 * @throws {CommandFailure} where a stack's backend names no workspace
 */
export function hcp({ integrations, names }: Source): string {
  if (integrations === undefined) {
    throw new CommandFailure(
      "The workspaces are read from the configuration file, and a program of one's own has none.",
    );
  }
  const chosen = integrations.filter(({ name }) => names.includes(name));
  const workspaces = chosen.map(({ name, props: { backend } }) => {
    const isNamed = backend?.type === "cloud" && "name" in backend.workspaces;
    return isNamed
      ? { name, organization: backend.organization, workspace: backend.workspaces.name }
      : { name };
  });
  const without = workspaces.filter(({ workspace }) => workspace === undefined);
  if (without.length > 0) {
    throw new CommandFailure(
      `No workspace of HCP Terraform is named for ${without.map(({ name }) => name).join(", ")}. Give them backend: { type: cloud, organization: …, workspaces: { name: … } }`,
    );
  }
  const resources = workspaces.map(({ name, organization, workspace }): [string, object] => [
    name,
    { name: workspace, organization },
  ]);
  return `${JSON.stringify({ resource: { tfe_workspace: Object.fromEntries(resources) } }, null, 2)}\n`;
}
