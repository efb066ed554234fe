import { sharedAuthentikObject } from "../../../lib/rules/shared-authentik-object";
import { describeSharedRule } from "./describe-shared-rule";

const message = (path: string, kind: string, value: string, owner: string) =>
  `${path}: found the ${kind} "${value}", as in ${owner}; expected another ${kind} for each integration of this authentik. To fix it, give this integration a ${kind} of its own.`;
const app = (name: string, slug: string) => ({ application: { name, slug } });
const mapping = (name: string) => ({
  provider: { scopeMappings: [{ name, scope: "profile", expression: "return {}" }] },
});
const policy = (name: string) => ({ bindings: [{ policy: { name, expression: "return True" } }] });

describeSharedRule(sharedAuthentikObject, {
  finds: {
    "one slug twice, and says it once": [
      { acme: app("A", "espocrm"), beta: app("B", "espocrm") },
      ["beta", message("application.slug", "slug", "espocrm", "acme")],
    ],
    "a client ID that another one's slug has become": [
      { acme: app("A", "a"), beta: { ...app("B", "b"), provider: { clientId: "a" } } },
      ["beta", message("provider.clientId", "client ID", "a", "acme")],
    ],
    "a slug that would become another one's client ID": [
      { acme: { ...app("A", "a"), provider: { clientId: "b" } }, beta: app("B", "b") },
      ["beta", message("application.slug", "client ID", "b", "acme")],
    ],
    "one name of two providers, given or made from the application's": [
      {
        acme: app("A", "a"),
        beta: app("A", "b"),
        gamma: { ...app("C", "c"), provider: { name: "A" } },
      },
      ["beta", message("application.name", "provider name", "A", "acme")],
      ["gamma", message("provider.name", "provider name", "A", "acme")],
    ],
    "one name of two policies": [
      { acme: { ...app("A", "a"), ...policy("p") }, beta: { ...app("B", "b"), ...policy("p") } },
      ["beta", message("bindings[0].policy.name", "policy name", "p", "acme")],
    ],
    "one name of two scope mappings that are written here": [
      { acme: { ...app("A", "a"), ...mapping("m") }, beta: { ...app("B", "b"), ...mapping("m") } },
      ["beta", message("provider.scopeMappings[0].name", "scope mapping name", "m", "acme")],
    ],
    "one name of two groups that are made here": [
      {
        acme: { ...app("A", "a"), groups: [{ name: "g" }] },
        beta: { ...app("B", "b"), groups: [{ name: "g" }] },
      },
      ["beta", message("groups[0].name", "group name", "g", "acme")],
    ],
    "one authentik in several notations": [
      {
        acme: app("A", "espocrm"),
        beta: { ...app("B", "espocrm"), authentik: { url: "https://Authentik.Company:443/" } },
      },
      ["beta", message("application.slug", "slug", "espocrm", "acme")],
    ],
    "one authentik under two names, with one API": [
      {
        acme: {
          ...app("A", "espocrm"),
          authentik: { url: "https://login.a", apiUrl: "https://in.b" },
        },
        beta: {
          ...app("B", "espocrm"),
          authentik: { url: "https://login.b", apiUrl: "https://in.b" },
        },
      },
      ["beta", message("application.slug", "slug", "espocrm", "acme")],
    ],
  },
  passes: {
    "the same names in two authentiks": {
      acme: app("EspoCRM", "espocrm"),
      beta: { ...app("EspoCRM", "espocrm"), authentik: { url: "https://authentik.beta" } },
    },
    "two applications of one authentik": {
      acme: { ...app("A", "a"), ...policy("p") },
      beta: { ...app("B", "b"), ...policy("q"), provider: { clientId: "c", name: "D" } },
    },
    "an existing policy that two applications are bound to": {
      acme: { ...app("A", "a"), bindings: [{ policy: { id: "4b9e" } }] },
      beta: { ...app("B", "b"), bindings: [{ policy: { id: "4b9e" } }] },
    },
  },
});
