/** One synthesis in a process of its own: `synth-once.ts construct|bare COUNT FOLDER`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { EspoAuthentikStack } from "../lib";
import { BareStack } from "./bare-stack";

const [kind, count, folder = "cdktf.out"] = process.argv.slice(2);
const app = new App({ outdir: folder });
for (let number = 0; number < Number(count); number += 1) {
  const id = `crm-${number}`;
  const url = `https://crm-${number}.company`;
  if (kind === "bare") new BareStack(app, id, { url, slug: id });
  else {
    new EspoAuthentikStack(app, id, {
      authentik: { url: "https://authentik.company" },
      espocrm: { url },
      application: { name: id, slug: id, group: "Business" },
      bindings: [{ group: "crm-users" }],
    });
  }
}
app.synth();
const peak = process.resourceUsage().maxRSS;

interface Stack {
  readonly resource: Readonly<Record<string, object>>;
  readonly data: Readonly<Record<string, object>>;
}

/** How many resources and look-ups of each type there are. */
function census(): string {
  const types = readdirSync(join(folder, "stacks")).flatMap((stack) => {
    const text = readFileSync(join(folder, "stacks", stack, "cdk.tf.json"), "utf8");
    const { data, resource } = JSON.parse(text) as Stack;
    return Object.entries({ ...data, ...resource }).map(
      ([type, objects]) => `${type} ${Object.keys(objects).length}`,
    );
  });
  return [...new Set(types)].sort().join(", ");
}

process.stdout.write(JSON.stringify({ peak, census: census() }));
