import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStackJson } from "../../../../cli/stacks/stack-json";
import type { Stack } from "../../../../cli/stacks/stack";
import { stack } from "../../stacks/stack";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** A provider block for an EspoCRM, as the construct synthesizes it. */
export const block = (more: object = {}): object => ({
  alias: "espocrm",
  uri: "https://espocrm.company/api/v1",
  username: "${var.espocrm_username}",
  password: "${var.espocrm_password}",
  ...more,
});

/** A stack with these provider blocks, each managing the settings of its EspoCRM. */
export async function stackWith(blocks: readonly object[], more: object = {}): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), "stack-"));
  folders.push(folder);
  const file = join(folder, "cdk.tf.json");
  const objects = blocks.map((of, index) => {
    const { alias } = of as { alias?: string };
    const provider = alias === undefined ? {} : { provider: `restapi.${alias}` };
    return [`settings_${index}`, { path: "/Settings", ...provider }];
  });
  const json = {
    provider: { restapi: blocks },
    resource: { restapi_object: Object.fromEntries(objects) as object },
    variable: {
      espocrm_password: { ephemeral: true, sensitive: true },
      espocrm_username: { ephemeral: true },
    },
    ...more,
  };
  writeFileSync(file, JSON.stringify(json));
  return { ...stack("acme"), folder, file, json: await readStackJson(file) };
}
