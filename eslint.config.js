const js = require("@eslint/js");
const { createNodeResolver, importX } = require("eslint-plugin-import-x");
const tseslint = require("typescript-eslint");

/** Which folder may import which: see "The house" in CONTRIBUTING.md. */
const forbid = (files, folders, why) => ({
  files,
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: folders.map((f) => ({ regex: `(^|/)${f}(/|$)`, message: why })) },
    ],
  },
});

/** What of lib the commands may import. */
const ENTRY_POINTS = "index, declaration, fields/index, rules/index, config/index";

module.exports = tseslint.config(
  {
    ignores: [
      "**/node_modules/",
      "dist/",
      "cdktf.out/",
      "coverage/",
      "artifacts/",
      "providers/*/lib/",
      "**/.gen/",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.js"],
    languageOptions: {
      globals: {
        module: "writable",
        require: "readonly",
        process: "readonly",
        __dirname: "readonly",
        __filename: "readonly",
        console: "readonly",
      },
    },
  },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/no-extraneous-class": "off",
      // Overflows its stack on recursive types (typescript-eslint 8.73).
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
    },
  },
  {
    files: ["lib/**/*.ts", "cli/**/*.ts", "sandbox/**/*.ts"],
    plugins: { "import-x": importX },
    settings: {
      "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".js"] })],
      "import-x/parsers": { "@typescript-eslint/parser": [".ts"] },
    },
    rules: { "import-x/no-cycle": ["error", { ignoreExternal: true }] },
  },
  forbid(
    ["lib/**"],
    ["cli", "sandbox"],
    "lib is the product: it knows neither its commands nor the sandbox",
  ),
  {
    files: ["cli/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "(^|/)sandbox(/|$)",
              message: "a command works on real servers: the sandbox is not part of the product",
            },
            {
              regex: "^(cdkt[fn]|@cdktf|constructs)(/|$)",
              message: "a command runs beside either engine, so it loads none",
            },
            {
              regex: "(^|/)lib/(?!(index|declaration|(fields|rules|config)/index)$)",
              message: `reach lib through its entry points: ${ENTRY_POINTS}`,
            },
          ],
        },
      ],
    },
  },
  forbid(
    ["sandbox/**"],
    ["lib", "cli"],
    "the sandbox knows HTTP contracts only: a shared mistake would hide itself",
  ),
);
