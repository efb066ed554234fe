import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SeenKeys } from "../../../cli/verify/seen-keys";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "seen-keys-"));
  file = join(folder, "verify", "acme.keys.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const see = (kids: readonly string[], now: number) => new SeenKeys(file).see(kids, now);

test("keys that stay keep the time at which they were seen first", () => {
  expect(see(["a"], 1000)).toEqual({ kids: ["a"], since: 1000, seen: 1000 });
  expect(see(["a"], 2000)).toEqual({ kids: ["a"], since: 1000, seen: 2000 });
});

test("other keys are seen first now, and the earlier ones were seen last when they were", () => {
  see(["a"], 1000);
  see(["a"], 2000);
  expect(see(["b"], 5000)).toEqual({ kids: ["b"], since: 5000, seen: 5000, before: 2000 });
  expect(see(["b"], 6000)).toEqual({ kids: ["b"], since: 5000, seen: 6000, before: 2000 });
});

test("a note that can't be read or written costs no more than the note", () => {
  see(["a"], 1000);
  writeFileSync(file, "{");
  expect(see(["a"], 2000)).toEqual({ kids: ["a"], since: 2000, seen: 2000 });
  const nowhere = new SeenKeys(join(file, "below", "a", "file"));
  expect(nowhere.see(["a"], 3000)).toEqual({ kids: ["a"], since: 3000, seen: 3000 });
});
