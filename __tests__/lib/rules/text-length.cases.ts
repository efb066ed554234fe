import { Token } from "cdktf";
import { FORM_RULES } from "../../../lib/rules/forms";
import { describeRule } from "./describe-rule";

const long = (path: string, found: string) =>
  `${path}: found ${found}; expected 1 to 255 characters. To fix it, make it shorter.`;
const empty = (path: string, found = "") =>
  `${path}: found "${found}"; expected 1 to 255 characters. To fix it, give it, or leave the key out.`;
const blank = (path: string, found: string) =>
  `${path}: found ${found}; expected a text that is not empty. To fix it, give it, or leave the key out.`;
const of = (length: number) => "x".repeat(length);
/** An address whose authorization endpoint has that many characters. */
const address = (length: number) =>
  `https://authentik.company/${of(length - "https://authentik.company//application/o/authorize/".length)}`;

describeRule(FORM_RULES["text-length"], {
  finds: {
    "256 characters": [
      {
        application: { name: of(256) },
        provider: { name: of(256), clientId: of(256) },
        login: {
          usernameClaim: of(256),
          groupClaim: of(256),
          logoutUrl: `https://authentik.company/${of(230)}`,
        },
      },
      long("application.name", "256 characters"),
      long("provider.name", "256 characters"),
      long("provider.clientId", "256 characters"),
      long("login.usernameClaim", "256 characters"),
      long("login.groupClaim", "256 characters"),
      long("login.logoutUrl", "256 characters"),
    ],
    "nothing, or blanks alone": [
      {
        application: { name: "", slug: "" },
        provider: { name: " ", clientId: "" },
        login: { usernameClaim: "", groupClaim: " ", logoutUrl: "", jwksCachePeriod: "" },
        bindings: [{ policy: { name: "", expression: " " } }],
      },
      empty("application.name"),
      empty("application.slug"),
      empty("provider.name", " "),
      empty("provider.clientId"),
      empty("login.usernameClaim"),
      empty("login.groupClaim", " "),
      empty("login.logoutUrl"),
      empty("login.jwksCachePeriod"),
      empty("bindings[0].policy.name"),
      blank("bindings[0].policy.expression", '" "'),
    ],
    "an empty text that authentik's Terraform provider never sends": [
      { application: { group: "", icon: " ", publisher: "", description: "\n" } },
      blank("application.group", '""'),
      blank("application.icon", '" "'),
      blank("application.publisher", '""'),
      blank("application.description", '"\\n"'),
    ],
    "a slug that makes the addresses too long": [
      { application: { slug: of(203) } },
      long(
        "application.slug",
        `256 characters in https://authentik.company/application/o/${of(203)}/end-session/`,
      ),
    ],
    "an authentik whose endpoints are too long": [
      {
        authentik: { url: address(256), backchannelUrl: "https://authentik.internal.company" },
        login: { logoutUrl: "https://authentik.company/" },
      },
      long("authentik.url", `256 characters in ${address(256)}/application/o/authorize/`),
    ],
    "an inner address whose endpoints are too long": [
      { authentik: { backchannelUrl: address(259) } },
      long(
        "authentik.backchannelUrl",
        `262 characters in ${address(259)}/application/o/espocrm/jwks/`,
      ),
    ],
  },
  passes: {
    "255 characters": {
      application: { name: of(255) },
      provider: { name: of(255), clientId: of(255) },
    },
    "a slug that makes the longest address 255 characters": {
      application: { slug: of(202) },
    },
    "endpoints of 255 characters": {
      authentik: { url: address(255), backchannelUrl: "https://authentik.internal.company" },
      login: { logoutUrl: "https://authentik.company/" },
    },
    "a policy as long as it has to be": {
      bindings: [{ policy: { name: "long", expression: `return ${of(1000)}` } }],
    },
    "a description as long as it has to be": { application: { description: of(1000) } },
    "a value that Terraform will know": {
      application: {
        slug: Token.asString({ resolve: () => "x" }),
        description: Token.asString({ resolve: () => "" }),
      },
    },
  },
});
