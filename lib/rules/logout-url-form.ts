import { type Finding, type Rule, shown } from "./rule";
import { isUnresolved } from "./unresolved";

const PATH = ["login", "logoutUrl"];

/** The browser can go where the logout URL leads. */
export const logoutUrlForm: Rule = {
  id: "logout-url-form",
  outcome: "refused",
  why: "EspoCRM stores any text as its logout URL and sends every browser there at logout, with nothing filled in but {siteUrl} and {clientId}.",
  example: "login: { logoutUrl: https://authentik.company/application/o/espocrm/end-session/ }",
  check: ({ login }) => {
    const url = login?.logoutUrl;
    if (url === undefined || url.trim() === "" || isUnresolved(url)) return [];
    const [found, mend] = complain(url) ?? [];
    if (found === undefined || mend === undefined) return [];
    return [{ path: PATH, found, expected: "an http(s) URL", mend } satisfies Finding];
  },
};

function complain(value: string): [found: string, mend: string] | undefined {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    return [shown(value), "give the whole address, with https:// in front"];
  const { password, username } = new URL(value);
  if (username !== "" || password !== "")
    return [
      "credentials in the address (not shown)",
      "take them out: every browser would get them",
    ];
  const unknown = [...value.matchAll(/\{[^}]*\}/g)]
    .map(([placeholder]) => placeholder)
    .find((placeholder) => placeholder !== "{siteUrl}" && placeholder !== "{clientId}");
  if (unknown === undefined) return undefined;
  return [`the placeholder ${shown(unknown)}`, "use {siteUrl} and {clientId} only"];
}
