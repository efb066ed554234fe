import { Token } from "cdktf";
import { FORM_RULES } from "../../../lib/rules/forms";
import { describeRule } from "./describe-rule";

const id = "4b9e3c60-5a7e-4f0e-9a3c-1f3f0f0a9d11";
const empty = (path: string, found = "") =>
  `${path}: found ${JSON.stringify(found)}; expected a name. To fix it, give it, or leave it out.`;
const uuid = (path: string, found: string) =>
  `${path}: found "${found}"; expected a UUID in lower case, as authentik shows it. To fix it, take it from authentik's API, or give the name in place of { id: … }.`;
const number = (path: string, found: string) =>
  `${path}: found "${found}"; expected the number that authentik gave the user. To fix it, take it from authentik's API, or give the name in place of { id: … }.`;

describeRule(FORM_RULES["reference-form"], {
  finds: {
    "empty names, for which the first object there is would be taken": [
      {
        provider: {
          authorizationFlow: "",
          invalidationFlow: "",
          authenticationFlow: " ",
          signingKey: "",
        },
        bindings: [{ group: "" }, { user: "" }],
      },
      empty("provider.authorizationFlow"),
      empty("provider.invalidationFlow"),
      empty("provider.authenticationFlow", " "),
      empty("provider.signingKey"),
      empty("bindings[0].group"),
      empty("bindings[1].user"),
    ],
    "names in place of ids": [
      {
        provider: {
          signingKey: { id: "my-key" },
          scopeMappings: [{ id: "groups" }, id.toUpperCase(), ""],
        },
        bindings: [{ policy: { id: "office-hours" } }, { user: { id: "akadmin" } }],
      },
      uuid("provider.signingKey.id", "my-key"),
      uuid("provider.scopeMappings[0].id", "groups"),
      uuid("provider.scopeMappings[1]", id.toUpperCase()),
      empty("provider.scopeMappings[2]"),
      uuid("bindings[0].policy.id", "office-hours"),
      number("bindings[1].user.id", "akadmin"),
    ],
    "a UUID in upper case, which would look changed at every plan": [
      { bindings: [{ group: { id: id.toUpperCase() } }] },
      uuid("bindings[0].group.id", id.toUpperCase()),
    ],
    "a user's UUID, and the number zero": [
      { bindings: [{ user: { id } }, { user: { id: "0" } }] },
      number("bindings[0].user.id", id),
      number("bindings[1].user.id", "0"),
    ],
  },
  passes: {
    "ids of the right form": {
      provider: {
        authorizationFlow: { id },
        signingKey: { id },
        scopeMappings: [id, { id }, "CRM groups"],
      },
      bindings: [{ group: { id } }, { user: { id: "7" } }, { policy: { id } }],
    },
    "a name that looks like an id": { bindings: [{ group: id }] },
    "values that Terraform will know": {
      provider: { signingKey: { id: Token.asString({ resolve: () => "x" }) } },
      bindings: [{ group: Token.asString({ resolve: () => "x" }) }],
    },
  },
});
