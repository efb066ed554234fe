/** The provider block of `restapi`: what it says, where it contradicts itself, what is missing. */
import { readFileSync } from "node:fs";
import type { Diagnostic } from "../host/provider";
import { error } from "../host/provider";
import type { TlsOptions } from "../http-client";
import type { Attributes, Value } from "../wire/values";
import { asNumber, Decimal, isAttributes, textsIn } from "../wire/values";

/** The client's settings, with the provider's own defaults filled in. */
export interface Configuration {
  /** The base of every address; empty when it is not known yet. */
  readonly uri: string;
  /** The user of HTTP basic authentication; empty for none. */
  readonly username: string;
  /** The password of HTTP basic authentication; empty for none. */
  readonly password: string;
  /** Headers of every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Time-out of a request, in seconds. */
  readonly timeout: number;
  /** The key that holds an object's id, or a path to it with `/`. */
  readonly idAttribute: string;
  /** The methods for each operation. */
  readonly methods: Readonly<Record<Operation, string>>;
  /** Keys to copy from an answer into the data that is sent next. */
  readonly copyKeys: readonly string[];
  /** Whether every write answers with the object. */
  readonly writeReturnsObject: boolean;
  /** Whether a create answers with the object. */
  readonly createReturnsObject: boolean;
  /** What to cut off the front of each answer. */
  readonly xssiPrefix: string;
  /** Requests a second; Infinity for no limit. */
  readonly rateLimit: number;
  /** The path to read before anything else; empty for none. */
  readonly testPath: string;
  /** What to trust, and who the client is. */
  readonly tls: TlsOptions;
  /** How often and how long apart to try again, in seconds; 0 for the waits' own defaults. */
  readonly retries: { readonly max: number; readonly minWait: number; readonly maxWait: number };
}

/** What can be done with an object. */
export type Operation = "create" | "read" | "update" | "destroy";

/** What the stand-in openly does not do. */
const NOT_IN_THE_SANDBOX = ["oauth_client_credentials", "use_cookies"] as const;

/**
 * Reads a provider block.
 *
 * @param config - the block; what it leaves out may stand in the environment (`REST_API_…`).
 * @param environment - the environment.
 */
export function readConfiguration(
  config: Attributes,
  environment: NodeJS.ProcessEnv,
): { configuration: Configuration; diagnostics: readonly Diagnostic[] } {
  const read = settingsOf(config, environment);
  const { max_retries, min_wait, max_wait } = read.block("retries");
  const bearer = read.text("bearer_token", "BEARER");
  const files = {
    cert: read.pem("cert_file", "cert_string"),
    key: read.pem("key_file", "key_string"),
    ca: read.pem("root_ca_file", "root_ca_string"),
  };
  const configuration: Configuration = {
    uri: read.text("uri", "URI").replace(/\/$/, ""),
    username: read.text("username", "USERNAME"),
    password: read.text("password", "PASSWORD"),
    headers: {
      ...textMap(config["headers"]),
      ...(bearer && { Authorization: `Bearer ${bearer}` }),
    },
    timeout: read.number("timeout", "TIMEOUT", 60),
    idAttribute: read.text("id_attribute", "ID_ATTRIBUTE") || "id",
    methods: {
      create: read.text("create_method", "CREATE_METHOD") || "POST",
      read: read.text("read_method", "READ_METHOD") || "GET",
      update: read.text("update_method", "UPDATE_METHOD") || "PUT",
      destroy: read.text("destroy_method", "DESTROY_METHOD") || "DELETE",
    },
    copyKeys: textsIn(config["copy_keys"]),
    writeReturnsObject: read.flag("write_returns_object", "WRO"),
    createReturnsObject: read.flag("create_returns_object", "CRO"),
    xssiPrefix: read.text("xssi_prefix", "XSSI_PREFIX"),
    rateLimit: read.number("rate_limit", "RATE_LIMIT", Infinity),
    testPath: read.text("test_path", "TEST_PATH"),
    tls: { insecure: read.flag("insecure", "INSECURE"), ...files },
    retries: {
      max: asNumber(max_retries),
      minWait: asNumber(min_wait),
      maxWait: asNumber(max_wait),
    },
  };
  return {
    configuration,
    diagnostics: [
      ...(config["uri"] === null && !configuration.uri ? [missing("uri", "REST_API_URI")] : []),
      ...NOT_IN_THE_SANDBOX.filter((name) => isSet(config[name])).map((name) =>
        error("Not in the sandbox", `The sandbox's stand-in for restapi does not know ${name}.`),
      ),
      ...contradictions(configuration, bearer, files),
      ...read.conflicts,
    ],
  };
}

