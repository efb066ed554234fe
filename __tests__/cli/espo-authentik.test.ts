import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { run } from "../../cli/espo-authentik";
import { version } from "../../package.json";

async function called(...args: readonly string[]) {
  const written = { stdout: "", stderr: "" };
  let code = 0;
  await run(args, {
    directory: "/nowhere",
    environment: {},
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    exit: (given) => (code = given),
  });
  return { code, ...written };
}

test("--version prints the version of the package", async () => {
  expect(await called("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test.each([
  [[]],
  [["plan"]],
  [["apply"]],
  [["adopt"]],
  [["discard"]],
  [["doctor"]],
  [["forget"]],
  [["init"]],
  [["review"]],
  [["validate"]],
  [["changed"]],
  [["verify"]],
  [["clear-key-cache"]],
])("--help of %j says what can be said", async (args) => {
  const ran = await called(...args, "--help");
  expect([ran.code, ran.stderr]).toEqual([0, ""]);
  expect(ran.stdout).toContain("Usage: espo-authentik");
});

test.each([
  [["no-such-command"], "unknown command"],
  [["plan", "--no-such-option"], "unknown option"],
  [["plan", "--parallelism", "0"], "1 or more"],
  [["changed"], "--since"],
  [["plan", "--gate", "nonsense"], "--gate was not understood"],
  [["changed", "--since", "HEAD"], "There is no /nowhere/cdktf.json"],
])(
  "a wrong call %j ends with 2, that of a plan with 1, and says what is wrong",
  async (args, message) => {
    const ran = await called(...args);
    // Of a plan 2 says that there are changes.
    expect([ran.code, ran.stdout]).toEqual([args[0] === "plan" ? 1 : 2, ""]);
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).not.toContain("    at ");
  },
);

test("goes on to its end where nobody reads its output any more", async () => {
  const program = resolve(__dirname, "../../cli/espo-authentik.ts");
  const child = spawn(process.execPath, ["--import", "tsx", program, "plan", "--help"]);
  child.stdout.destroy();
  const [, stderr] = await Promise.all([once(child, "close"), text(child.stderr)]);
  expect([child.exitCode, stderr]).toEqual([0, ""]);
});
