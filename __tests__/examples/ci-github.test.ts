import { mkdirSync, writeFileSync } from "node:fs";
import { javaScriptOf, scriptOf, workflow } from "./ci-files";
import { Forge, type Pull, type Run } from "./forge";
import { has, Shell } from "./shell";

const plan = workflow("plan");
const apply = workflow("apply");
const drift = workflow("drift");

let shell: Shell;
let forge: Forge;
beforeEach(() => {
  shell = new Shell();
  forge = new Forge();
});
afterEach(() => shell.close());

const marker = (name: string) =>
  `<!-- espo-authentik review: integration=${name} environment=production -->`;
const post = (login: string, body: string) =>
  ({ id: 1 + forge.comments.length, login, body, state: "open", on: 7 }) as const;

describe("the comment on a pull request", () => {
  const script = javaScriptOf(
    plan,
    "Write a comment for each stack, or update the one that is there",
  );
  const comment = (reviews: Readonly<Record<string, string>>, complete = true) => {
    mkdirSync(shell.path("reviews"));
    for (const [name, text] of Object.entries(reviews)) {
      writeFileSync(
        shell.path("reviews", `${name}.md`),
        text === "" ? "" : `${marker(name)}\n${text}`,
      );
    }
    return forge.run(script, { directory: shell.folder, env: { COMPLETE: String(complete) } });
  };
  const bodies = () => forge.comments.map(({ body }) => body);

  test("is written once for each stack, and none for a stack without a review", async () => {
    await comment({ acme: "more people", globex: "fewer", broken: "" });
    expect(bodies()).toEqual([`${marker("acme")}\nmore people`, `${marker("globex")}\nfewer`]);
  });

  test("is updated in its place when the pull request changes", async () => {
    forge.comments.push({ ...post("github-actions[bot]", `${marker("acme")}\nold`) });
    await comment({ acme: "new" });
    expect(bodies()).toEqual([`${marker("acme")}\nnew`]);
  });

  test("leaves alone what somebody else wrote, with our marker or without", async () => {
    forge.comments.push({ ...post("mallory", `${marker("acme")}\nlooks good`) });
    forge.comments.push({ ...post("github-actions[bot]", "another workflow") });
    await comment({ acme: "new" });
    expect(bodies()).toEqual([
      `${marker("acme")}\nlooks good`,
      "another workflow",
      `${marker("acme")}\nnew`,
    ]);
  });

  test("says so when its stack is not touched any more, but not when planning failed", async () => {
    forge.comments.push({ ...post("github-actions[bot]", `${marker("globex")}\nold`) });
    await comment({ acme: "new" }, false);
    expect(bodies()[0]).toBe(`${marker("globex")}\nold`);
    await forge.run(script, { directory: shell.folder, env: { COMPLETE: "true" } });
    expect(bodies()[0]).toBe(`${marker("globex")}\n\nNot touched by this pull request any more.\n`);
  });
});

