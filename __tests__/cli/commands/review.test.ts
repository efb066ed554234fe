import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { CommandFailure } from "../../../cli/run/failure";
import { reviewCommand } from "../../../cli/commands/review";
import { CLIENT_SECRET, smallPlan } from "../review/small-plan";

/** What a run of the command did. */
interface Ran {
  readonly output: string;
  readonly code: number | undefined;
}

async function review(args: readonly string[], stdin = "", directory = "."): Promise<Ran> {
  const written: string[] = [];
  let code: number | undefined;
  const stream = { write: (text: string) => written.push(text) };
  const command = reviewCommand(
    { stdout: stream, stderr: stream, environment: {}, directory, exit: (given) => (code = given) },
    { stdin: Readable.from([stdin]) },
  );
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  await command.parseAsync(args, { from: "user" });
  return { output: written.join(""), code };
}

const failure = async (args: readonly string[], stdin = ""): Promise<CommandFailure> => {
  try {
    await review(args, stdin);
  } catch (error) {
    if (error instanceof CommandFailure) return error;
    throw error;
  }
  throw new Error("the command did not fail");
};

const OPEN = smallPlan({ binding: { enabled: false } });
const RENAMED = smallPlan({ provider: { name: "EspoCRM of the sales team" } });

describe("review", () => {
  test("ends with 0 where there is nothing to do, and says so", async () => {
    const { code, output } = await review(["-", "--stack", "acme"], smallPlan());
    expect(code).toBe(0);
    expect(output).toContain("**`acme`: nothing to do**");
  });

  test("ends with 2 where there are changes, with 3 where a gate refuses, with 1 where Terraform failed", async () => {
    expect((await review(["-"], RENAMED)).code).toBe(2);
    expect((await review(["-"], OPEN)).code).toBe(3);
    expect((await review(["-"], smallPlan({ also: { errored: true } }))).code).toBe(1);
  });

  test("lets through what a gate would refuse if somebody says why, and shows the reason", async () => {
    const gate = "last-binding-removed=off: the fair is open to all";
    const { code, output } = await review(["-", "--gate", gate], OPEN);
    expect(code).toBe(2);
    expect(output).toContain("`the fair is open to all`");
    expect(output).toContain("look twice");
  });

  test("refuses gates that there are not, and reasons that are none, all at once", async () => {
    const { exitCode, message } = await failure(
      ["-", "--gate", "lockout=off: typo", "--gate", "lock-out=off:", "--gate", "signing-key"],
      smallPlan(),
    );
    expect(exitCode).toBe(2);
    expect(message).toContain("there is no gate lockout");
    expect(message).toContain("say why");
    expect(message).toContain("expected <id>=off: <reason>");
    expect(message).toContain("redirect-uri");
  });

  test("takes the last word on a gate", async () => {
    const off = "last-binding-removed=off: open day";
    expect(
      (await review(["-", "--gate", off, "--gate", "last-binding-removed=on"], OPEN)).code,
    ).toBe(3);
  });

  test.each([
    ["", "the input is empty"],
    ["not json, but s3cret", "not JSON"],
    ["PK\u0003\u0004", "saved plan, not its JSON"],
    ['{"format_version":"1.0","values":{}}', "state, not of a plan"],
    ['{"format_version":"2.0"}', "format_version: expected a version of format 1"],
    ['{"format_version":"1.2","resource_changes":[{"address":1}]}', "resource_changes.0.address"],
  ])("says what %j is in place of a plan, and how to get one", async (text, complaint) => {
    const { exitCode, message } = await failure(["-"], text);
    expect(exitCode).toBe(2);
    expect(message).toContain(complaint);
    expect(message).toContain("standard input");
    expect(message).toContain("terraform show -json");
    expect(message).not.toContain("s3cret");
  });

  test("names the file that can't be read", async () => {
    expect((await failure(["missing.json"])).message).toContain("missing.json can't be read");
  });

  test("refuses a link that is no web address", async () => {
    expect((await failure(["-", "--link", "javascript:alert(1)"], smallPlan())).message).toContain(
      "--link",
    );
  });

  describe("several plans", () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "plans-"));
      writeFileSync(join(folder, "acme.plan.json"), `${RENAMED}\n`);
      writeFileSync(join(folder, "beta.json"), JSON.stringify(JSON.parse(smallPlan()), null, 2));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    test("are reviewed one after the other, each under its file's name, in one comment", async () => {
      const { code, output } = await review(["acme.plan.json", "beta.json"], "", folder);
      expect(code).toBe(2);
      expect(output).toContain("- ⚠️ **`acme`".replace("⚠️", "✅"));
      expect(output).toContain("- ➖ **`beta`: nothing to do**");
      expect(output).toContain("<!-- espo-authentik review: integration=several -->");
    });

    test("may come through one pipe, one a line", async () => {
      const { output } = await review(["-", "--format", "json"], `${RENAMED}\n${smallPlan()}\n`);
      const verdicts = (JSON.parse(output) as { verdict: string }[]).map(({ verdict }) => verdict);
      expect(verdicts).toEqual(["safe", "nothing"]);
    });

    test("name the line that is no plan", async () => {
      expect((await failure(["-"], `${RENAMED}\n{"a":1}\n`)).message).toContain("-, line 2");
    });
  });

  describe("the hidden marker", () => {
    test("names integration and environment, whatever their letters", async () => {
      const args = ["-", "--stack", "a--b > c", "--environment", "pro duction"];
      const { output } = await review(args, smallPlan());
      expect(output.split("\n")[0]).toBe(
        "<!-- espo-authentik review: integration=a%2D%2Db%20%3E%20c environment=pro%20duction -->",
      );
    });
  });

  test("shows values of managed settings, and nothing of what only EspoCRM answered", async () => {
    for (const format of ["markdown", "terminal", "json", "junit", "sarif"]) {
      const { output } = await review(["-", "--format", format], RENAMED);
      expect(output).not.toContain("never-shown");
      expect(output).not.toContain(CLIENT_SECRET);
    }
    const claim = smallPlan({ settings: { oidcUsernameClaim: "preferred_username" } });
    expect((await review(["-"], claim)).output).toContain("`preferred_username`");
  });
});
