import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../cli/espo-authentik";
import { refusal } from "../../../cli/commands/init";
import { complete } from "../../../cli/init/answers";
import { loadConfiguration } from "../../../lib";
import { NEWEST_RELEASE } from "../../../lib/declaration";

const SERVERS = ["--authentik", "https://authentik.company", "--espocrm", "https://crm.company"];
const ALL = [...SERVERS, "--group", "crm-users"];

describe("espo-authentik init", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "init-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const init = async (...args: string[]) => {
    const written = { stdout: "", stderr: "", code: 0 };
    await run(["init", ...args], {
      directory: folder,
      environment: {},
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
      exit: (code) => (written.code = code),
    });
    return written;
  };
  const files = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();
  const read = (path: string) => readFileSync(join(folder, path), "utf8");

  it("writes what a project needs, and says what comes next", async () => {
    const { code, stderr, stdout } = await init(...ALL);
    expect(code).toBe(0);
    expect(files()).toEqual([
      ".gitignore",
      ".nvmrc",
      "cdktf.json",
      "integrations.yaml",
      "main.ts",
      "package.json",
    ]);
    for (const file of files()) expect(stdout).toContain(`wrote  ${file}\n`);
    expect(read("main.ts").trimEnd().split("\n")).toHaveLength(5);
    expect(stderr).toMatch(
      /npm install\n.*\n.*npx espo-authentik doctor .*\n.*plan crm .*\n.*apply crm .*\n.*verify crm /,
    );
    const { integrations } = loadConfiguration(join(folder, "integrations.yaml"), {});
    expect(integrations.map(({ name, props }) => [name, props.application.slug])).toEqual([
      ["crm", "espocrm"],
    ]);
  });

  it("writes a package's path as it leads there from the project", async () => {
    writeFileSync(join(folder, "ours.tgz"), "");
    await init("crm-login", ...ALL, "--package", "./ours.tgz");
    expect(read("crm-login/package.json")).toContain('"file:../ours.tgz"');
    await init("other", ...ALL, "--package", "1.2.3");
    expect(read("other/package.json")).toContain('"espo-authentik": "1.2.3"');
  });

  it("declares a release line, the newest where none is said", async () => {
    await init("newest", ...ALL);
    await init("older", ...ALL, "--release", "2026.2");
    const lines = ["newest", "older"].map((project) => {
      const file = join(folder, project, "integrations.yaml");
      return loadConfiguration(file, {}).integrations[0]?.props.authentik.release;
    });
    expect(lines).toEqual([NEWEST_RELEASE, "2026.2"]);
  });

  it("takes every answer as an option, and a folder that is not there yet", async () => {
    const { stderr } = await init("a/b", ...ALL, "--slug", "sales", "--name", "acme");
    expect(stderr).toContain("cd a/b");
    const { integrations } = loadConfiguration(join(folder, "a/b/integrations.yaml"), {});
    expect(integrations.map(({ name, props }) => [name, props.application.slug])).toEqual([
      ["acme", "sales"],
    ]);
  });

  it.each([
    ["github", ".github/workflows/espo-authentik-plan.yml"],
    ["gitlab", ".gitlab-ci.yml"],
    ["atlantis", "atlantis.yaml"],
    ["atlantis", "atlantis-server/repos.yaml"],
  ])("writes the pipeline of %s, for this stack", async (ci, file) => {
    await init(...ALL, "--ci", ci, "--name", "sales");
    expect(existsSync(join(folder, file))).toBe(true);
    expect(files().map(read).join()).not.toContain("acme");
  });

  it("writes over nothing, unless it is told to", async () => {
    writeFileSync(join(folder, "package.json"), "{}");
    const refused = await init(...ALL);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/Nothing was written: .* has package\.json\..*--force/);
    expect(files()).toEqual(["package.json"]);
    expect((await init(...ALL, "--force")).code).toBe(0);
    expect(read("package.json")).toContain("espo-authentik");
  });

  it("says by which options it is told what nobody is there to be asked for", async () => {
    const { code, stderr } = await init(...SERVERS);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Nothing was written\. Missing: --group \(/);
    expect(files()).toEqual([]);
  });

  it("refuses what the first plan would refuse, with its place", async () => {
    const plain = ALL.map((word) => word.replace("https://crm", "http://crm"));
    const { code, stderr } = await init(...plain);
    expect(code).toBe(2);
    expect(stderr).toMatch(/integrations\.yaml:\d+:\d+ +integrations\.crm\.espocrm\.url/);
    expect(stderr).toContain("[plain-http]");
    expect(files()).toEqual([]);
  });

  it("keeps names as they are, whatever YAML makes of them", async () => {
    await init(...SERVERS, "--group", "yes: #1");
    const { integrations } = loadConfiguration(join(folder, "integrations.yaml"), {});
    expect(integrations[0]?.props.bindings).toEqual([{ group: "yes: #1" }]);
  });
});

describe("the questions of init", () => {
  it("are asked again where the answer would not do, with what is wrong and how to fix it", async () => {
    const said = ["", "authentik.company", "https://authentik.company", "2026", "2026.5"];
    const asked: string[] = [];
    const given = { espocrm: "https://crm.company", group: "g", slug: "s", name: "n" };
    const ask = (question: string) => {
      asked.push(question);
      return Promise.resolve(said.shift() ?? "github");
    };
    const answers = await complete(given, ask, (name, answer) => refusal(name, answer, {}));
    expect(answers).toMatchObject({ authentik: "https://authentik.company", release: "2026.5" });
    expect(answers.ci).toBe("github");
    expect(asked).toHaveLength(6);
    expect(asked[1]).toMatch(/^An answer is needed\.\nAddress of authentik/);
    expect(asked[2]).toMatch(/give the whole address, with https[^]*\nAddress of authentik/);
    expect(asked[4]).toMatch(/authentik\.release[^]*\nauthentik's release line/);
  });

  it("are those that no option has answered, with what is usual", async () => {
    const asked: string[] = [];
    const answers = await complete({ authentik: "https://a.company" }, (question) => {
      asked.push(question);
      return Promise.resolve(question.includes("[") ? "" : "said");
    });
    expect(asked.map((question) => question.replace(/ \(https.*\)/, ""))).toEqual([
      "authentik's release line (2026.2, 2026.5, 2026.8) [2026.8]: ",
      "Address of EspoCRM: ",
      "authentik's group whose members may log in: ",
      "Slug of the application in authentik [espocrm]: ",
      "Name of the stack [crm]: ",
      "Pipeline (github, gitlab, atlantis, none) [none]: ",
    ]);
    expect(answers).toEqual({
      authentik: "https://a.company",
      release: "2026.8",
      espocrm: "said",
      group: "said",
      slug: "espocrm",
      name: "crm",
      ci: "none",
    });
  });
});
