import { z } from "zod";
import { lacksPermission } from "../servers/authentik/permission";

const diagnosticSchema = z.object({
  severity: z.string(),
  summary: z.string(),
  detail: z.string().default(""),
  address: z.string().optional(),
});

const messageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("diagnostic"), diagnostic: diagnosticSchema }),
  z.object({
    type: z.enum(["apply_start", "apply_complete", "apply_errored"]),
    hook: z.object({
      resource: z.object({ addr: z.string() }),
      action: z.string(),
      elapsed_seconds: z.number().optional(),
    }),
  }),
]);

/** What Terraform found wrong, or warns of. */
export type Diagnostic = z.infer<typeof diagnosticSchema>;

/** A message of Terraform's machine-readable output that commands look at. */
export type Message = z.infer<typeof messageSchema>;

/** Reads a line of `terraform … -json`; undefined for messages of no interest. */
export function readMessage(line: string): Message | undefined {
  try {
    return messageSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Collects the diagnostics of a command's output. */
export class Diagnostics {
  readonly #found: Diagnostic[] = [];

  /** Takes a message. */
  take(message: Message | undefined): void {
    if (message?.type === "diagnostic") this.#found.push(message.diagnostic);
  }

  /** The errors, for people: each once, with its resource. */
  get errors(): string {
    return this.#all("error").join("\n");
  }

  /** The warnings, likewise. */
  get warnings(): readonly string[] {
    return this.#all("warning");
  }

  #all(wanted: "error" | "warning"): readonly string[] {
    const groups = new Map<string, [Diagnostic, string[]]>();
    for (const one of this.#found.filter(({ severity }) => severity === wanted)) {
      const found = addressed(one);
      const key = `${found.summary}\n${found.detail}`;
      const [, addresses] = groups.get(key) ?? [found, []];
      if (found.address !== undefined && !addresses.includes(found.address))
        addresses.push(found.address);
      groups.set(key, [found, addresses]);
    }
    return [...groups.values()].map(([found, addresses]) => told(found, addresses));
  }

  /** Whether Terraform asks for `init`. */
  get wantInitialization(): boolean {
    return /\b(terraform|tofu) init\b/.test(this.errors);
  }

  /** Addresses of EspoCRM's objects that the Terraform provider can't plan, as it contradicts itself. */
  get unplannable(): readonly string[] {
    return this.#found.flatMap((one) => unplannable(one) ?? []);
  }

  /** The id of a lock of the state that somebody else has. */
  get lock(): string | undefined {
    const locked = this.#found.find(({ summary }) => summary === LOCKED);
    // Of the http backend, "Lock Info" is that of whoever asks.
    const id =
      /\bID=(\S+)/.exec(locked?.detail ?? "") ?? /^\s*ID:\s*(\S+)/m.exec(locked?.detail ?? "");
    return locked && (id?.[1] ?? "LOCK_ID");
  }

  /** Whether the state has changed since a plan was made. */
  get sayStale(): boolean {
    return this.#found.some(({ summary }) => /saved plan is stale/i.test(summary));
  }
}

/**
 * Terraform says a paragraph of each resource that it can't reach any more; they are one matter. The
 * address of one that can't be planned it says in the paragraph alone.
 */
function addressed(one: Diagnostic): Diagnostic {
  const stuck = unplannable(one);
  if (stuck !== undefined) return { ...one, address: stuck };
  const [, address] = /^To work with (\S+)/.exec(one.detail) ?? [];
  if (one.summary !== LOST_CONNECTION || address === undefined) return one;
  return { ...one, address, detail: "" };
}

/** The address of an object whose nulls the provider takes out of a plan, which Terraform forbids. */
const unplannable = ({ detail, summary }: Diagnostic): string | undefined =>
  summary === INVALID_PLAN
    ? /planned an invalid value for (restapi_object\.[\w-]+)\.data:/.exec(detail)?.[1]
    : undefined;

const INVALID_PLAN = "Provider produced invalid plan";

const LOCKED = "Error acquiring the state lock";

const LOST_CONNECTION = "Provider configuration not present";

/** How to fix what the Terraform providers say in words of their own; the first that fits. */
const FIXES: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(`^${LOST_CONNECTION}`),
    "The program has taken out what made these, and with it the connection by which Terraform would take them away. Nothing was planned. Put new RemovedIntegration(scope, id, props) in the place of the EspoAuthentikIntegration, with the same three, then plan and apply; after that, take it out. Where the connection was changed, take that back first, or bring the old Terraform provider instance back until they are gone.",
  ],
  [
    new RegExp(`^${INVALID_PLAN}.*restapi_object`, "s"),
    "Terraform's records of EspoCRM's settings disagree, and the Terraform provider stumbles over that: EspoCRM no longer shows a setting that came after the first deployment, or shows a new one as null, and an apply broke off. `espo-authentik plan` (without --destroy), then `apply`, records the settings anew and gets over it; so does `terraform apply -replace=…` with the address of the observer (restapi_object.observer…).",
  ],
  [
    /Token invalid\/expired|invalid header field value for "Authorization"/,
    "authentik did not accept its API token: check the variable that holds it (TF_VAR_authentik_token, unless the configuration names another), and that the token has not expired.",
  ],
  [
    /propertymappings\/provider\/scope.*Select a valid choice/s,
    'authentik lacks a managed scope mapping: the one that it calls no valid choice. Its blueprint "System - OAuth2 Provider - Scopes" makes them: wait until a fresh authentik has applied it, or apply it again (authentik: Customization, Blueprints).',
  ],
  [
    /API object: .*(dial tcp|no such host|timeout|deadline exceeded|EOF|connection re|x509|tls:)/,
    "EspoCRM was not reached at that address: check it, the network and the certificate, then plan and apply again.",
  ],
  [
    /Could not (create|update|delete) API object: /,
    "EspoCRM did not do what it was asked (its log, data/logs, says why). What came before is done; plan and apply again, and the rest is done.",
  ],
];

/** Which permission an answer of authentik's to Terraform says is missing. */
function permissionFix(...said: readonly string[]): string | undefined {
  const [, method = "", path = ""] =
    /'403 Forbidden\s+\([^)]*permission[^)]*\)' during request '(\w+) (\S+)'/.exec(
      said.join("\n"),
    ) ?? [];
  return method === "" ? undefined : lacksPermission(method, path);
}

/** A diagnostic for people, with all resources that it is about. */
function told(one: Diagnostic, addresses: readonly string[]): string {
  const { detail, summary } = one;
  // Of an invalid plan it is all settings of EspoCRM, twice.
  const whole = unplannable(one) === undefined ? detail : "";
  // It ends with the advice to do without the lock, which loses what somebody else does.
  const shown = summary === LOCKED ? whole.replace(/\n+Terraform acquires[^]*$/, "") : whole;
  const variable = /root module input variable "([\w-]+)" is not set/.exec(detail)?.[1];
  const [, known = permissionFix(detail, summary)] =
    FIXES.find(([said]) => said.test(`${summary}\n${detail}`)) ?? [];
  const fix = variable === undefined ? known : `Set TF_VAR_${variable}.`;
  const where = addresses.length === 0 ? "" : ` (${addresses.join(", ")})`;
  return [`${summary}${where}`, shown, fix].filter(Boolean).join("\n");
}
