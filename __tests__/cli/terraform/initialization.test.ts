import { mkdir, mkdtemp, readFile, readlink, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Interruption } from "../../../cli/run/interruption";
import type { Stack } from "../../../cli/stacks/stack";
import { readStackJson } from "../../../cli/stacks/stack-json";
import { Initialization } from "../../../cli/terraform/initialization";
import { Terraform } from "../../../cli/terraform/terraform";
import { describeWithTerraform } from "../../../sandbox/__tests__/terraform/workspace";
import { stack } from "../stacks/stack";

jest.setTimeout(30_000);

const PLATFORM = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
const PACKAGE = ".terraform/providers/registry.terraform.io/acme/thing/1.0.0";

describeWithTerraform("initializing the folders of stacks", () => {
  let root: string;
  let environment: NodeJS.ProcessEnv;

  /** A mirror with a provider that can be installed, but not run: `init` does no more. */
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "initialization-"));
    const mirror = join(root, "mirror");
    const folder = join(mirror, "registry.terraform.io/acme/thing/1.0.0", PLATFORM);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "terraform-provider-thing_v1.0.0"), "", { mode: 0o755 });
    const configuration = join(root, "terraform.rc");
    await writeFile(
      configuration,
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
    );
    environment = { PATH: process.env["PATH"], TF_CLI_CONFIG_FILE: configuration };
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function made(name: string, terraform: object = {}, more: object = {}): Promise<Stack> {
    const folder = join(root, name);
    const file = join(folder, "cdk.tf.json");
    await mkdir(folder, { recursive: true });
    const required_providers = { thing: { source: "acme/thing", version: "1.0.0" } };
    await writeFile(
      file,
      JSON.stringify({ terraform: { required_providers, ...terraform }, ...more }),
    );
    return { ...stack(name), folder, file, json: await readStackJson(file) };
  }
  const initialization = async () =>
    new Initialization(await Terraform.find(environment, new Interruption()), root);
  const stampTime = async ({ folder }: Stack) =>
    (await stat(join(folder, ".terraform/espo-authentik.sha256"))).mtimeMs;

  test("installs providers once, and links them into the folders of the others", async () => {
    const [one, two] = [await made("one"), await made("two")];
    const init = await initialization();
    const trouble = await Promise.all([init.initialize(one), init.initialize(two)]);
    expect(trouble).toEqual([undefined, undefined]);
    const link = await readlink(join(two.folder, PACKAGE, PLATFORM));
    expect(link).toContain("acme/thing/1.0.0");
    await stat(join(two.folder, ".terraform.lock.hcl"));
  });

  test("is skipped where nothing that it looks at has changed", async () => {
    const one = await made("one");
    await (await initialization()).initialize(one);
    const first = await stampTime(one);
    const same = await made("one", {}, { output: { another: { value: 1 } } });
    await (await initialization()).initialize(same);
    expect(await stampTime(one)).toBe(first);
  });

  test("is done again where the backend, or an installed provider, is another or gone", async () => {
    const one = await made("one");
    await (await initialization()).initialize(one);
    const first = await stampTime(one);
    const other = await made("one", { backend: { local: { path: "elsewhere.tfstate" } } });
    await (await initialization()).initialize(other);
    const second = await stampTime(one);
    expect(second).toBeGreaterThan(first);

    await rm(join(one.folder, PACKAGE, PLATFORM), { recursive: true });
    await (await initialization()).initialize(other);
    expect(await stampTime(one)).toBeGreaterThan(second);
  });

  test("tells what Terraform said, and lets the next folder try for itself", async () => {
    const [one, two] = [await made("one"), await made("two")];
    await rm(join(root, "mirror"), { recursive: true });
    const init = await initialization();
    expect(await init.initialize(one)).toContain("acme/thing");
    expect(await init.initialize(two)).toContain("acme/thing");
  });

  test("keeps to the project's own lock file: what it names is installed, and nothing else", async () => {
    const one = await made("one");
    await (await initialization()).initialize(one);
    const lock = await readFile(join(one.folder, ".terraform.lock.hcl"), "utf8");
    await writeFile(join(root, ".terraform.lock.hcl"), lock);
    expect(await (await initialization()).initialize(await made("same"))).toBeUndefined();

    const mirrored = join(root, "mirror/registry.terraform.io/acme/thing/1.0.0", PLATFORM);
    await writeFile(join(mirrored, "terraform-provider-thing_v1.0.0"), "of somebody else");
    const foreign = await made("foreign");
    const said = await (await initialization()).initialize(foreign);
    expect(said).toContain("checksums");
    expect(said).toMatch(/The project's own \.terraform\.lock\.hcl is kept to\..*no-internet\.md$/);
    expect(await readFile(join(foreign.folder, ".terraform.lock.hcl"), "utf8")).toBe(lock);
  });
});
