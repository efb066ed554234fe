import { addresses } from "./addresses";
import { type Finding, type Rule, shown } from "./rule";

/** Addresses are plain http(s) URLs: others would be cut, refused or shown to the wrong people. */
export const addressForm: Rule = {
  id: "address-form",
  outcome: "refused",
  why: "Endpoints and the redirect URI are made by appending a path. Anything else in an address would end up in the middle of them, and credentials in it would be stored and shown.",
  example: "espocrm: { url: https://espocrm.company }",
  check: (props) =>
    addresses(props).flatMap(({ parsed, path, value }): Finding[] => {
      const complaint = complain(value, parsed);
      if (complaint === undefined) return [];
      const [found, mend] = complaint;
      return [{ path, found, expected: "a URL such as https://host.example", mend }];
    }),
};

function complain(value: string, url: URL | undefined): [found: string, mend: string] | undefined {
  if (url === undefined) return [shown(value), "give the whole address, with https:// in front"];
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return [`the scheme ${shown(url.protocol)}`, "use https"];
  if (url.username !== "" || url.password !== "")
    return [
      "credentials in the address (not shown)",
      "take them out: credentials are Terraform variables, fed as TF_VAR_…",
    ];
  if (url.search !== "" || value.includes("?"))
    return [`the query ${shown(url.search || "?")}`, "leave it out"];
  if (url.hash !== "" || value.includes("#"))
    return [`the fragment ${shown(url.hash || "#")}`, "leave it out"];
  if (/\s|\\/.test(value)) return [shown(value), "leave out blanks and backslashes"];
  const canonical = url.pathname === "/" ? url.origin : `${url.origin}${url.pathname}`;
  if (canonical.replace(/\/+$/, "") !== value.replace(/\/+$/, ""))
    return [shown(value), `write it as browsers do: ${canonical}`];
  return undefined;
}
