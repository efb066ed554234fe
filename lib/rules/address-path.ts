import { addresses } from "./addresses";
import { type Rule, shown } from "./rule";

/** Paths that are appended, so that an address must not end in them already. */
const APPENDED = {
  authentik: /\/(api\/v3|application\/o|if)(\/.*)?$/,
  espocrm: /\/(api\/v1(\/.*)?|oauth-callback\.php)$/,
};

/** An address is that of the installation, not of one of its endpoints. */
export const addressPath: Rule = {
  id: "address-path",
  outcome: "refused",
  why: "The paths of endpoints are appended: an address that has one already leads to …/api/v1/api/v1, and both servers answer 404, or with a page.",
  example: "espocrm: { url: https://espocrm.company, apiUrl: https://espocrm.internal.company }",
  check: (props) =>
    addresses(props).flatMap(({ parsed, path, side }) => {
      const found = APPENDED[side].exec(parsed?.pathname.replace(/\/+$/, "") ?? "")?.[0];
      if (found === undefined) return [];
      return [
        {
          path,
          found: `the path ${shown(found)} at its end`,
          expected: "the address of the installation alone",
          mend: `leave ${found} out`,
        },
      ];
    }),
};
