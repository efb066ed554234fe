import { z } from "zod";
import { fileSchema } from "./schema/index";

/** The JSON Schema of a configuration file, for completion and checks in editors. */
export function jsonSchema(): object {
  const schema = z.toJSONSchema(fileSchema, {
    target: "draft-7",
    override: ({ jsonSchema: json }) => {
      const { otherwise } = json;
      if (typeof otherwise !== "string") return;
      json.description = `${json.description ?? ""}. Default: ${otherwise}.`;
      delete json["otherwise"];
    },
  });
  return {
    ...schema,
    title: "espo-authentik configuration",
    patternProperties: { "^x-": { description: "free, to hold YAML anchors" } },
  };
}
