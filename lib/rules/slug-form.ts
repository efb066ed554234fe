import { type Rule, shown } from "./rule";
import { isUnresolved } from "./unresolved";

const RESERVED = ["authorize", "device", "introspect", "revoke", "token", "userinfo"];

/** authentik takes the slug. */
export const slugForm: Rule = {
  id: "slug-form",
  outcome: "refused",
  why: "The slug is a part of addresses. authentik answers 400 to other characters, and keeps the names of its own endpoints for itself.",
  example: "application: { name: EspoCRM, slug: espocrm }",
  check: ({ application: { slug } }) => {
    if (isUnresolved(slug) || slug === "") return [];
    const path = ["application", "slug"];
    if (RESERVED.includes(slug)) {
      const expected = `none of authentik's own: ${RESERVED.join(", ")}`;
      return [{ path, found: shown(slug), expected, mend: "choose another slug, such as espocrm" }];
    }
    if (/^[-a-zA-Z0-9_]+$/.test(slug)) return [];
    const mend = `write it as ${shown(slug.trim().replace(/[^-a-zA-Z0-9_]+/g, "-"))}`;
    return [{ path, found: shown(slug), expected: "letters, digits, - and _ only", mend }];
  },
};
