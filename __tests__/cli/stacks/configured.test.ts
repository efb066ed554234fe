import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "../../../cli/espo-authentik";

const ROOT = resolve(__dirname, "../../..");
const TSX = pathToFileURL(require.resolve("tsx")).href;

const configuration = (name: string) => `integrations:
  ${name}:
    authentik: { url: https://authentik.company }
    espocrm: { url: https://${name}.company }
    application: { name: EspoCRM, slug: espocrm }
    bindings: [{ group: crm-users }]
`;

describe("--config", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "configured-"));
    writeFileSync(join(folder, "integrations.yaml"), configuration("production"));
    writeFileSync(join(folder, "staging.yaml"), configuration("staging"));
    const app = `"${process.execPath}" --import ${TSX} main.ts`;
    writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ app }));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const program = (call: string): void => {
    const library = JSON.stringify(join(ROOT, "lib"));
    const text = `import { runProgram, synthesize } from ${library};\nrunProgram(() => ${call});\n`;
    writeFileSync(join(folder, "main.ts"), text);
  };
  const clear = async (...args: string[]) => {
    const written = { stdout: "", stderr: "", code: 0 };
    await run(["clear-key-cache", ...args], {
      directory: folder,
      environment: { PATH: process.env["PATH"] },
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
      exit: (code) => (written.code = code),
    });
    return written;
  };

  it("is read by the program in place of the usual file", async () => {
    program("synthesize()");
    expect((await clear("nobody")).stderr).toContain("The stacks are: production.");
    expect((await clear("nobody", "--config", "staging.yaml")).stderr).toContain(
      "The stacks are: staging.",
    );
  });

  it("is refused where the program names a file itself: it would work on another company's", async () => {
    program('synthesize("integrations.yaml")');
    const { code, stderr } = await clear("--config", "staging.yaml");
    expect(code).toBe(2);
    expect(stderr).toMatch(/does not read staging\.yaml: .* Call synthesize\(\) without a file/);
  });
});
