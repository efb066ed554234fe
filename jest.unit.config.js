/** Tests that start neither Terraform, nor a browser, nor npm, and sign nobody in: `npm run test:unit`. */
const config = require("./jest.config.js");

/** @type {import("jest").Config} */
module.exports = {
  ...config,
  testPathIgnorePatterns: [
    "/end-to-end/",
    "/faults/",
    "/examples/",
    "/cli/adopt/",
    "/tarball/",
    "/cli/commands/(plan|apply|changed|clear-key-cache)\\.test",
    "/cli/terraform/",
    "/cli/verify/(checks|command|login)\\.test",
    "/cli/review/(corpus|hostile)\\.test",
    "/cli/review/dangers/",
    "/scripts/(api-page|bindings)\\.test",
    "/sandbox/__tests__/terraform/(lifecycle|traps|stand-ins|availability)\\.test",
    "/sandbox/__tests__/authentik/(oidc|flows)/",
    "/sandbox/__tests__/espocrm/(oidc|pages)/",
    "/(main|package|readme)\\.test",
  ],
};