function settingsOf(config: Attributes, environment: NodeJS.ProcessEnv) {
  const conflicts: Diagnostic[] = [];
  const text = (name: string, variable: string): string => {
    const value = config[name];
    if (value === null) return environment[`REST_API_${variable}`] ?? "";
    return typeof value === "string" ? value : "";
  };
  const variable = (name: string) => name.toUpperCase();
  return {
    conflicts,
    text,
    flag: (name: string, short: string): boolean =>
      config[name] === null
        ? ["1", "t", "T", "true", "TRUE", "True"].includes(environment[`REST_API_${short}`] ?? "")
        : config[name] === true,
    number: (name: string, short: string, standard: number): number => {
      const set = environment[`REST_API_${short}`];
      const value = config[name];
      if (typeof value === "number" || value instanceof Decimal) return asNumber(value);
      return set === undefined ? standard : Number(set);
    },
    block: (name: string): Attributes => {
      const value = config[name];
      return isAttributes(value) ? value : {};
    },
    pem: (fileName: string, textName: string): string | undefined => {
      const file = text(fileName, variable(fileName));
      const pem = text(textName, variable(textName));
      if (file && pem) {
        conflicts.push(
          error(
            "Conflicting Certificate Configuration",
            `Both ${fileName} and ${textName} are set. Please use only one of them.`,
          ),
        );
      }
      return file ? readFileSync(file, "utf8") : pem || undefined;
    },
  };
}

function contradictions(
  { username, password, timeout, rateLimit, retries }: Configuration,
  bearer: string,
  { cert, key }: { readonly cert: string | undefined; readonly key: string | undefined },
): Diagnostic[] {
  const found: [boolean, string, string][] = [
    [
      Boolean(username && password && bearer),
      "Conflicting Authentication Methods",
      "Both basic auth (username/password) and bearer_token are set - please set only one authentication method",
    ],
    [
      timeout < 0,
      "Invalid Configuration",
      `The timeout configuration value must be a positive integer. The value ${timeout} is not valid.`,
    ],
    [
      rateLimit <= 0,
      "Invalid Configuration",
      `The rate_limit configuration value must be a positive number. The value ${rateLimit.toFixed(6)} is not valid.`,
    ],
    [
      retries.max < 0,
      "Invalid Retry Configuration",
      `The retries.max_retries value must be non-negative. The value ${retries.max} is not valid.`,
    ],
    [
      retries.maxWait > 0 && retries.minWait > retries.maxWait,
      "Invalid Retry Configuration",
      `The retries.min_wait (${retries.minWait}) must be less than or equal to retries.max_wait (${retries.maxWait}).`,
    ],
    [
      cert !== undefined && key === undefined,
      "Incomplete Certificate Configuration",
      "A certificate is provided but no key is configured. Both cert and key must be provided for mTLS.",
    ],
    [
      key !== undefined && cert === undefined,
      "Incomplete Key Configuration",
      "A key is provided but no certificate is configured. Both cert and key must be provided for mTLS.",
    ],
  ];
  return found.filter(([holds]) => holds).map(([, summary, detail]) => error(summary, detail));
}

const missing = (name: string, variable: string): Diagnostic =>
  error(
    "Missing Required Configuration",
    `The ${name} configuration value is required. You can set this value in the provider configuration or in the ${variable} environment variable.`,
  );

const isSet = (value: Value | undefined): boolean =>
  value !== undefined &&
  value !== null &&
  value !== false &&
  !(isAttributes(value) && Object.values(value).every((part) => part === null));

const textMap = (value: Value | undefined): Record<string, string> =>
  isAttributes(value)
    ? Object.fromEntries(
        Object.entries(value).filter(
          (entry): entry is [string, string] => typeof entry[1] === "string",
        ),
      )
    : {};
