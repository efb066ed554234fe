import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { exitCodeOf, renderMarkdown, reviewPlan } from "../../../cli/review/index";
import { describeWithTerraform } from "../../../sandbox/__tests__/terraform/workspace";
import { type Chapter, CORPUS } from "./corpus/cases";
import { Lab } from "./corpus/lab";

/** `UPDATE_GOLDEN=1 npx jest __tests__/cli/review/corpus` writes the golden files anew. */
const UPDATE = Boolean(process.env["UPDATE_GOLDEN"]);

const goldenFile = ({ release }: Chapter, name: string): string =>
  join(__dirname, "golden", release, `${name}.md`);

/** The digest is of bytes that differ from run to run: ids, keys, ports. */
const comparable = (markdown: string): string =>
  markdown.replace(/sha256:[0-9a-f]{64}/g, "sha256:…").replace(/(127\.0\.0\.1):\d+/g, "$1:…");

/** Everything secret that the sandbox has at the moment. */
const secretsOf = ({ authentik, credentials, espocrm, second }: Lab): string[] =>
  [
    ...[...authentik.state.providers.values()].map(({ client_secret }) => client_secret),
    espocrm.clientSecret(),
    second.clientSecret(),
    credentials["authentik_token"],
    credentials["espocrm_password"],
    credentials["given_secret"],
  ].filter((secret) => typeof secret === "string" && secret !== "") as string[];

describeWithTerraform("reviews of plans that real Terraform made", () => {
  describe.each(CORPUS)("a chapter for authentik $release", (chapter) => {
    let lab: Lab;
    const applied = chapter.applied ?? {};

    beforeAll(async () => {
      lab = await Lab.open(chapter.release, applied);
      chapter.before?.(lab);
      if (chapter.applied) await lab.apply();
    });
    afterAll(() => lab.close());

    test.each(chapter.cases)("$name reads as the golden file has it", async (plannedCase) => {
      const { args = [], byHand, name, options, wish } = plannedCase;
      lab.declare(wish ?? applied);
      const undo = await byHand?.(lab);
      const text = await lab.plan(...args);
      const secrets = secretsOf(lab);
      undo?.();

      const review = reviewPlan(text, { stack: "acme", environment: "production", ...options });
      expect(review.verdict === "failed").toBe(name.startsWith("error-"));
      const markdown = renderMarkdown([review], { link: "https://ci.example/runs/1" });
      for (const secret of secrets) expect(markdown).not.toContain(secret);
      const golden = `${comparable(markdown)}\n<!-- exit code ${String(exitCodeOf([review]))} -->\n`;
      const file = goldenFile(chapter, name);
      if (UPDATE || !existsSync(file)) {
        if (process.env["CI"]) throw new Error(`${file} is missing`);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, golden);
      }
      expect(golden).toBe(readFileSync(file, "utf8"));
    });
  });
});
