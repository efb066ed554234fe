import type { SettingValue } from "../../../lib/fields/setting";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformVariable } from "cdktf";
import { call, Hcl, literal, object, tokenAware } from "../../../lib/terraform/hcl";
import { verbatim } from "../../../lib/terraform/verbatim";
import { Synthesized } from "../synthesized";

describe("Terraform's language", () => {
  it("writes values, objects and calls", () => {
    expect(literal(["a", 1, true, null]).text).toBe('["a", 1, true, null]');
    expect(literal({ a: { "b c": [] } }).text).toBe('{"a" = {"b c" = []}}');
    expect(call("merge", object({ a: new Hcl("local.x") }), literal({})).toString()).toBe(
      '${merge({"a" = local.x}, {})}',
    );
  });

  it("gives values that Terraform will know a name of their own", () => {
    let text: string[] = [];
    const stack = Synthesized.program((scope) => {
      const variable = new TerraformVariable(scope, "seconds", { type: "number" });
      text = [
        tokenAware(scope, "age", variable.numberValue).text,
        tokenAware(scope, "claim", `x-${variable.stringValue}`).text,
        tokenAware(scope, "plain", 7).text,
      ];
    });
    expect(text).toEqual(["local.age", "local.claim", "7"]);
    expect(stack.locals).toEqual({ age: "${var.seconds}", claim: "x-${var.seconds}" });
  });

  const withTerraform = hasTerraform() ? it : it.skip;
  withTerraform(
    "is understood by Terraform (skipped without) as it was meant, whatever the text",
    () => {
      const texts: SettingValue = {
        templates: ["${var.x}", "$${x}", "%{ if true }", "$$$", "100 %", "${", "%%{"],
        quotes: ['"', "\\", '\\"', "'", '" = "', "\\n"],
        characters: ["\b\f\n\r\t\v\0", "é", "\u2028", "🦊", "\u007f", "\uFEFF"],
        empty: [[], {}, ""],
        'a key = with "': 1.5,
      };
      expect(terraformReads(literal(verbatim(texts)))).toEqual(texts);
    },
  );
});

function hasTerraform(): boolean {
  return spawnSync("terraform", ["version"], { stdio: "ignore" }).status === 0;
}

/** What Terraform itself makes of an expression. */
function terraformReads(expression: Hcl): unknown {
  const folder = mkdtempSync(join(tmpdir(), "espo-authentik-hcl-"));
  const run = (...args: string[]) =>
    execFileSync("terraform", args, {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "" },
    });
  try {
    const value = call("jsonencode", expression).toString();
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ output: { text: { value } } }));
    run("apply", "-auto-approve", "-no-color");
    return JSON.parse(JSON.parse(run("output", "-json", "text")) as string);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
