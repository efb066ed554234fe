import { hostWithoutDot } from "../../../lib/rules/host-without-dot";
import { describeRule } from "./describe-rule";

const message = (key: string, host: string, mend = "use the host's full name") =>
  `authentik.${key}: found the host "${host}"; expected a host name with a dot, or an IPv4 address. To fix it, ${mend}.`;

describeRule(hostWithoutDot, {
  finds: {
    "this machine by its name": [
      { authentik: { url: "http://localhost:9000" } },
      message("url", "localhost", "write 127.0.0.1 for localhost"),
    ],
    "a container's name": [
      { authentik: { backchannelUrl: "https://authentik:9443" } },
      message("backchannelUrl", "authentik"),
    ],
    "a name with nothing behind its dot": [
      { authentik: { url: "https://authentik." } },
      message("url", "authentik."),
    ],
    "an IPv6 address": [
      { authentik: { url: "https://[2001:db8::1]" } },
      message("url", "[2001:db8::1]"),
    ],
    "an IPv6 address that ends in an IPv4 one": [
      { authentik: { url: "https://[::ffff:127.0.0.1]" } },
      message("url", "[::ffff:7f00:1]"),
    ],
  },
  passes: {
    "an IPv4 address": { authentik: { url: "http://127.0.0.1:9000" } },
    "an underscore": { authentik: { url: "https://a_b.example.com" } },
    "addresses that EspoCRM does not store": {
      authentik: { apiUrl: "https://authentik:9443" },
      espocrm: { url: "http://localhost:8080", backchannelUrl: "https://[2001:db8::1]" },
    },
  },
});
