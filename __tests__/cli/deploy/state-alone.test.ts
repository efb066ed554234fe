import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withoutTrial } from "../../../cli/deploy/state-alone";
import { stack } from "../stacks/stack";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "state-alone-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const of = (restapi: readonly Record<string, unknown>[]) => {
  const made = stack("crm");
  return { ...made, folder, json: { ...made.json, provider: { restapi: [...restapi] } } };
};

test("gives each provider of EspoCRM an empty path: one left out would be the environment's", async () => {
  const blocks = [{ test_path: "/Team" }, { alias: "other", test_path: "/Team" }];
  const written = await withoutTrial(of(blocks), async () => {
    const files = await readdir(folder);
    expect(files).toEqual([expect.stringMatching(/_override\.tf\.json$/)]);
    return JSON.parse(await readFile(join(folder, String(files[0])), "utf8")) as unknown;
  });
  expect(written).toEqual({
    provider: { restapi: [{ test_path: "" }, { alias: "other", test_path: "" }] },
  });
});

test("takes its file away, also where the work fails", async () => {
  const failing = withoutTrial(of([{}]), () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  expect(await readdir(folder)).toEqual([]);
});
