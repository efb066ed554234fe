"use strict";
/** Ends a publication that would not say where the project lives: no public address is known yet. */
const { homepage, repository, bugs } = require("../package.json");

const missing = Object.entries({ homepage, repository, bugs })
  .filter(([, value]) => !value)
  .map(([key]) => key);
if (missing.length > 0) {
  console.error(
    `package.json has no ${missing.join(", ")}: expected the public address of the project's home. ` +
      "To fix it, set them: npm pkg set repository=… homepage=… bugs.url=…",
  );
  process.exitCode = 1;
}