describe("the plan that is applied", () => {
  const repository = { full_name: "company/crm-login" };
  const merged: Pull = {
    number: 7,
    merged_at: "2026-11-25T00:00:00Z",
    base: { ref: "main" },
    head: { sha: "reviewed", repo: repository },
  };
  const planned: Run = {
    id: 5,
    path: ".github/workflows/espo-authentik-plan.yml",
    event: "pull_request",
    conclusion: "success",
    head_branch: "feature",
    head_sha: "reviewed",
    head_repository: repository,
  };
  const find = (context: object = { eventName: "push" }, env: object = {}) =>
    forge.run(javaScriptOf(apply, "find"), {
      env,
      context: { sha: "merge", ref: "refs/heads/main", ...context },
    });

  test("is the one of the pull request's last commit", async () => {
    forge.pulls.push(merged);
    forge.runs.push({ ...planned, id: 4, head_sha: "earlier" }, planned);
    forge.artifacts.push(
      { name: "plan-globex", expired: false },
      { name: "review-acme", expired: false },
      { name: "plan-acme", expired: false },
    );
    await find();
    expect(forge.failures).toEqual([]);
    expect(forge.outputs).toEqual({ run: "5", matrix: '{"stack":["acme","globex"]}' });
  });

  test("is none, without a failure, where the pull request changed nothing", async () => {
    forge.pulls.push(merged);
    forge.runs.push(planned);
    await find();
    expect(forge.failures).toEqual([]);
    expect(forge.outputs["matrix"]).toBe('{"stack":[]}');
    expect(apply.jobs["apply"]?.if).toContain(`!= '${forge.outputs["matrix"] ?? ""}'`);
  });

  test.each<[string, Pull | undefined, Run | undefined, string]>([
    ["nobody opened a pull request", undefined, planned, "nobody has reviewed"],
    ["it is still open", { ...merged, merged_at: null }, planned, "nobody has reviewed"],
    [
      "it was merged elsewhere",
      { ...merged, base: { ref: "next" } },
      planned,
      "nobody has reviewed",
    ],
    [
      "it came from a fork",
      { ...merged, head: { sha: "reviewed", repo: { full_name: "mallory/crm-login" } } },
      planned,
      "from a fork",
    ],
    ["its plan failed", merged, { ...planned, conclusion: "failure" }, "no good plan"],
    [
      "its last commit was not planned",
      merged,
      { ...planned, head_sha: "earlier" },
      "no good plan",
    ],
  ])("is none, with a failure that says what to do, where %s", async (_, pull, run, said) => {
    if (pull) forge.pulls.push(pull);
    if (run) forge.runs.push(run);
    await find();
    expect(forge.outputs).toEqual({});
    expect(forge.failures).toEqual([expect.stringContaining(said)]);
    expect(forge.failures[0]).toContain('run "espo-authentik plan" by hand');
  });

  test("is not looked for where it is not kept any more", async () => {
    forge.pulls.push(merged);
    forge.runs.push(planned);
    forge.artifacts.push({ name: "plan-acme", expired: true });
    await find();
    expect(forge.failures).toEqual([expect.stringContaining("No longer kept: plan-acme")]);
  });

  const byHand: Run = { ...planned, event: "workflow_dispatch", head_branch: "main" };

  test("can be named by hand, where it was planned by hand on the default branch", async () => {
    forge.runs.push(byHand);
    forge.artifacts.push({ name: "plan-acme", expired: false });
    await find({ eventName: "workflow_dispatch" }, { RUN: "5" });
    expect(forge.failures).toEqual([]);
    expect(forge.outputs["matrix"]).toBe('{"stack":["acme"]}');
  });

  test.each<[string, Partial<Run>]>([
    ["a pull request's", { event: "pull_request" }],
    ["another branch's", { head_branch: "feature" }],
    ["another workflow's", { path: ".github/workflows/other.yml" }],
    ["a fork's", { head_repository: { full_name: "mallory/crm-login" } }],
    ["one that failed", { conclusion: "failure" }],
  ])("can't be named by hand where the run is %s", async (_, difference) => {
    forge.runs.push({ ...byHand, ...difference });
    await find({ eventName: "workflow_dispatch" }, { RUN: "5" });
    expect(forge.outputs).toEqual({});
    expect(forge.failures).toEqual([expect.stringContaining("Run 5 is no good run")]);
  });
});

describe("the issue about drift", () => {
  const report = (code: string) => {
    writeFileSync(shell.path("review.md"), `review ${code}`);
    return forge.run(javaScriptOf(drift, "Open, update or close the issue"), {
      directory: shell.folder,
      env: { CODE: code },
    });
  };

  test("is opened, then updated, then closed, and opened anew the next time", async () => {
    await report("0");
    expect(forge.issues).toEqual([]);
    await report("2");
    await report("3");
    expect(forge.issues).toMatchObject([{ body: "review 3", state: "open" }]);
    await report("0");
    expect(forge.issues).toMatchObject([{ state: "closed" }]);
    expect(forge.comments).toMatchObject([{ on: forge.issues[0]?.id }]);
    await report("2");
    expect(forge.issues.map(({ state }) => state)).toEqual(["closed", "open"]);
  });
});

describe("the exit code of plan", () => {
  const env = { STACK: "acme", RUN: "https://ci.company/1" };

  test.each([
    [0, "the review", true],
    [2, "the review", true],
    [3, "the review", false],
    [1, "the review", false],
    [2, "", false],
    [1, "", false],
  ])("%d with %j on standard output: green is %j", async (code, review, isGreen) => {
    shell.program("npx", `printf '%s' '${review}'; exit ${code}`);
    const { code: planned } = await shell.run(scriptOf(plan, "Plan and review"), env);
    expect(planned).toBe(0); // A review that a gate refuses must still reach the comment.
    expect(shell.read("summary")).toBe(review);
    const [, said = ""] = /^code=(\d)$/m.exec(shell.read("output")) ?? [];
    const outcome = await shell.run(scriptOf(plan, "Outcome"), { ...env, CODE: said });
    expect(outcome.code === 0).toBe(isGreen);
    expect(shell.read("npx.calls")).toContain("plan acme --plans plans --format markdown");
  });

  test("leaves no plan behind at night, and fails the job where there is no review", async () => {
    shell.program("npx", "mkdir -p plans; echo secret > plans/acme.tfplan; echo review; exit 2");
    const night = scriptOf(drift, "Plan and review");
    expect((await shell.run(`${night}\n[ ! -e plans ]`, env)).code).toBe(0);
    expect(shell.read("output")).toBe("code=2\n");
    shell.program("npx", "exit 2");
    expect((await shell.run(night, env)).code).toBe(1);
  });
});

