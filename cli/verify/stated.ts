import { z } from "zod";
import type { Stack } from "../stacks/stack";
import type { StackJson } from "../stacks/stack-json";
import { type Declaration, declarationOf } from "./declaration";

const side = z.looseObject({ url: z.string() });

/** The construct writes it; what it holds besides was checked by the rules when it was made. */
const declarationSchema = z.looseObject({
  authentik: side,
  espocrm: side,
  application: z.looseObject({ name: z.string(), slug: z.string() }),
});

const statementSchema = z.object({
  "//": z.object({
    metadata: z.object({ path: z.string() }),
    declaration: declarationSchema,
  }),
});

/**
 * The integrations of a synthesized stack, as the construct declares them beside its statement: those of a
 * CDKTF program of one's own, which has no configuration file.
 */
export const statedIn = ({ json, name }: Stack): Declaration[] =>
  Object.values(json.resource["terraform_data"] ?? {}).flatMap((block) => {
    const stated = statementSchema.safeParse(block).data;
    if (stated === undefined) return [];
    const { declaration, metadata } = stated["//"];
    const path = metadata.path.split("/").slice(1, -1).join("/");
    const own = path === "Default" ? name : `${name}/${path}`;
    const all = bindingsAt(metadata.path.replace(/[^/]+$/, "application"), json);
    const { props } = declarationOf(own, declaration, name);
    return [declarationOf(own, declaration, name, Math.max(0, all - props.bindings.length))];
  });

const placed = z.object({ "//": z.object({ metadata: z.object({ path: z.string() }) }) });

/** How many bindings the stack has of the application that is at a path. */
function bindingsAt(path: string, { resource }: StackJson): number {
  const [id] =
    Object.entries(resource["authentik_application"] ?? {}).find(
      ([, block]) => placed.safeParse(block).data?.["//"].metadata.path === path,
    ) ?? [];
  const target = `\${authentik_application.${String(id)}.uuid}`;
  const bindings = Object.values(resource["authentik_policy_binding"] ?? {});
  return bindings.filter((block) => block["target"] === target).length;
}
