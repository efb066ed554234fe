import { isLoopback } from "../address";
import { addresses } from "./addresses";
import { type Rule, shown } from "./rule";

/** Credentials and tokens don't cross a network in clear text unless that is asked for. */
export const plainHttp: Rule = {
  id: "plain-http",
  outcome: "refused",
  why: "Over plain http the administrator's password, the client secret and every token can be read and changed on the way.",
  example: "espocrm: { url: http://crm.internal.company, allowPlainHttp: true }",
  check: (_, given) =>
    addresses(given)
      .filter(({ parsed, side }) => parsed?.protocol === "http:" && !given[side].allowPlainHttp)
      .filter(({ parsed }) => parsed !== undefined && !isLoopback(parsed.hostname))
      .map(({ path, side, value }) => ({
        path,
        found: shown(value),
        expected: "https, or a host that is this machine",
        mend: `use https, or set ${side}.allowPlainHttp: true if that network is yours alone`,
      })),
};
