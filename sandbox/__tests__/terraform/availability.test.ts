import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseProviders, findTerraform, TerraformNotFound } from "../../terraform";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "programs-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program that only a shell is needed for. */
async function program(name: string, script: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

describe("finding Terraform", () => {
  test("terraform comes before tofu", async () => {
    const tofu = await program("tofu", "");
    expect(await findTerraform({ PATH: folder })).toBe(tofu);
    const terraform = await program("terraform", "");
    expect(await findTerraform({ PATH: folder })).toBe(terraform);
  });

  test("TERRAFORM_BINARY_NAME names it, with or without its folder", async () => {
    await program("terraform", "");
    const other = await program("other", "");
    expect(await findTerraform({ PATH: folder, TERRAFORM_BINARY_NAME: "other" })).toBe(other);
    expect(await findTerraform({ PATH: "", TERRAFORM_BINARY_NAME: other })).toBe(other);
  });

  test("where there is none, the error says what was looked for", async () => {
    await expect(findTerraform({ PATH: folder })).rejects.toThrow(TerraformNotFound);
    await expect(findTerraform({ PATH: folder, TERRAFORM_BINARY_NAME: "mine" })).rejects.toThrow(
      "There is no mine on the PATH",
    );
  });
});

describe("choosing providers", () => {
  test("the real ones are taken when Terraform can install them", async () => {
    const terraform = await program(
      "terraform",
      `cat main.tf.json > ${folder}/asked; env > ${folder}/environment; echo "$*" > ${folder}/arguments`,
    );
    const environment = {
      PATH: process.env["PATH"],
      TF_CLI_CONFIG_FILE: "/mine",
      TF_DATA_DIR: "/x",
    };
    const { kind, statement } = await chooseProviders("auto", { terraform, environment });
    expect(kind).toBe("real");
    expect(statement).toMatch(
      /^Terraform providers: the real goauthentik\/authentik 2026\.5\.0 .*/,
    );
    const said = (file: string) => readFile(join(folder, file), "utf8");
    expect(await said("arguments")).toContain("init -backend=false");
    expect(await said("environment")).toContain("TF_CLI_CONFIG_FILE=/mine");
    expect(await said("environment")).not.toContain("TF_DATA_DIR");
    expect(JSON.parse(await said("asked"))).toEqual({
      terraform: {
        required_providers: {
          authentik: { source: "goauthentik/authentik", version: "2026.5.0" },
          restapi: { source: "Mastercard/restapi", version: "3.0.0" },
        },
      },
    });
  });

  test("the stand-ins are taken when it can't, and the reason is told on one line", async () => {
    const terraform = await program(
      "terraform",
      "printf '\\nError: No luck\\n\\nToday.\\n' >&2; exit 1",
    );
    const { kind, statement } = await chooseProviders("auto", { terraform });
    expect(kind).toBe("stand-in");
    expect(statement).toMatch(/stand-ins .*: No luck$/);
  });

  test("the stand-ins are taken when it takes too long", async () => {
    const terraform = await program("terraform", "exec sleep 60");
    const { kind, statement } = await chooseProviders("auto", { terraform, patience: 100 });
    expect(kind).toBe("stand-in");
    expect(statement).toContain("no answer within 0.1 s");
  });

  test.each(["real", "stand-in"] as const)(
    "%s providers are not tried when they are asked for",
    async (choice) => {
      const { kind, statement } = await chooseProviders(choice, { terraform: "/no/such/program" });
      expect(kind).toBe(choice);
      expect(statement).toContain("as asked");
    },
  );
});
