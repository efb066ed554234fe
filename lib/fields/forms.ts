import { z } from "zod";
import { withoutTrailingSlash } from "../address";
import { isUnresolved } from "../terraform/unresolved";
import { also, anyText, check, type Form, type FormFinding, listOf, shown, text } from "./form";

/** What a schema says of a part of a form, for editors and messages. */
const part = <T extends z.ZodType>(schema: T, description: string): T =>
  schema.meta({ description });

const RESERVED = ["authorize", "device", "introspect", "revoke", "token", "userinfo"];

/** The slug of an application. */
export const slug: Form = also(
  text(255),
  check("slug-form", (value) => {
    if (typeof value !== "string" || value === "") return undefined;
    if (RESERVED.includes(value))
      return {
        found: shown(value),
        expected: `none of authentik's own: ${RESERVED.join(", ")}`,
        mend: "choose another slug, such as espocrm",
      };
    if (/^[-a-zA-Z0-9_]+$/.test(value)) return undefined;
    return {
      found: shown(value),
      expected: "letters, digits, - and _ only",
      mend: `write it as ${shown(value.trim().replace(/[^-a-zA-Z0-9_]+/g, "-"))}`,
    };
  }),
);

/** Units of authentik's durations, in seconds. */
const UNIT_SECONDS: Readonly<Record<string, number>> = {
  microseconds: 1e-6,
  milliseconds: 1e-3,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
  weeks: 604_800,
};

/** Seconds of a duration in authentik's format; `undefined` if it has another. */
export function seconds(duration: string): number | undefined {
  const parts = duration.split(";").filter((part) => part.trim() !== "");
  const values = parts.map((part) => {
    const match = /^\s*([a-z]+)\s*=\s*(\d+(?:\.\d+)?)\s*$/.exec(part);
    return (UNIT_SECONDS[match?.[1] ?? ""] ?? NaN) * Number(match?.[2]);
  });
  const sum = values.reduce((total, value) => total + value, 0);
  return parts.length === 0 || Number.isNaN(sum) ? undefined : sum;
}

/** A duration in authentik's format, of a second or more. */
export const duration: Form = also(
  anyText,
  check("duration-form", (value) =>
    typeof value === "string" && (seconds(value) ?? 0) >= 1
      ? undefined
      : {
          found: shown(value),
          expected: 'a duration of a second or more, such as "hours=1;minutes=30"',
          mend: `join units by semicolons: ${Object.keys(UNIT_SECONDS).join(", ")}`,
        },
  ),
);

/** A time span as PHP reads it. */
export const timeSpan: Form = also(
  text(255),
  check("cache-period-form", (value) =>
    value === "" ||
    (typeof value === "string" &&
      /^\d+ (second|sec|minute|min|hour|day|week|month|year)s?$/.test(value))
      ? undefined
      : {
          found: shown(value),
          expected: 'a number and a unit, such as "10 minutes"',
          mend: "use second, minute, hour, day, week, month or year",
        },
  ),
);

