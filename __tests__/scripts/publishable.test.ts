import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { Checkout } from "./checkout";

const HOME = "https://git.company/espo-authentik";

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => checkout.remove());

/** What is said to the publication of a package with these keys, and those of package.json. */
function publish(keys: object) {
  const file = checkout.file("package.json");
  const own = JSON.parse(readFileSync(file, "utf8")) as object;
  const unknown = { repository: undefined, homepage: undefined, bugs: undefined };
  writeFileSync(file, JSON.stringify({ ...own, ...unknown, ...keys }));
  const { status, stderr } = spawnSync(
    process.execPath,
    [checkout.file("scripts/publishable.js")],
    { encoding: "utf8" },
  );
  return { status, stderr };
}

test("a package that says where its home is may be published", () => {
  const keys = { repository: HOME, homepage: HOME, bugs: { url: `${HOME}/issues` } };
  expect(publish(keys)).toEqual({ status: 0, stderr: "" });
});

test("one that does not say it is stopped, with what is missing", () => {
  const { status, stderr } = publish({ homepage: HOME });
  expect(status).toBe(1);
  expect(stderr).toContain("package.json has no repository, bugs");
});
