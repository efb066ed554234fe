import { isExpression } from "../../stacks/expression";
import { nearest } from "../../../lib/config/index";
import { isUuid, type Reference } from "../../../lib/declaration";
import type { Declaration } from "../../verify/declaration";
import type { PreflightCheck, Sight } from "../check";
import { type Found, type Kind, KINDS } from "../directory";
import type { PreflightFinding } from "../finding";

/** Something that a declaration names, and where. */
interface Named {
  readonly kind: Kind;
  readonly place: string;
  readonly reference: Reference;
  /** What a flow must be for. */
  readonly designation?: string;
}

/** What the declaration names is in authentik, and is what it must be. */
export const references: PreflightCheck = async (sight) => {
  const all = await Promise.all(namedBy(sight.declared).map((named) => look(named, sight)));
  return all.flatMap((finding) => finding ?? []);
};

function namedBy({ props: { bindings, groups, provider } }: Declaration): Named[] {
  // What the stack itself makes need not be there.
  const isMade = (group: Reference) =>
    typeof group === "string" && groups.some(({ name }) => name === group);
  const flows = [
    ["authenticationFlow", "authentication"],
    ["authorizationFlow", "authorization"],
    ["invalidationFlow", "invalidation"],
  ] as const;
  return [
    ...flows.flatMap(([property, designation]): Named[] => {
      const reference = provider[property];
      if (reference === undefined) return [];
      return [{ kind: "flow", place: `provider.${property}`, reference, designation }];
    }),
    { kind: "key pair", place: "provider.signingKey", reference: provider.signingKey },
    ...provider.scopeMappings.flatMap((mapping, index): Named[] => {
      if (typeof mapping !== "string" && "expression" in mapping) return [];
      const reference = typeof mapping === "string" && isUuid(mapping) ? { id: mapping } : mapping;
      return [
        { kind: "scope mapping", place: `provider.scopeMappings[${String(index)}]`, reference },
      ];
    }),
    ...groups.flatMap(({ parents }, index) =>
      parents.flatMap((reference, parent): Named[] =>
        isMade(reference)
          ? []
          : [
              {
                kind: "group",
                place: `groups[${String(index)}].parents[${String(parent)}]`,
                reference,
              },
            ],
      ),
    ),
    ...bindings.flatMap(({ group, policy, user }, index): Named[] => {
      const place = (property: string) => `bindings[${String(index)}].${property}`;
      if (group !== undefined)
        return isMade(group) ? [] : [{ kind: "group", place: place("group"), reference: group }];
      if (user !== undefined) return [{ kind: "user", place: place("user"), reference: user }];
      if (!("id" in policy)) return [];
      return [{ kind: "policy", place: place("policy"), reference: policy }];
    }),
  ];
}

async function look(named: Named, sight: Sight): Promise<PreflightFinding | undefined> {
  const { kind, reference } = named;
  const text = typeof reference === "string" ? reference : reference.id;
  if (isExpression(text)) return undefined;
  const { authentik } = sight;
  if (typeof reference === "string") {
    const found = await authentik.named(kind, reference);
    return found === undefined ? missing(named, reference, sight) : unfit(named, found);
  }
  if (kind === "flow") return undefined; // The API reads a flow by its slug alone.
  const found = await authentik.withId(kind, reference.id);
  return found === undefined ? missing(named, reference.id, sight) : unfit(named, found);
}

async function missing(
  { kind, place, reference }: Named,
  shown: string,
  { authentik }: Sight,
): Promise<PreflightFinding> {
  const { name: field, where } = KINDS[kind];
  const byId = typeof reference !== "string";
  const wanted = byId ? "id" : field;
  const names = byId ? [] : await authentik.names(kind);
  const meant = nearest(shown, names);
  // Names of people are nobody's business in a log.
  const others = byId || kind === "user" ? "" : ` It has: ${listed(names)}.`;
  return {
    id: "reference",
    place,
    found: `authentik has no ${kind} with the ${wanted} "${shown}".${meant === undefined ? others : ""}`,
    expected: `the ${wanted} of a ${kind} of authentik, exactly as it is written there`,
    fix:
      meant === undefined
        ? `correct it, or make the ${kind} in authentik first (${where}); a token that may not view it does not find it either`
        : `write ${meant}`,
  };
}

function unfit({ designation, kind, place, reference }: Named, found: Found) {
  const shown = typeof reference === "string" ? `"${reference}"` : reference.id;
  if (kind === "flow" && found.designation !== undefined && found.designation !== designation) {
    return {
      id: "reference",
      place,
      found: `authentik's flow ${shown} is one for ${found.designation}`,
      expected: `a flow for ${String(designation)}`,
      fix: `name a flow of that designation (authentik: ${KINDS.flow.where})`,
    };
  }
  if (kind !== "key pair") return undefined;
  if (found.key_type !== undefined && found.key_type !== null && found.key_type !== "rsa") {
    return {
      id: "signing-key",
      place,
      found: `authentik's key pair ${shown} is of type ${found.key_type}`,
      expected: "an RSA key: EspoCRM verifies no other, and would refuse every login with a 401",
      fix: `name an RSA key pair, or generate one (authentik: ${KINDS[kind].where})`,
    };
  }
  if (found.private_key_available === false) {
    return {
      id: "signing-key",
      place,
      found: `authentik's key pair ${shown} has no private key: it cannot sign`,
      expected: "a key pair with an RSA private key",
      fix: `name another one, or generate one (authentik: ${KINDS[kind].where})`,
    };
  }
  return undefined;
}

/** Some of what there is. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `"${name}"`);
  if (shown.length === 0) return "none that this token may see";
  return `${shown.join(", ")}${names.length > shown.length ? ", …" : ""}`;
}