/** One scope (RFC 6749, section 3.3). */
export const scope: Form = also(
  anyText,
  check("scope-form", (value) =>
    typeof value === "string" && /^[!#-[\]-~]+$/.test(value)
      ? undefined
      : {
          found: shown(value),
          expected: "one scope, of visible ASCII characters",
          mend: "give each scope an entry of its own in the list",
        },
  ),
);

/** Scopes, one an entry. */
export const scopes: Form = listOf(scope);

/** What authentik's own validator takes; `blank://blank` hides the tile. */
const LAUNCH_SCHEMES = ["http:", "https:", "ftp:", "ftps:", "blank:"];

/** Where the tile of the library leads. */
export const launchUrl: Form = also(
  anyText,
  check("launch-url-form", (value) =>
    typeof value === "string" &&
    URL.canParse(value) &&
    LAUNCH_SCHEMES.includes(new URL(value).protocol)
      ? undefined
      : {
          found: shown(value),
          expected: "a URL such as https://host.example",
          mend: "give the whole address, or leave it out (EspoCRM's URL)",
        },
  ),
);

/** Where EspoCRM sends browsers at logout. */
export const logoutUrl: Form = also(
  text(255),
  check("logout-url-form", (value) => {
    if (typeof value !== "string" || value.trim() === "") return undefined;
    const [found, mend] = logoutComplaint(value) ?? [];
    return found === undefined || mend === undefined
      ? undefined
      : { found, expected: "an http(s) URL", mend };
  }),
);

function logoutComplaint(value: string): [found: string, mend: string] | undefined {
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

const IDS = {
  uuid: {
    form: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    expected: "a UUID in lower case, as authentik shows it",
  },
  number: { form: /^[1-9]\d*$/, expected: "the number that authentik gave the user" },
};

/** What is wrong with the id of an object of authentik. */
function idFinding(kind: keyof typeof IDS, id: unknown): Omit<FormFinding, "path"> | undefined {
  const { expected, form } = IDS[kind];
  if (typeof id === "string" && form.test(id)) return undefined;
  const mend = "take it from authentik's API, or give the name in place of { id: … }";
  return { found: shown(id), expected, mend };
}

/** What is wrong with an id of authentik's that is a UUID. */
export const uuidFinding = (id: unknown): Omit<FormFinding, "path"> | undefined =>
  idFinding("uuid", id);

/** Whether a text is the id of an object of authentik, and not its name. */
export const isUuid = (id: string): boolean => IDS.uuid.form.test(id);

const byId = (description: string) => z.strictObject({ id: part(z.string(), description) });

/** An object of authentik by its name, or `{ id: … }`. */
export const reference = (kind: keyof typeof IDS = "uuid"): Form => ({
  schema: z.union([z.string(), byId("id in authentik's API")]),
  token: "text",
  checks: [
    {
      rule: "reference-form",
      find: (value) => {
        if (typeof value === "string")
          return isUnresolved(value) || value.trim() !== ""
            ? []
            : [
                {
                  path: [],
                  found: shown(value),
                  expected: "a name",
                  mend: "give it, or leave it out",
                },
              ];
        if (typeof value !== "object" || value === null || !("id" in value)) return [];
        const finding = isUnresolved(value.id) ? undefined : idFinding(kind, value.id);
        return finding === undefined ? [] : [{ path: ["id"], ...finding }];
      },
    },
  ],
});

/** Names that Terraform keeps for itself. */
const TAKEN_NAMES = [
  "count",
  "depends_on",
  "for_each",
  "lifecycle",
  "locals",
  "providers",
  "source",
  "version",
];

/** The name of a Terraform variable; its value is never in a configuration. */
export const variable: Form = also(
  { schema: z.string(), checks: [] },
  check("variable-name", (name) => {
    const taken = typeof name === "string" && TAKEN_NAMES.includes(name);
    if (typeof name === "string" && !taken && /^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name))
      return undefined;
    return {
      found: taken
        ? `${shown(name)}, which Terraform keeps for itself`
        : "something else (not shown, as it may be a secret)",
      expected: "the name of a Terraform variable: letters, digits and _",
      mend: "choose a name, and give the value as TF_VAR_<name> in Terraform's environment",
    };
  }),
);

/** Headers that the Terraform providers set themselves, or that EspoCRM would take for credentials. */
const TAKEN_HEADERS = [
  "authorization",
  "content-length",
  "content-type",
  "cookie",
  "espo-authorization",
  "espo-authorization-by-token",
  "transfer-encoding",
  "x-api-key",
];

function headerFinding(header: string): Omit<FormFinding, "path"> | undefined {
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(header))
    return {
      found: shown(header),
      expected: "the name of an HTTP header",
      mend: "write the name alone, without a colon or blanks",
    };
  if (!TAKEN_HEADERS.includes(header.toLowerCase())) return undefined;
  return {
    found: shown(header),
    expected: `a header other than ${TAKEN_HEADERS.join(", ")}`,
    mend: "leave it out: Terraform's own credentials are variables of their own",
  };
}

/** HTTP header -> name of the Terraform variable that holds its value. */
export const headers: Form = {
  schema: z.record(
    z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/),
    part(z.string(), "the name of the Terraform variable that holds the header's value"),
  ),
  checks: [
    {
      rule: "header-name",
      find: (value) =>
        Object.keys(value as object).flatMap((header) => {
          const finding = headerFinding(header);
          return finding === undefined ? [] : [{ path: [header], ...finding }];
        }),
    },
    ...variable.checks.map(({ find, rule }) => ({
      rule,
      find: (value: unknown) =>
        Object.entries(value as object).flatMap(([header, name]) =>
          find(name).map((finding) => ({ ...finding, path: [header] })),
        ),
    })),
  ],
};

/** Certificates in PEM form, without a private key. */
export const certificates: Form = also(
  anyText,
  check("certificate-form", (pem) => {
    const secret = typeof pem === "string" && /PRIVATE KEY/i.test(pem);
    if (!secret && typeof pem === "string" && /-----BEGIN (TRUSTED )?CERTIFICATE-----/.test(pem))
      return undefined;
    return {
      found: secret ? "a private key (not shown)" : "no certificate",
      expected: "certificates in PEM form: -----BEGIN CERTIFICATE----- …",
      mend: secret
        ? "take the key out: it goes into the Terraform variable that clientCertificate.keyVariable names"
        : "give the text of the PEM file",
    };
  }),
);

/** Paths that are appended, so that an address must not end in them already. */
const APPENDED = {
  authentik: /\/(api\/v3|application\/o|if)(\/.*)?$/,
  espocrm: /\/(api\/v1(\/.*)?|oauth-callback\.php)$/,
};

/** The address of an installation. */
export const address = (side: keyof typeof APPENDED): Form =>
  also(
    anyText,
    check("address-form", (value) => {
      const [found, mend] = addressComplaint(String(value)) ?? [];
      return found === undefined || mend === undefined
        ? undefined
        : { found, expected: "a URL such as https://host.example", mend };
    }),
    check("address-path", (value) => {
      if (!URL.canParse(String(value))) return undefined;
      const path = withoutTrailingSlash(new URL(String(value)).pathname);
      const found = APPENDED[side].exec(path)?.[0];
      if (found === undefined) return undefined;
      return {
        found: `the path ${shown(found)} at its end`,
        expected: "the address of the installation alone",
        mend: `leave ${found} out`,
      };
    }),
  );

function addressComplaint(value: string): [found: string, mend: string] | undefined {
  // URL takes espocrm.company:8443 for an address whose scheme is espocrm.company.
  if (!URL.canParse(value) || /^[^/:]+:\d/.test(value))
    return [shown(value), "give the whole address, with https:// in front"];
  const url = new URL(value);
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
  if (withoutTrailingSlash(canonical) !== withoutTrailingSlash(value))
    return [shown(value), `write it as browsers do: ${canonical}`];
  return undefined;
}
