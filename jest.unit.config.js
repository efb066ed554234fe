/**
 * Tests that start neither Terraform, nor a browser, nor npm, sign nobody in, and try no thousands of plans:
 * `npm run test:unit`.
 */
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const config = require("./jest.config.js");

/** What a test names that starts Terraform, or both servers with a login between them. */
const STARTS = /describeWithTerraform|TestProject|\bIntegrated\b|\bDeployment\b|\bWorld\b/;

/** Tests that start it, wherever they are. */
const starting = ["__tests__", "sandbox/__tests__"].flatMap((folder) =>
  readdirSync(join(__dirname, folder), { recursive: true })
    .map((name) => join(folder, name).replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".test.ts"))
    .filter((name) => STARTS.test(readFileSync(join(__dirname, name), "utf8")))
    .map((name) => `/${name.replaceAll(".", "\\.")}$`),
);

/** @type {import("jest").Config} */
module.exports = {
  ...config,
  testPathIgnorePatterns: [
    ...starting,
    "/end-to-end/",
    "/faults/",
    "/kills/",
    "/state/",
    "/examples/",
    "/tarball/",
    "/cli/commands/changed\\.test",
    "/cli/review/dangers/",
    "/cli/review/(every-change|hostile|mutated)\\.test",
    "/lib/fields/new-row\\.test",
    "/scripts/(api-page|bindings)\\.test",
    "/sandbox/__tests__/terraform/(lifecycle|traps|stand-ins|availability)\\.test",
    "/sandbox/__tests__/authentik/(oidc|flows)/",
    "/sandbox/__tests__/espocrm/(oidc|pages)/",
    "/(main|package|readme)\\.test",
  ],
};
