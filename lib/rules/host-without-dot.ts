import { addresses } from "./addresses";
import { type Rule, shown } from "./rule";

/** EspoCRM stores no address whose host has no dot. */
export const hostWithoutDot: Rule = {
  id: "host-without-dot",
  outcome: "refused",
  why: "EspoCRM answers 400 to an endpoint whose host has no dot (localhost, a container's name) or is an IPv6 address.",
  example:
    "authentik: { url: https://authentik.company, backchannelUrl: https://authentik.internal.company }",
  check: (_, given) =>
    addresses(given)
      .filter(({ storedByEspoCrm }) => storedByEspoCrm)
      // One without any host lacks its scheme or its slashes, which address-form says.
      .filter(
        ({ parsed }) =>
          parsed !== undefined && parsed.hostname !== "" && !/^[^[\]]+\.[^.]/.test(parsed.hostname),
      )
      .map(({ parsed, path }) => ({
        path,
        found: `the host ${shown(parsed?.hostname)}`,
        expected: "a host name with a dot, or an IPv4 address",
        mend:
          parsed?.hostname === "localhost"
            ? "write 127.0.0.1 for localhost"
            : "use the host's full name",
      })),
};
