import type { Reference } from "../authentik/look-ups";
import type { EspoAuthentikStackProps } from "../stack";
import { type Finding, type PropertyPath, type Rule, shown } from "./rule";
import { isUnresolved } from "./unresolved";

type Kind = "uuid" | "number";

const FORMS: Readonly<Record<Kind, { form: RegExp; expected: string }>> = {
  uuid: {
    form: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    expected: "a UUID in lower case, as authentik shows it",
  },
  number: { form: /^[1-9]\d*$/, expected: "the number that authentik gave the user" },
};

/** An object of authentik is named, or given by an id that can be one. */
export const referenceForm: Rule = {
  id: "reference-form",
  outcome: "refused",
  why: "The Terraform provider takes an empty name for no condition at all, and answers with the first flow, key, group or user there is. An id of another form is refused by authentik, or looks changed at every plan.",
  example: "bindings: [{ group: { id: 4b9e3c60-5a7e-4f0e-9a3c-1f3f0f0a9d11 } }]",
  check: (props) =>
    references(props).flatMap(([path, reference, kind]) => check(path, reference, kind)),
};

function check(path: PropertyPath, reference: Reference, kind: Kind): Finding[] {
  if (typeof reference === "string") {
    if (isUnresolved(reference) || reference.trim() !== "") return [];
    return [
      { path, found: shown(reference), expected: "a name", mend: "give it, or leave it out" },
    ];
  }
  const { expected, form } = FORMS[kind];
  if (isUnresolved(reference.id) || form.test(reference.id)) return [];
  const mend = `take it from authentik's API, or give the name in place of { id: … }`;
  return [{ path: [...path, "id"], found: shown(reference.id), expected, mend }];
}

function references({
  bindings = [],
  provider = {},
}: EspoAuthentikStackProps): [PropertyPath, Reference, Kind][] {
  const keys = [
    "authorizationFlow",
    "invalidationFlow",
    "authenticationFlow",
    "signingKey",
  ] as const;
  const all: [PropertyPath, Reference | undefined, Kind][] = [
    ...keys.map((key): [PropertyPath, Reference | undefined, Kind] => [
      ["provider", key],
      provider[key],
      "uuid",
    ]),
    ...(provider.scopeMappings ?? []).map((id, index): [PropertyPath, Reference, Kind] => [
      ["provider", "scopeMappings", index],
      { id },
      "uuid",
    ]),
    ...bindings.flatMap(({ group, policy, user }, index): typeof all => [
      [["bindings", index, "group"], group, "uuid"],
      [["bindings", index, "user"], user, "number"],
      [
        ["bindings", index, "policy"],
        policy !== undefined && "id" in policy ? policy : undefined,
        "uuid",
      ],
    ]),
  ];
  return all.flatMap(([path, reference, kind]): [PropertyPath, Reference, Kind][] =>
    reference === undefined ? [] : [[path, reference, kind]],
  );
}
