import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { textOf } from "./ci-files";
import { Shell } from "./shell";

const SCRIPT = join(__dirname, "../../examples/ci/atlantis/plan.sh");

describe("the plan step of Atlantis", () => {
  let shell: Shell;
  beforeEach(() => {
    shell = new Shell();
  });
  afterEach(() => shell.close());

  /** Runs the step with a Terraform that plans, or does not, and a review that ends as told. */
  async function run(terraform: number, review: { readonly code: number; readonly says: string }) {
    const shown = `case "$1" in show) echo '{"secret":"hunter2"}' ;; *) echo "what Terraform says"; echo plan > "$PLANFILE"; exit ${terraform} ;; esac`;
    shell.program("terraform1.11.4", shown);
    shell.program(
      "npx",
      `cat > "${shell.path("read")}"; printf '%s' '${review.says}'; exit ${review.code}`,
    );
    const environment = {
      ATLANTIS_TERRAFORM_VERSION: "1.11.4",
      PLANFILE: shell.path("default.tfplan"),
      PROJECT_NAME: "acme",
    };
    const ended = await shell.run(readFileSync(SCRIPT, "utf8"), environment, "sh");
    const { output } = await shell.run("ls");
    return { ...ended, keepsPlan: output.includes("default.tfplan") };
  }

  test.each([0, 2])("shows the review alone, and keeps the plan, at exit code %d", async (code) => {
    const ended = await run(0, { code, says: "more people get in" });
    expect(ended).toEqual({ code: 0, output: "more people get in\n", keepsPlan: true });
    expect(shell.read("read")).toContain("hunter2");
    expect(shell.read("npx.calls")).toContain("review - --format terminal --stack acme");
  });

  test("fails where a gate refuses, and leaves nothing to apply", async () => {
    const ended = await run(0, { code: 3, says: "refused" });
    expect(ended).toEqual({ code: 3, output: "refused\n", keepsPlan: false });
  });

  test("fails without a review, and shows Terraform's own words where it could not plan", async () => {
    expect(await run(0, { code: 2, says: "" })).toMatchObject({ code: 1 });
    expect(await run(1, { code: 0, says: "unasked" })).toMatchObject({
      code: 1,
      output: "what Terraform says\n",
    });
  });
});

describe("the server's configuration for Atlantis", () => {
  test("lets no repository choose a workflow, and wants an approval before an apply", () => {
    expect(parse(textOf("examples/ci/atlantis/repos.yaml"))).toMatchObject({
      repos: [
        {
          allow_custom_workflows: false,
          allowed_overrides: [],
          apply_requirements: ["approved", "mergeable", "undiverged"],
        },
      ],
    });
  });
});
