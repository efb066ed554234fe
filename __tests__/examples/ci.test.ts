import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { program } from "../../cli/espo-authentik";
import {
  allJobs,
  filesBelow,
  gitlabJobs,
  gitlabScript,
  textOf,
  workflow,
  WORKFLOW_FILES,
} from "./ci-files";
import { syntaxErrors } from "./shell";

/** What GitHub says of workflows: file -> messages. */
function problemsIn(workflows: Readonly<Record<string, string>>): Record<string, string[]> {
  const program = join(__dirname, "workflow-problems.mjs");
  const tsx = `file://${require.resolve("tsx")}`; // It lets ES modules import JSON.
  const { status, stderr, stdout } = spawnSync(process.execPath, ["--import", tsx, program], {
    input: JSON.stringify(workflows),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return z.record(z.string(), z.array(z.string())).parse(JSON.parse(stdout));
}

const EXAMPLES = filesBelow("examples/ci");
const WITH_COMMANDS = [...EXAMPLES, ".pre-commit-hooks.yaml", "docs/gitops.md"];

describe("the workflows of GitHub Actions", () => {
  test("are such that GitHub has nothing against them", () => {
    const files = WORKFLOW_FILES.map((file) => [file, textOf(file)] as const);
    const nothing = WORKFLOW_FILES.map((file) => [file, []] as const);
    expect(problemsIn(Object.fromEntries(files))).toEqual(Object.fromEntries(nothing));
  });

  test("would not pass with an unknown output, job or permission", () => {
    const { file, text } = workflow("apply");
    const broken = text
      .replaceAll("steps.vault.outputs", "steps.vaults.outputs")
      .replace("needs: find", "needs: found")
      .replace("actions: read", "actions: reed");
    const problems = problemsIn({ [file]: broken })[file]?.join("\n");
    for (const wrong of ["vaults", "'found'", "'reed'"]) expect(problems).toContain(wrong);
  });

  test("pin every action to a commit, with its version beside it, the same everywhere", () => {
    const all = WORKFLOW_FILES.flatMap((file) =>
      [...textOf(file).matchAll(/\buses: *(.*)/g)].map(([, used = ""]) => used),
    );
    expect(all.length).toBeGreaterThan(10);
    expect(
      all.filter((used) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used)),
    ).toEqual([]);
    const names = new Set(all.map((used) => used.split("@")[0]));
    expect(new Set(all).size).toBe(names.size);
  });

  test("are started by nothing that gives a stranger's pull request our secrets", () => {
    const events = (["apply", "drift", "plan"] as const).map((name) =>
      Object.keys(workflow(name).on),
    );
    expect(events).toEqual([
      ["push", "workflow_dispatch"],
      ["schedule", "workflow_dispatch"],
      ["pull_request", "merge_group", "workflow_dispatch"],
    ]);
    const { if: condition } = workflow("plan").jobs["plan"] ?? {};
    expect(condition).toContain(
      "github.event.pull_request.head.repo.full_name == github.repository",
    );
  });

  test.each(allJobs().map((job) => [job.where, job] as const))(
    "%s writes to GitHub, or runs the repository's code, or neither, but not both",
    (_, { permissions, steps }) => {
      const writes = Object.entries(permissions)
        .filter(([scope, access]) => access === "write" && scope !== "id-token")
        .map(([scope]) => scope);
      const checksOut = steps.some(({ uses }) => uses?.startsWith("actions/checkout@"));
      const logsIn = steps.some(({ uses }) => uses?.startsWith("hashicorp/vault-action@"));
      expect(writes.length === 0 || !(checksOut || logsIn)).toBe(true);
      expect(permissions["id-token"]).toBe(logsIn ? "write" : undefined);
      expect(permissions["contents"]).not.toBe("write");
    },
  );

  test.each(allJobs().map((job) => [job.where, job] as const))(
    "%s takes credentials by its environment's identity, after installing, into single steps",
    (_, { env, environment, steps }) => {
      const logIn = steps.findIndex(({ uses }) => uses?.startsWith("hashicorp/vault-action@"));
      const secret = (value: unknown) =>
        /steps\.vault\.|secrets\./.test(JSON.stringify(value ?? ""));
      expect(secret(env)).toBe(false);
      expect(environment !== undefined).toBe(logIn >= 0);
      if (logIn >= 0) {
        expect(steps.findIndex(({ run }) => run === "npm ci")).toBeLessThan(logIn);
        expect(steps[logIn]?.with).toMatchObject({ exportEnv: false, method: "jwt" });
      }
      const users = steps.filter((step) => secret(step.env));
      const needs = /npx espo-authentik (plan|apply|verify) |gpg --batch/;
      expect(users.filter(({ run = "" }) => !needs.test(run))).toEqual([]);
      expect(steps.filter(({ run, with: inputs }) => secret([run, inputs]))).toEqual([]);
    },
  );

  test("leave no token in a checkout, and no step to a shell that forgets errors", () => {
    const checkouts = allJobs()
      .flatMap(({ steps }) => steps)
      .filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts).toHaveLength(4);
    for (const { with: inputs } of checkouts) {
      expect(inputs).toMatchObject({ "persist-credentials": false });
    }
  });

  test("put no expression into a script, where its value would be code", () => {
    const scripts = allJobs().flatMap(({ steps, where }) =>
      steps.map(
        ({ run, with: inputs }) => [where, `${run ?? ""}${inputs?.["script"] ?? ""}`] as const,
      ),
    );
    expect(scripts.filter(([, script]) => script.includes("${{"))).toEqual([]);
  });

  test("plan and apply with one version of Terraform: apply refuses the plan of another", () => {
    const versions = WORKFLOW_FILES.flatMap(
      (file) => textOf(file).match(/terraform_version: \S+/g) ?? [],
    );
    expect(versions).toHaveLength(3);
    expect(new Set(versions).size).toBe(1);
  });

  test("may cancel a plan, but never an apply", () => {
    expect(workflow("plan").concurrency).toMatchObject({ "cancel-in-progress": true });
    const apply = workflow("apply");
    expect(apply.concurrency).toBeUndefined();
    expect(apply.jobs["apply"]).toMatchObject({ concurrency: { "cancel-in-progress": false } });
  });
});

