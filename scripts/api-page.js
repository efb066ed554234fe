"use strict";
/**
 * Generates docs/api.md, the reference of what lib/index.ts exports, from its types and docstrings. With
 * --check nothing is written; the exit code is 1 if the page is stale.
 */
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { format } = require("prettier");
const { Application } = require("typedoc");

const root = path.resolve(__dirname, "..");
const page = path.join(root, "docs/api.md");

/** @type {import("typedoc").TypeDocOptions & import("typedoc-plugin-markdown").PluginOptions} */
const options = {
  name: "API reference",
  entryPoints: [path.join(root, "lib/index.ts")],
  tsconfig: path.join(root, "tsconfig.build.json"),
  plugin: ["typedoc-plugin-markdown"],
  logLevel: "Warn",
  skipErrorChecking: true, // `npm run types` is for that.
  validation: { invalidLink: true, notDocumented: false, notExported: true },
  intentionallyNotExported: [
    "Credential",
    "Form",
    "FormCheck",
    "Property",
    "RELEASE_LINES",
    "TokenKind",
    "With",
  ],
  readme: "none",
  disableSources: true,
  excludeExternals: true,
  excludePrivate: true,
  jsDocCompatibility: { defaultTag: false },
  outputFileStrategy: "modules",
  entryFileName: "api",
  hidePageHeader: true,
  interfacePropertiesFormat: "table",
  propertyMembersFormat: "table",
  parametersFormat: "table",
};

/** The page as TypeDoc makes it; what it warns of is as wrong as a stale page. */
async function generate() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-page-"));
  try {
    const app = await Application.bootstrapWithPlugins({ ...options, out: folder });
    const project = await app.convert();
    if (project === undefined)
      throw new Error("lib/index.ts can't be read: npm run types says why");
    app.validate(project);
    await app.generateOutputs(project);
    if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1;
    return fs.readFileSync(path.join(folder, "api.md"), "utf8");
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function main(check) {
  const head =
    "<!-- Made by scripts/api-page.js: change the docstrings in lib, then run it again. -->";
  const text = (await generate()).replaceAll("**Default** - ", "**Default** ");
  const fresh = await format(`${head}\n\n${text}`, { parser: "markdown", printWidth: 100 });
  if (fs.existsSync(page) && fs.readFileSync(page, "utf8") === fresh) return;
  console.error(`docs/api.md ${check ? "is stale: run node scripts/api-page.js" : "written"}`);
  if (check) process.exitCode = 1;
  else fs.writeFileSync(page, fresh);
}

void main(process.argv.includes("--check"));
