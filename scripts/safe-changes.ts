import {
  APPLICATION,
  AUTHENTIK_PROVIDER,
  type Effect,
  type EffectOf,
  effectOf,
  EXPRESSION_POLICY,
  GROUP,
  LIFECYCLE,
  OAUTH2_PROVIDER,
  OUTPUTS,
  POLICY_BINDING,
  RESOURCES,
  RESTAPI_OBJECT,
  RESTAPI_PROVIDER,
  SCOPE_MAPPING,
  SETTINGS,
  STATEMENT,
  type Surroundings,
} from "../lib/fields/index";

type Rows = Readonly<Record<string, { readonly label: string; readonly effect: EffectOf }>>;

/** The parts of the table, as people call them. */
const PARTS: readonly (readonly [string, Rows])[] = [
  ["authentik's application", APPLICATION],
  ["authentik's provider", OAUTH2_PROVIDER],
  ["a binding", POLICY_BINDING],
  ["a policy", EXPRESSION_POLICY],
  ["a group", GROUP],
  ["a scope mapping", SCOPE_MAPPING],
  ["EspoCRM's settings", SETTINGS],
  ["what Terraform keeps of EspoCRM", RESTAPI_OBJECT],
  ["Terraform's provider for authentik", AUTHENTIK_PROVIDER],
  ["Terraform's provider for EspoCRM", RESTAPI_PROVIDER],
  ["what the integration states", STATEMENT],
  ["lifecycles", LIFECYCLE],
];

const AROUND: Surroundings = {
  authentik: ["https://authentik.company"],
  espocrm: ["https://espocrm.company"],
  logout: null,
};

/** Values that make a row that depends on them say all that it can say. */
const VALUES: readonly unknown[] = [
  true,
  false,
  2,
  ["a"],
  "https://authentik.company/x",
  "https://espocrm.company/x",
];
const EARLIER: readonly unknown[] = [undefined, null, 1, ["a", "b"]];

/** Why a change of a value is harmless, where it is; for some values only, or for all. */
function reasons(effect: EffectOf): string[] {
  if (typeof effect !== "function") return because(effect);
  const found = VALUES.flatMap((after) =>
    EARLIER.flatMap((before) => because(effectOf(effect, { before, after }, AROUND))),
  );
  return [...new Set(found)].map((reason) => `(some values) ${reason}`);
}

const because = (effect: Effect): string[] =>
  effect.verdict === "harmless" ? [effect.because] : [];

/** Every change that a review may call safe, with the reason, as Markdown. */
export function safeChanges(): string {
  const all: [part: string, name: string, reason: string][] = [
    ...PARTS.flatMap(([part, table]) =>
      Object.entries(table).flatMap(([name, { effect, label }]) =>
        reasons(effect).map((reason): [string, string, string] => [
          part,
          `${label} (\`${name}\`)`,
          reason,
        ]),
      ),
    ),
    ...Object.values(RESOURCES).flatMap(({ effects, label }) =>
      Object.entries(effects).flatMap(([action, effect]) =>
        because(effect).map((reason): [string, string, string] => [
          "resources",
          `${label}: ${action}`,
          reason,
        ]),
      ),
    ),
    ...Object.entries(OUTPUTS).flatMap(([name, effect]) =>
      because(effect).map((reason): [string, string, string] => ["outputs", `\`${name}\``, reason]),
    ),
  ];
  const names = new Map<string, string[]>();
  for (const [part, name, reason] of all) {
    const key = JSON.stringify([part, reason]);
    names.set(key, [...(names.get(key) ?? []), name]);
  }
  const rows = [...names].map(([key, of]) => {
    const [part = "", reason = ""] = JSON.parse(key) as string[];
    return [part, of.join(", "), reason];
  });
  const head = ["Where", "What changes", "Why nobody's login is touched"];
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}
