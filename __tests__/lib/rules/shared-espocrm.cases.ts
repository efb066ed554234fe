import { sharedEspoCrm } from "../../../lib/rules/shared-espocrm";
import { describeSharedRule } from "./describe-shared-rule";

const message = (key: string, found: string, owner: string) =>
  `espocrm.${key}: found "${found}", the EspoCRM of ${owner}; expected one integration for each EspoCRM. To fix it, take one of the two out.`;
const at = (url: string) => ({ espocrm: { url } });

describeSharedRule(sharedEspoCrm, {
  finds: {
    "two integrations of one EspoCRM": [
      { acme: at("https://crm.example"), beta: at("https://crm.example") },
      ["beta", message("url", "https://crm.example", "acme")],
    ],
    "one EspoCRM in several notations": [
      {
        acme: at("https://crm.example/"),
        beta: at("https://crm.example:443"),
        gamma: at("HTTPS://CRM.Example"),
      },
      ["beta", message("url", "https://crm.example:443", "acme")],
      ["gamma", message("url", "HTTPS://CRM.Example", "acme")],
    ],
    "one EspoCRM that Terraform reaches at one inner address": [
      {
        acme: { espocrm: { url: "https://crm.example", apiUrl: "https://crm.internal.example" } },
        beta: { espocrm: { url: "https://crm.beta", apiUrl: "https://crm.internal.example/" } },
      },
      ["beta", message("apiUrl", "https://crm.internal.example/", "acme")],
    ],
    "an inner address that is another integration's public one": [
      {
        acme: at("https://crm.example"),
        beta: { espocrm: { url: "https://crm.beta", apiUrl: "https://crm.example" } },
      },
      ["beta", message("apiUrl", "https://crm.example", "acme")],
    ],
  },
  passes: {
    "EspoCRMs on one host": {
      acme: at("https://crm.example/a"),
      beta: at("https://crm.example/b"),
    },
    "EspoCRMs on one host's ports": {
      acme: at("https://crm.example"),
      beta: at("https://crm.example:8443"),
    },
    "one inner address of a proxy that chooses by headers": {
      acme: {
        espocrm: {
          url: "https://a.example",
          apiUrl: "https://in.example",
          headers: { "X-Crm": "a" },
        },
      },
      beta: {
        espocrm: {
          url: "https://b.example",
          apiUrl: "https://in.example",
          headers: { "X-Crm": "b" },
        },
      },
    },
  },
});
