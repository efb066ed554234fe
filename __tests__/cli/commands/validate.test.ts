import { join } from "node:path";
import { run } from "../../../cli/espo-authentik";
import { acme, WrittenFile } from "../../lib/config/written-file";

describe("espo-authentik validate", () => {
  let file: WrittenFile;
  beforeEach(() => {
    file = new WrittenFile();
  });
  afterEach(() => file.close());

  const validate = async (args: readonly string[], environment: NodeJS.ProcessEnv = {}) => {
    const written = { stdout: "", stderr: "", code: 0 };
    await run(["validate", ...args], {
      directory: file.folder,
      environment,
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
      exit: (code) => (written.code = code),
    });
    return written;
  };

  it("lists the integrations of a file that can be used", async () => {
    file.beside("integrations.yaml", acme());
    const { code, stderr, stdout } = await validate([]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^acme +https:\/\/espocrm\.company +https:\/\/authentik\.company +espocrm +1$/m,
    );
    expect(stdout).toMatch(/valid .*integrations\.yaml: 1 integration\n$/);
  });

  it("shows warnings with their lines, and accepts the file", async () => {
    file.beside("other.yaml", acme("bindings: []"));
    const { code, stdout } = await validate(["other.yaml"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/warning .*other\.yaml:6:5 +integrations\.acme\.bindings/);
    expect(stdout).toContain("[open-to-everyone]");
  });

  it("says what is wrong on standard error, with the exit code 2", async () => {
    file.beside("integrations.yaml", acme("onDestroy: leav", "nothing: 1"));
    const { code, stderr, stdout } = await validate([]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/integrations\.yaml:7:16 +integrations\.acme\.onDestroy/);
    expect(stderr).toMatch(/integrations\.yaml:8:5 +integrations\.acme\.nothing/);
  });

  it("takes the file that the environment names", async () => {
    file.beside("staging.yaml", acme());
    const environment = { ESPO_AUTHENTIK_CONFIG: join(file.folder, "staging.yaml") };
    expect((await validate([], environment)).stdout).toContain("staging.yaml: 1 integration");
  });

  it("tells machines the same", async () => {
    file.beside("good.yaml", acme("bindings: []"));
    file.beside("bad.yaml", acme("onDestroy: leav"));
    const good = await validate(["--json", "good.yaml"]);
    expect(good.code).toBe(0);
    expect(JSON.parse(good.stdout)).toMatchObject({
      valid: true,
      integrations: [{ name: "acme", application: "espocrm", bindings: 0 }],
      warnings: [{ line: 6, rule: "open-to-everyone" }],
    });
    const bad = await validate(["--json", "bad.yaml"]);
    expect(bad.code).toBe(2);
    expect(JSON.parse(bad.stdout)).toMatchObject({
      valid: false,
      problems: [{ line: 7, column: 16, path: "integrations.acme.onDestroy", mend: "write leave" }],
    });
  });
});
