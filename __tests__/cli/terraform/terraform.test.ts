import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Interruption } from "../../../cli/run/interruption";
import { Terraform } from "../../../cli/terraform/terraform";

describe("the environment that Terraform gets", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "terraform-environment-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** What a program in Terraform's place says of the variables that it got. */
  async function given(variables: Readonly<Record<string, string>>): Promise<string> {
    const program = join(folder, "terraform");
    await writeFile(
      program,
      '#!/bin/sh\n[ "$1" = version ] && echo \'{"terraform_version":"1.11.4"}\' && exit\necho "$TF_LOG,$TF_LOG_PROVIDER,$TF_INPUT"\n',
    );
    await chmod(program, 0o755);
    const environment = {
      PATH: process.env["PATH"],
      TERRAFORM_BINARY_NAME: program,
      ...variables,
    };
    const terraform = await Terraform.find(environment, new Interruption());
    return (await terraform.run(["plan"], { folder })).stdout.trim();
  }

  it("has no log that would be written to our output, as the client secret is in it", async () => {
    expect(await given({ TF_LOG: "DEBUG", TF_LOG_PROVIDER: "TRACE" })).toBe(",,0");
    expect(await given({ TF_LOG: "DEBUG", TF_LOG_PATH: "" })).toBe(",,0");
  });

  it("has a log that is written to a file", async () => {
    expect(await given({ TF_LOG: "DEBUG", TF_LOG_PATH: "/tmp/log" })).toBe("DEBUG,,0");
  });
});
