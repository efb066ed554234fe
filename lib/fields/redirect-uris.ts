import { z } from "zod";
import { isLoopback } from "../address";
import type { RedirectUri } from "../authentik/props";
import { anyText, choice, type Form, listOf, type PropertiesOf, text } from "./form";
import { objectOf } from "./property";

const REDIRECT_URI = {
  url: {
    says: "the address, or the regular expression that it must match as a whole",
    form: text(),
    required: true,
    example: "https://portal.company/oauth-callback.php",
  },
  matching: {
    says: "whether the address is compared to the character, or is a regular expression",
    form: choice(["strict", "regex"]),
    default: "strict",
  },
  type: {
    says: "whether people are sent there after logging in, or after logging out (release line 2026.5)",
    form: choice(["login", "logout"]),
    default: "login",
  },
} as const satisfies PropertiesOf<RedirectUri>;

const whole = objectOf(REDIRECT_URI);

/** `provider.redirectUris`: addresses, or addresses with what is unusual about them. */
export const redirectUris: Form = listOf({
  schema: z.union([anyText.schema, whole.schema]),
  properties: REDIRECT_URI,
  checks: whole.checks.map(({ find, rule }) => ({
    rule,
    find: (value: unknown) => (typeof value === "string" ? [] : find(value)),
  })),
});

/** A redirect URI with its defaults. */
export const completeRedirectUri = (uri: string | RedirectUri): Required<RedirectUri> =>
  typeof uri === "string"
    ? { url: uri, matching: "strict", type: "login" }
    : { matching: "strict", type: "login", ...uri };

/** What is wrong with a redirect URI, said so that it can be fixed. */
export interface RedirectUriComplaint {
  /** What is there. */
  readonly found: string;
  /** What should be there. */
  readonly expected: string;
  /** What to do. */
  readonly mend: string;
}

/** What is wrong with an address that people are handed over to; `undefined` where nothing is. */
export function redirectUriComplaint({
  matching,
  url,
}: Pick<Required<RedirectUri>, "matching" | "url">): RedirectUriComplaint | undefined {
  return matching === "regex" ? patternComplaint(url) : addressComplaint(url);
}

const ADDRESS = "a whole address, as https://portal.company/oauth-callback.php";

function addressComplaint(address: string): RedirectUriComplaint | undefined {
  const shown = JSON.stringify(address);
  if (!URL.canParse(address) || !/^https?:\/\/[^/]/i.test(address) || /[\s\\]/.test(address))
    return { found: shown, expected: ADDRESS, mend: "write it as the application sends it" };
  const { hash, hostname, password, protocol, username } = new URL(address);
  if (username !== "" || password !== "")
    return {
      found: "credentials in the address (not shown)",
      expected: ADDRESS,
      mend: "take them out",
    };
  if (hash !== "" || address.includes("#"))
    return { found: shown, expected: "an address without a fragment", mend: "take it out" };
  if (address.includes("*"))
    return {
      found: shown,
      expected: "an address without *: authentik compares it to the character",
      mend: "write it whole, or as a regular expression: { url: …, matching: regex }",
    };
  if (protocol === "http:" && !isLoopback(hostname))
    return {
      found: shown,
      expected: "https, or a host that is this machine",
      mend: "use https: the code of a login can be read on the way",
    };
  return undefined;
}

/** A part of a host's name in a pattern: letters, digits, `-`, or a class of these that may be repeated. */
const LETTER =
  "(?:[A-Za-z0-9-]|\\[(?:a-z|A-Z|0-9|[A-Za-z0-9](?!-))*-?\\](?:[+*]|\\{\\d+(?:,\\d*)?\\})?)";
/** Scheme and host: only labels in front of the last two may vary, and every dot is one. */
const ORIGIN = new RegExp(
  `^https://(?:${LETTER}+\\\\\\.)*[A-Za-z0-9-]+\\\\\\.[A-Za-z0-9-]+(?::\\d+)?/(?![?*+{|])`,
);

function patternComplaint(pattern: string): RedirectUriComplaint | undefined {
  const shown = JSON.stringify(pattern);
  const bare = pattern.replace(/^\^/, "").replace(/\$$/, "");
  if (!compiles(bare))
    return {
      found: shown,
      expected: "a regular expression",
      mend: "correct it, or leave matching out to have it compared to the character",
    };
  if (!ORIGIN.test(bare))
    return {
      found: `${shown}, which may match the address of another host`,
      expected:
        "https:// and a host whose domain is written out, each dot as \\., and a / after it",
      mend: "write it as https://[a-z0-9-]+\\.portals\\.company/oauth-callback\\.php",
    };
  if (hasAlternativeOutside(bare))
    return {
      found: `${shown}, whose | leaves the host out of one of its alternatives`,
      expected: "alternatives inside of parentheses",
      mend: "put parentheses around them, behind the host, or write several redirect URIs",
    };
  return undefined;
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false; // Or a pattern that only Python knows: not judged, so not let through.
  }
}

/** Whether an alternative stands outside of all parentheses and classes. */
function hasAlternativeOutside(pattern: string): boolean {
  const plain = pattern.replace(/\\./g, "").replace(/\[[^\]]*\]/g, "");
  let depth = 0;
  for (const letter of plain) {
    if (letter === "(") depth += 1;
    if (letter === ")") depth -= 1;
    if (letter === "|" && depth <= 0) return true;
  }
  return false;
}