describe("the pipeline of GitLab", () => {
  const jobs = gitlabJobs();

  test("has jobs for a merge request only where it comes from this project", () => {
    const rules = [...jobs.values()].flatMap((job) => job.rules ?? []);
    const ofMergeRequest = rules.filter((rule) => rule.if.includes("merge_request_event"));
    expect(ofMergeRequest).toHaveLength(2);
    for (const rule of ofMergeRequest) {
      expect(rule.if).toContain("$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID");
    }
  });

  test("applies at a person's word alone, on the default branch, one at a time", () => {
    expect(jobs.get("apply")).toMatchObject({
      rules: [{ when: "manual" }],
      environment: { name: "production" },
      resource_group: "espo-authentik",
      needs: ["plan"],
    });
    expect(jobs.get("apply")?.rules?.[0]?.if).toContain("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH");
  });

  test("logs in to Vault only after installing", () => {
    for (const name of jobs.keys()) {
      const script = gitlabScript(name);
      const logIn = script.search(/^ *vault_login espo/m);
      if (logIn >= 0 && script.includes("npm ci")) {
        expect(script.indexOf("npm ci")).toBeLessThan(logIn);
      }
    }
  });
});

describe("every script in the examples", () => {
  const scripts: (readonly [string, string])[] = [
    ...allJobs().flatMap(({ steps, where }) =>
      steps.flatMap(({ name = "", run }) =>
        run === undefined ? [] : [[`${where} ${name}`, run] as const],
      ),
    ),
    ...[...gitlabJobs().keys()].map((name) => [`GitLab: ${name}`, gitlabScript(name)] as const),
    ...EXAMPLES.filter((file) => file.endsWith(".sh")).map((file) => [file, textOf(file)] as const),
  ];

  test.each(scripts)("%s: bash can read it", (_, script) => {
    expect(syntaxErrors(script)).toBe("");
  });
});

describe("every call of espo-authentik in examples and documentation", () => {
  const calls = WITH_COMMANDS.flatMap((file) =>
    [
      ...textOf(file)
        .replace(/\\\n\s*/g, "")
        .matchAll(/npx (?:--no )?espo-authentik ([a-z-]+)([^|;&>)\n`]*)/g),
    ].map(([call, command = "", rest = ""]) => [`${file}: ${call.trim()}`, command, rest] as const),
  );
  const { commands } = program({
    stdout: process.stdout,
    stderr: process.stderr,
    environment: {},
    directory: __dirname,
    exit: () => undefined,
  });

  test("is found by this test, each command at least once", () => {
    const found = new Set(calls.map(([, command]) => command));
    expect([...found]).toEqual(
      expect.arrayContaining([
        "apply",
        "changed",
        "discard",
        "plan",
        "review",
        "validate",
        "verify",
      ]),
    );
  });

  test.each(calls)("%s", (_, name, rest) => {
    const command = commands.find((each) => each.name() === name);
    const options = rest.match(/(?<=\s)--[a-z-]+/g) ?? [];
    const known = command?.options.flatMap(({ long }) => long ?? []) ?? [];
    expect(command).toBeDefined();
    expect(options.filter((option) => !known.includes(option))).toEqual([]);
  });
});

describe("the hook for pre-commit", () => {
  const hookSchema = z.looseObject({ id: z.string(), entry: z.string(), files: z.string() });
  const [offered] = z.tuple([hookSchema]).parse(parse(textOf(".pre-commit-hooks.yaml")));
  const { repos } = z
    .strictObject({
      repos: z.tuple([z.strictObject({ repo: z.string(), hooks: z.tuple([hookSchema]) })]),
    })
    .parse(parse(textOf("examples/ci/pre-commit/.pre-commit-config.yaml")));

  test("is the same in the example as the one that is offered", () => {
    const { description, ...hook } = offered;
    expect(description).toBeDefined();
    expect(repos[0].hooks[0]).toEqual(hook);
  });

  test("runs for the configuration file, and for no other", () => {
    const files = new RegExp(offered.files);
    expect(
      ["integrations.yaml", "main.ts", "docs/integrations.yaml"].map((file) => files.test(file)),
    ).toEqual([true, false, false]);
  });
});