describe("the check that a merge requires", () => {
  const NONE = '{"stack":[]}';
  const SOME = '{"stack":["acme"]}';

  test.each([
    ["each stack is planned", "success, success", SOME, true],
    ["no stack is touched", "success, skipped", NONE, true],
    ["a fork's stacks are not planned", "success, skipped", SOME, false],
    ["a gate refuses", "success, failure", SOME, false],
    ["the configuration is wrong", "failure, skipped", "", false],
    ["somebody cancelled it", "success, cancelled", SOME, false],
  ])("where %s (%s)", async (_, RESULTS, MATRIX, passes) => {
    const script = scriptOf(plan, "Is there a plan of each stack, and none refused?");
    expect((await shell.run(script, { MATRIX, RESULTS })).code === 0).toBe(passes);
  });

  test("passes in a merge queue, which plans nothing, where what is merged can be synthesized", async () => {
    const script = scriptOf(plan, "Is there a plan of each stack, and none refused?");
    const queued = (RESULTS: string) =>
      shell.run(script, { GITHUB_EVENT_NAME: "merge_group", MATRIX: SOME, RESULTS });
    expect((await queued("success, skipped")).code).toBe(0);
    expect((await queued("failure, skipped")).code).toBe(1);
    expect(plan.jobs["plan"]?.if).toContain("github.event_name != 'merge_group'");
  });
});

// Runners of GitHub have gpg; a machine without it can't try this.
(has("gpg") ? describe : describe.skip)("a plan on its way to apply", () => {
  const encrypt = scriptOf(plan, "Encrypt the plan, which holds secrets");
  const decrypt = scriptOf(apply, "Decrypt the plan");
  const PLAN_KEY = "correct horse battery staple";

  beforeEach(async () => {
    mkdirSync(shell.path("plans"), { mode: 0o700 }); // As `plan` makes it.
    writeFileSync(shell.path("plans", "acme.tfplan"), "client secret: hunter2");
    expect(await shell.run(encrypt, { PLAN_KEY })).toMatchObject({ code: 0 });
    await shell.run("rm -r plans");
  });

  test("can't be read, and arrives as it left, for its owner alone", async () => {
    expect(shell.read("plan.tar.gpg")).not.toContain("hunter2");
    expect(await shell.run(decrypt, { PLAN_KEY })).toMatchObject({ code: 0 });
    expect(shell.read("plans", "acme.tfplan")).toBe("client secret: hunter2");
    const { output } = await shell.run("stat --format %a plans; ls");
    expect(output).toMatch(/^700\n/);
    expect(output).not.toContain("plan.tar\n");
  });

  test("is refused with another key, or after somebody changed it", async () => {
    expect((await shell.run(decrypt, { PLAN_KEY: "another" })).code).not.toBe(0);
    expect((await shell.run("stat --format %a plan.tar")).output).toBe("600\n");
    await shell.run(
      "rm -rf plans plan.tar; printf x | dd of=plan.tar.gpg bs=1 seek=150 conv=notrunc",
    );
    expect((await shell.run(decrypt, { PLAN_KEY })).code).not.toBe(0);
    expect((await shell.run("ls plans")).output).toBe("");
  });
});

describe("the stacks to plan", () => {
  test("are those that the pull request changes, or those that a person names", async () => {
    shell.program("npx", `echo '{"stack":["acme"]}'`);
    const changed = scriptOf(plan, "Compare what is synthesized");
    await shell.run(changed, { GITHUB_EVENT_NAME: "pull_request" });
    expect(shell.read("output")).toBe('matrix={"stack":["acme"]}\n');
    expect(shell.read("npx.calls")).toBe(
      "espo-authentik changed --since HEAD^1 --matrix --no-abandoned\n",
    );
  });

  (has("jq") ? test : test.skip)("may be named with any white space, and are no code", async () => {
    const changed = scriptOf(plan, "Compare what is synthesized");
    const STACKS = ' acme  $(touch x) "';
    await shell.run(changed, { GITHUB_EVENT_NAME: "workflow_dispatch", STACKS });
    expect(shell.read("output")).toBe('matrix={"stack":["acme","$(touch","x)","\\""]}\n');
    expect((await shell.run("ls")).output).not.toMatch(/^x$/m);
  });
});
