/** Packages that are ES modules only: Jest runs CommonJS, so they are compiled like our own sources. */
const ES_MODULES = [
  "jose",
  "mdast-util-.*",
  "micromark.*",
  "unist-util-.*",
  "decode-named-character-reference",
  "character-entities.*",
  "ccount",
  "devlop",
  "escape-string-regexp",
  "longest-streak",
  "markdown-table",
  "zwitch",
];

/** @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/{__tests__,sandbox/__tests__}/**/*.test.ts"],
  transform: { "^.+\\.[jt]s$": ["@swc/jest", { jsc: { target: "es2022" } }] },
  transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join("|")})/)`],
  // Terraform takes seconds, and the real providers more of them.
  testTimeout: 60_000,
  // Jest would leave one core idle, and of two that is half of them.
  maxWorkers: "100%",
  modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/cdktf.out"],
};
