import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { run } from "../../../cli/espo-authentik";
import { scriptOf, textOf, workflow } from "../../examples/ci-files";

let repository: string;
beforeEach(() => {
  repository = realpathSync(mkdtempSync(join(tmpdir(), "export-")));
});
afterEach(() => rmSync(repository, { recursive: true, force: true }));

const DEFAULTS = `authentik: { url: https://authentik.company }
bindings: [{ group: crm-users }]
`;

const integration = (name: string, more = ""): string =>
  `{ espocrm: { url: "https://${name}.company" }, application: { name: ${name}, slug: ${name} }${more} }`;

/** Writes the configuration file; `more` is YAML that each integration has besides. */
const configure = (names: readonly string[], more: (name: string) => string = () => ""): void =>
  writeFileSync(
    join(repository, "integrations.yaml"),
    [
      "defaults:",
      ...DEFAULTS.trim()
        .split("\n")
        .map((line) => `  ${line}`),
      "integrations:",
      ...names.map((name) => `  ${name}: ${integration(name, more(name))}`),
    ].join("\n"),
  );

async function exported(args: readonly string[], directory = repository) {
  const written = { stdout: "", stderr: "" };
  let code = 0;
  await run(["export", ...args], {
    directory,
    environment: { PATH: process.env["PATH"] },
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    exit: (given) => (code = given),
  });
  return { code, ...written };
}

describe("for Atlantis", () => {
  test("it is the example's file, for the example's stack", async () => {
    configure(["acme"]);
    const { code, stdout } = await exported(["--for", "atlantis", "--terraform-version", "1.11.4"]);
    expect(code).toBe(0);
    expect(parse(stdout)).toEqual(parse(textOf("examples/ci/atlantis/atlantis.yaml")));
  });

  test("each stack of a folder of files is planned for its own file and the defaults", async () => {
    mkdirSync(join(repository, "integrations"));
    writeFileSync(join(repository, "integrations/defaults.yaml"), DEFAULTS);
    for (const name of ["sales", "service"])
      writeFileSync(join(repository, `integrations/${name}.yaml`), integration(name));
    const { stdout } = await exported(["--for", "atlantis", "sales"]);
    const up = "../../../";
    expect(parse(stdout)).toMatchObject({
      projects: [
        {
          name: "sales",
          dir: "cdktf.out/stacks/sales",
          autoplan: {
            when_modified: [
              `${up}integrations/sales.*`,
              `${up}integrations/defaults.*`,
              `${up}main.ts`,
              `${up}package-lock.json`,
            ],
          },
        },
      ],
    });
  });

  test("paths begin at the repository's root, wherever the project is in it", async () => {
    execFileSync("git", ["-C", repository, "init", "--quiet"]);
    configure(["acme"]);
    const project = join(repository, "infrastructure/crm");
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, "cdktf.json"), '{ "app": "true", "output": "out" }');
    const { stdout } = await exported(
      ["--for", "atlantis", "--config", "../../integrations.yaml"],
      project,
    );
    expect(parse(stdout)).toMatchObject({
      projects: [
        {
          dir: "infrastructure/crm/out/stacks/acme",
          autoplan: {
            when_modified: [
              "../../../../../integrations.yaml",
              "../../../main.ts",
              "../../../package-lock.json",
            ],
          },
        },
      ],
    });
  });
});

describe("for GitHub Actions", () => {
  test("it is the matrix that the example's workflow takes, with stacks that go among them", async () => {
    configure(["acme", "old"], (name) => (name === "old" ? ", removed: true" : ""));
    const { stdout } = await exported(["--for", "github-matrix"]);
    expect(stdout).toBe('{"stack":["acme","old"]}\n');
    const { jobs } = workflow("plan");
    expect(jobs["plan"]).toMatchObject({ env: { STACK: "${{ matrix.stack }}" } });
    expect(scriptOf(workflow("plan"), "changed")).toContain("--matrix");
  });

  test("stacks are chosen by patterns, and one that there is not is a wrong call", async () => {
    configure(["eu-1", "eu-2", "us-1"]);
    expect((await exported(["--for", "github-matrix", "eu-*"])).stdout).toBe(
      '{"stack":["eu-1","eu-2"]}\n',
    );
    const wrong = await exported(["--for", "github-matrix", "asia-*"]);
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong.stderr).toContain("There is no stack asia-*.");
  });

  test("more jobs than GitHub makes of a matrix are refused, with what to do", async () => {
    configure(Array.from({ length: 257 }, (_, index) => `crm-${index}`));
    const { code, stderr, stdout } = await exported(["--for", "github-matrix"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("256 jobs of a matrix at most, and these are 257 stacks");
    expect((await exported(["--for", "github-matrix", "crm-1*"])).code).toBe(0);
  });
});

test("for GitLab it is a child pipeline with a job for each stack, which the template says all of", async () => {
  configure(["acme", "bolt"]);
  const { stdout } = await exported(["--for", "gitlab-child", "--template", "ci/stack.yml"]);
  expect(parse(stdout)).toEqual({
    include: [{ local: "ci/stack.yml" }],
    "espo-authentik acme": { extends: ".espo-authentik", variables: { STACK: "acme" } },
    "espo-authentik bolt": { extends: ".espo-authentik", variables: { STACK: "bolt" } },
  });
});

describe("for HCP Terraform", () => {
  test("it is a workspace for each stack, by the name that its backend has", async () => {
    configure(
      ["acme"],
      (name) =>
        `, backend: { type: cloud, organization: company, workspaces: { name: crm-login-${name} } }`,
    );
    const { stdout } = await exported(["--for", "hcp"]);
    expect(JSON.parse(stdout)).toEqual({
      resource: { tfe_workspace: { acme: { name: "crm-login-acme", organization: "company" } } },
    });
    expect(textOf("examples/ci/hcp-terraform.md")).toContain("crm-login-acme");
  });

  test("a stack whose backend names no workspace is told, and nothing is written", async () => {
    configure(["acme", "bolt"], (name) =>
      name === "acme"
        ? ", backend: { type: cloud, organization: company, workspaces: { name: a } }"
        : "",
    );
    const { code, stderr, stdout } = await exported(["--for", "hcp"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("No workspace of HCP Terraform is named for bolt.");
  });
});

test("an engine that is not known is a wrong call, and the known ones are named", async () => {
  configure(["acme"]);
  const { code, stderr } = await exported(["--for", "jenkins"]);
  expect(code).toBe(2);
  expect(stderr).toContain("atlantis, github-matrix, gitlab-child, hcp");
});
