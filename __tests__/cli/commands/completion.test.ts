import { spawnSync } from "node:child_process";
import { run } from "../../../cli/espo-authentik";

async function said(...args: string[]) {
  const written = { stdout: "", stderr: "", code: 0 };
  await run(args, {
    directory: ".",
    environment: {},
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    exit: (code) => (written.code = code),
  });
  return written;
}

describe("espo-authentik completion", () => {
  test.each([
    ["cl", "clear-key-cache"],
    ["plan --de", "--destroy"],
    ["doctor --j", "--json"],
    ["help --no-such", ""],
  ])("makes bash complete `espo-authentik %s` to %s", async (typed, expected) => {
    const { stdout: script } = await said("completion", "bash");
    const words = typed.split(" ");
    const call = `${script}
      COMP_WORDS=(espo-authentik ${typed}); COMP_CWORD=${words.length}
      _espo_authentik; echo "\${COMPREPLY[*]}"`;
    const { stderr, stdout } = spawnSync("bash", ["-c", call], { encoding: "utf8" });
    expect([stderr, stdout.trim()]).toEqual(["", expected]);
  });

  test("knows each command in each shell", async () => {
    const { stdout: help } = await said("--help");
    const commands = [...help.matchAll(/^ {2}([a-z-]+)(?: \[options\])? [<[]/gm)].map(([, c]) => c);
    expect(commands).toContain("plan");
    for (const shell of ["bash", "zsh", "fish"]) {
      const { code, stdout } = await said("completion", shell);
      expect(code).toBe(0);
      for (const command of commands) {
        if (command !== "help") expect(stdout).toContain(String(command));
      }
    }
  });

  test("says which shells there are", async () => {
    const { code, stderr } = await said("completion", "tcsh");
    expect(code).toBe(2);
    expect(stderr).toContain("bash, zsh, fish");
  });
});

test.each([["-v"], ["--version"]])("%s prints the version, and nothing else", async (flag) => {
  expect(await said(flag)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
  });
});

test("help of a command is that command's --help", async () => {
  const [one, other] = [await said("help", "plan"), await said("plan", "--help")];
  expect(one.stdout).toContain("Usage: espo-authentik plan");
  expect(one.stdout).toBe(other.stdout);
  expect(one.code).toBe(0);
});
